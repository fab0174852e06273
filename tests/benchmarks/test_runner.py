"""The runner, as people run it: resume, kills, full disks, budgets, errors that are no zeros."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.benchmarks import runner
from agentgym.benchmarks import suite as suites
from agentgym.engine import Budget
from agentgym.engine.cost import Price, Prices
from agentgym.errors import DataError, LogError, OptionError, PolicyError, UnavailableError
from agentgym.policy import Completion, Policy, Request, Usage, View
from agentgym.trajectory import index, read

ROOT = Path(__file__).parents[2]
SUITE = """
name = "small"
[[tasks]]
env = "AgentTune/ALFWorld-v0"
metric = "success"
weight = 20.0
[[tasks]]
env = "AgentTune/WebShop-v0"
limit = 15
weight = 28.0
args = { observation_mode = "text_rich" }
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "agentgym.cli.main", "eval", *arguments]


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, env=environment())
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def suite(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(SUITE)
    return str(path)


def content(folder: Path) -> list[tuple[Any, ...]]:
    return sorted((e.key, e.status, e.reward, tuple(s.output for s in e.steps)) for e in read(folder))


def test_a_suite_of_ones_own_by_path(tmp_path: Path, suite: str) -> None:
    out = tmp_path / "out"
    done = run("--suite", suite, "--policy", "expert", "--limit", "20", "--out", str(out), "--json")
    row = json.loads(done.stdout)["rows"][0]
    assert {c["env"]: c["episodes"] for c in row["cells"]} == {
        "AgentTune/ALFWorld-v0": 20,
        "AgentTune/WebShop-v0": 15,
    }
    assert row["overall"] == pytest.approx((100 / 20 + 100 / 28) / 2)
    assert {e.env_args.get("observation_mode") for e in read(out / "expert" / "WebShop-v0")} == {"text_rich"}
    assert runner.recall(out) == suites.load(suite)
    (tmp_path / "bad.toml").write_text(SUITE.replace("success", "sucess"))
    with pytest.raises(DataError, match="metric of AgentTune/ALFWorld-v0 must be one of reward, success"):
        suites.load(str(tmp_path / "bad.toml"))


def test_a_smaller_table_leaves_the_other_episodes_out(tmp_path: Path, suite: str) -> None:
    out = str(tmp_path / "out")
    run("--suite", suite, "--policy", "random", "--limit", "5", "--out", out)
    done = run("--suite", suite, "--policy", "random", "--limit", "2", "--out", out, "--json")
    assert [c["episodes"] for c in json.loads(done.stdout)["rows"][0]["cells"]] == [2, 2]


def test_a_dry_run_counts_and_plays_nothing(tmp_path: Path, suite: str) -> None:
    out = tmp_path / "out"
    arguments = ["--suite", suite, "--policy", "random", "--out", str(out), "--repeats", "2"]
    forecast = json.loads(run(*arguments, "--limit", "4", "--dry-run", "--json").stdout)
    assert [(f["episodes"], f["left"]) for f in forecast] == [(8, 8), (8, 8)]
    assert forecast[0]["calls"] == 8 * 35 and not out.exists()
    run(*arguments, "--limit", "3")
    forecast = json.loads(run(*arguments, "--limit", "4", "--dry-run", "--json").stdout)
    assert [(f["done"], f["left"]) for f in forecast] == [(6, 2), (6, 2)]
    assert "model calls at most" in run(*arguments, "--limit", "4", "--dry-run").stdout


def test_kills_and_torn_lines_resume_to_the_undisturbed_result(tmp_path: Path, suite: str) -> None:
    arguments = ["--suite", suite, "--policy", "random", "--policy", "expert", "--limit", "40"]
    run(*arguments, "--out", str(tmp_path / "whole"))
    out, rng, kills = tmp_path / "killed", random.Random(4), 0
    for _ in range(6):
        process = subprocess.Popen(
            command(*arguments, "--out", str(out)), env=environment(), stderr=subprocess.DEVNULL
        )
        try:
            process.wait(0.25 + rng.random() * 0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.wait()
        for log in out.rglob("episodes.jsonl"):  # and the machine dies in the middle of a line
            if rng.random() < 0.5 and log.stat().st_size > 100:
                os.truncate(log, log.stat().st_size - rng.randint(1, 60))
    assert kills
    run(*arguments, "--out", str(out))
    assert content(out) == content(tmp_path / "whole")


def test_ctrl_c_twice_keeps_what_is_done(tmp_path: Path) -> None:
    slow = [
        sys.executable, "-c",
        "import sys; sys.argv[0]='agentgym'\n"
        "import tests.engine.guessers, tests.conftest, agentgym\n"
        "agentgym.register('Test/Slow-v0', 'tests.engine.guessers:Slow')\n"
        "from agentgym.cli.main import main; main()",
        "rollout", "Test/Slow-v0", "--policy", "expert", "--out", str(tmp_path), "--concurrency", "2",
    ]  # fmt: skip
    process = subprocess.Popen(slow, env=environment(), stderr=subprocess.PIPE, text=True, cwd=ROOT)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("episodes.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT), said
    done = len(list(read(tmp_path)))
    assert 1 <= done < 9
    again = subprocess.run([*slow, "--json"], env=environment(), capture_output=True, text=True, cwd=ROOT)
    facts = json.loads(again.stdout)
    assert (facts["scored"], facts["resumed"], facts["mean_reward"]) == (9, done, 1.0)


def test_a_full_disk_ends_the_run_with_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=tmp_path / "whole")
    size = (tmp_path / "whole" / "episodes.jsonl").stat().st_size
    out = tmp_path / "out"
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (size // 2, before[1])
    )  # as a disk that fills up: a short write
    try:
        with pytest.raises(LogError, match=r"cannot be written.*the same command again"):
            agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    kept = len(list(read(out)))
    assert 0 < kept < 8
    run = agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=out)
    assert (run.resumed, run.scored) == (kept, 8) and content(out) == content(tmp_path / "whole")


class Flaky(Policy):
    """Fails where it is told to, costs what it is told to."""

    spec = "flaky"

    def __init__(self, *, fails: bool = False, model: str = "gpt-4") -> None:
        self.fails, self.model = fails, model

    async def act(self, request: Request, view: View) -> Completion:
        if self.fails and request.task_id.endswith(("1", "2")):
            raise PolicyError("the server said 400")
        usage = Usage(prompt_tokens=1000, completion_tokens=100)
        return Completion(text="ACTION: guess[1]", model=self.model, usage=usage)


def test_failures_are_apart_and_run_again_on_request(tmp_path: Path) -> None:
    agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")
    (tmp_path / "guess.toml").write_text('name = "guess"\n[[tasks]]\nenv = "Test/Guess-v0"\nweight = 50.0\n')
    suite, out = suites.load(str(tmp_path / "guess.toml")), tmp_path / "out"

    def play(policy: Policy, retry: bool = False) -> Any:
        return agentgym.rollout("Test/Guess-v0", policy, out=out, retry_errors=retry)

    first = play(Flaky(fails=True))
    assert (first.scored, first.failed) == (7, 2)
    assert (play(Flaky()).failed, len(index(out))) == (
        2,
        9,
    )  # nothing failed is taken for done, nor run unasked
    again = play(Flaky(), retry=True)
    assert (again.scored, again.failed, again.played) == (9, 0, 2)
    with pytest.raises(OptionError, match="named twice"):
        runner.evaluate(suite, ["expert", "expert"], out, runner.Options())


def test_failures_make_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('name = "s"\n[[tasks]]\nenv = "AgentTune/ALFWorld-v0"\n')
    arguments = [
        "--suite",
        str(tmp_path / "s.toml"),
        "--policy",
        "openai:none?base_url=http://127.0.0.1:9/v1",
        "--limit",
        "1",
    ]
    # Nothing listens there: three tries, then a failure that is counted apart.
    done = run(*arguments, "--out", str(tmp_path / "o"), "--json", code=1)
    cell = json.loads(done.stdout)["rows"][0]["cells"][0]
    assert (cell["failed"], cell["episodes"], cell["score"]) == (1, 0, None)
    run(*arguments, "--out", str(tmp_path / "o"), "--max-failures", "1.0")


@pytest.mark.parametrize(
    ("bound", "played", "told"),
    [
        ({"max_tokens": 2500}, range(1, 4), "2,500 tokens is spent"),
        ({"max_cost": 0.05}, range(1, 3), r"\$0.05 is spent"),
        ({"max_seconds": 1e-6}, range(1), "time of 1e-06 s is over"),
    ],
)
def test_budgets_stop_cleanly_and_a_larger_one_goes_on(
    tmp_path: Path, bound: dict[str, Any], played: range, told: str
) -> None:
    prices = Prices({"gpt-4": Price(prompt=30.0, completion=60.0)})  # $0.036 an answer
    agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")

    def play(budget: Budget | None) -> Any:
        return agentgym.rollout("Test/Guess-v0", Flaky(), out=tmp_path, concurrency=1, observer=budget)

    run = play(Budget(prices=prices, **bound))
    assert run.scored in played and not run.complete
    assert re.search(told, run.stopped)
    assert play(None).scored == 9


def test_what_is_under_way_is_finished_when_a_budget_is_spent(tmp_path: Path) -> None:
    agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")
    run = agentgym.rollout(
        "Test/Guess-v0", Flaky(), out=tmp_path, concurrency=4, observer=Budget(max_tokens=1)
    )
    assert 1 <= run.scored <= 4 and run.failed == 0


def test_a_cost_budget_needs_a_price() -> None:
    agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")
    run = agentgym.rollout(
        "Test/Guess-v0", Flaky(model="unheard-of"), concurrency=1, observer=Budget(max_cost=1.0)
    )
    assert "'unheard-of' has no price" in run.stopped and run.scored == 1
    with pytest.raises(OptionError, match="max_cost must be positive"):
        Budget(max_cost=0)


def test_budgets_on_the_command_line_say_what_is_left(tmp_path: Path, suite: str) -> None:
    arguments = ["--suite", suite, "--policy", "random", "--limit", "9", "--out", str(tmp_path / "o")]
    done = run(*arguments, "--max-time", "0.000001", code=3)
    assert "are left" in done.stderr and "larger budget" in done.stderr
    assert "9" in run(*arguments).stdout


def test_the_table_compares_and_shows_the_paper(tmp_path: Path, suite: str) -> None:
    done = run(
        "--suite",
        suite,
        "--policy",
        "expert",
        "--policy",
        "random",
        "--limit",
        "8",
        "--out",
        str(tmp_path / "o"),
        "--paper",
    )
    for text in ("100.0 ± 0.0", "GPT-4 (paper)", "exact McNemar", "agentgym view", "p (Holm)"):
        assert text in done.stdout, text


class Counting(Policy):
    """Says nothing of use, and counts how often it is opened and closed."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def open(self) -> None:
        self.calls.append("open")

    async def close(self) -> None:
        self.calls.append("close")

    async def act(self, request: Request, view: View) -> Completion:
        self.calls.append(request.env_id)
        return Completion(text="ACTION: look")


def test_a_policy_is_opened_once_for_the_whole_suite(
    tmp_path: Path, suite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = Counting()
    monkeypatch.setattr(runner.registry, "make_policy", lambda spec: policy if spec == "counting" else spec)
    runner.evaluate(suites.load(suite), ["counting"], tmp_path / "out", runner.Options(limit=2))
    assert policy.calls[0] == "open"
    assert policy.calls[-1] == "close"
    assert policy.calls.count("open") == policy.calls.count("close") == 1
    assert {"AgentTune/ALFWorld-v0", "AgentTune/WebShop-v0"} <= set(policy.calls)
    again = Counting()
    monkeypatch.setattr(runner.registry, "make_policy", lambda spec: again if spec == "counting" else spec)
    runner.evaluate(suites.load(suite), ["counting"], tmp_path / "out", runner.Options(limit=2))
    assert again.calls == [], "nothing is left to do, so nothing is opened"


def test_what_cannot_run_here_is_said_and_fails_unless_it_may_be_left_out(
    tmp_path: Path, suite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from agentgym.cli import eval_
    from agentgym.environments.webshop.env import WebShopEnv

    monkeypatch.setattr(
        WebShopEnv, "unavailable", classmethod(lambda cls, env_args: "no shop answers: open one.")
    )
    with pytest.raises(UnavailableError, match=r"AgentTune/WebShop-v0 cannot run here: no shop answers"):
        agentgym.rollout("webshop", "expert", tasks=1)
    out = tmp_path / "out"
    arguments = ["--suite", suite, "--policy", "expert", "--limit", "2", "--out", str(out)]
    done = CliRunner().invoke(eval_.command, arguments)
    assert done.exit_code == 1, done.output
    assert "WebShop-v0 cannot run here, passed over: no shop answers: open one." in done.output
    assert not (out / "expert" / "WebShop-v0").exists()
    assert len(list(read(out / "expert" / "ALFWorld-v0"))) == 2
    done = CliRunner().invoke(eval_.command, [*arguments, "--available"])
    assert done.exit_code == 0, done.output
