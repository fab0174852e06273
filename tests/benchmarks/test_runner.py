"""The runner, as people run it: resume, kills, budgets, errors that are no zeros."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.benchmarks import runner, shipped
from agentgym.engine import RunSpec
from agentgym.errors import OptionError, UnavailableError, UnknownNameError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.report import suite as suites
from agentgym.trajectory import index, read
from tests.cli.running import environment, process, small_suite
from tests.engine.spending import Flaky

GUESSES = 'name = "guess"\n[[environments]]\nenv = "Test/Guess-v0"\nweight = 50.0\n'
TEMPLATE = RunSpec(env_id="")


def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    return process("eval", *arguments, code=code)


@pytest.fixture
def suite(tmp_path: Path) -> str:
    return small_suite(tmp_path)


def content(folder: Path) -> list[tuple[Any, ...]]:
    return sorted((e.key, e.status, e.reward, tuple(s.output for s in e.steps)) for e in read(folder))


def test_a_suite_of_ones_own_by_path(tmp_path: Path, suite: str) -> None:
    out = tmp_path / "out"
    done = run("--suite", suite, "--policy", "expert", "--tasks", "20", "--out", str(out), "--json")
    row = json.loads(done.stdout)["rows"][0]
    assert {c["env"]: c["episodes"] for c in row["cells"]} == {
        "AgentTune/ALFWorld-v0": 20,
        "AgentTune/WebShop-v0": 15,
    }
    assert row["overall"] == pytest.approx((100 / 20 + 100 / 28) / 2)
    assert {e.env_args.get("observation_mode") for e in read(out / "expert" / "WebShop-v0")} == {"text_rich"}
    assert suites.recall(out) == shipped.suite(suite)


def test_a_smaller_table_leaves_the_other_episodes_out(tmp_path: Path, suite: str) -> None:
    out = str(tmp_path / "out")
    run("--suite", suite, "--policy", "random", "--tasks", "5", "--out", out)
    done = run("--suite", suite, "--policy", "random", "--tasks", "2", "--out", out, "--json")
    assert [c["episodes"] for c in json.loads(done.stdout)["rows"][0]["cells"]] == [2, 2]


def test_a_dry_run_counts_and_plays_nothing(tmp_path: Path, suite: str) -> None:
    out = tmp_path / "out"
    arguments = ["--suite", suite, "--policy", "random", "--out", str(out), "--repeats", "2"]
    forecast = json.loads(run(*arguments, "--tasks", "4", "--dry-run", "--json").stdout)
    assert [(f["episodes"], f["left"]) for f in forecast] == [(8, 8), (8, 8)]
    assert forecast[0]["calls"] == 8 * 35 and not out.exists()
    run(*arguments, "--tasks", "3")
    forecast = json.loads(run(*arguments, "--tasks", "4", "--dry-run", "--json").stdout)
    assert [(f["done"], f["left"]) for f in forecast] == [(6, 2), (6, 2)]
    assert "model calls at most" in run(*arguments, "--tasks", "4", "--dry-run").stdout


def test_a_forecast_is_what_is_played(tmp_path: Path) -> None:
    (tmp_path / "guess.toml").write_text(GUESSES)
    suite, out = shipped.suite(str(tmp_path / "guess.toml")), tmp_path / "out"
    known = [e.env for e in suite.environments]
    for fails, retry, expected in ((True, False, 9), (False, False, 0), (False, True, 2)):
        template = RunSpec(env_id="", retry_errors=retry)
        policy = Flaky(fails=fails)
        (before,) = runner.forecast(suite, [policy], out, template)
        runs = runner.evaluate(suite, [policy], out, template)
        played = runs[known[0], "flaky"]
        fresh = played.played + (played.failed if fails else 0)
        assert before.left == fresh == expected, (fails, retry)


def test_kills_and_torn_lines_resume_to_the_undisturbed_result(tmp_path: Path, suite: str) -> None:
    arguments = ["--suite", suite, "--policy", "random", "--policy", "expert", "--tasks", "40"]
    run(*arguments, "--out", str(tmp_path / "whole"))
    out, rng, kills = tmp_path / "killed", random.Random(4), 0
    command = [sys.executable, "-m", "agentgym.cli.main", "eval", *arguments, "--out", str(out)]
    for _ in range(6):
        started = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL)
        try:
            started.wait(0.25 + rng.random() * 0.5)
        except subprocess.TimeoutExpired:
            started.kill()
            kills += 1
        started.wait()
        for log in out.rglob("episodes.jsonl"):  # and the machine dies in the middle of a line
            if rng.random() < 0.5 and log.stat().st_size > 100:
                os.truncate(log, log.stat().st_size - rng.randint(1, 60))
    assert kills
    run(*arguments, "--out", str(out))
    assert content(out) == content(tmp_path / "whole")


def test_failures_are_apart_and_run_again_on_request(tmp_path: Path) -> None:
    (tmp_path / "guess.toml").write_text(GUESSES)
    suite, out = shipped.suite(str(tmp_path / "guess.toml")), tmp_path / "out"

    def play(policy: Policy, retry: bool = False) -> Any:
        return agentgym.rollout("Test/Guess-v0", policy, out=out, retry_errors=retry)

    first = play(Flaky(fails=True))
    assert (first.scored, first.failed) == (7, 2)
    # Nothing failed is taken for done, nor run unasked.
    assert (play(Flaky()).failed, len(index(out))) == (2, 9)
    again = play(Flaky(), retry=True)
    assert (again.scored, again.failed, again.played) == (9, 0, 2)
    with pytest.raises(OptionError, match="named twice"):
        runner.evaluate(suite, ["expert", "expert"], out, TEMPLATE)


def test_a_policy_is_the_same_wherever_its_server_is(tmp_path: Path) -> None:
    here, there = (f"openai:m?base_url=http://127.0.0.1:{port}/v1" for port in (8001, 8002))
    with pytest.raises(OptionError, match="named twice: openai:m, openai:m"):
        runner.make_policies([here, there])
    warm, cold = runner.make_policies([here, f"{there}&temperature=0"])
    folders = [runner.run_folder(tmp_path, runner.name_of(p), "AgentTune/KG-v0") for p in (warm, cold)]
    assert folders == [tmp_path / "openai_m" / "KG-v0", tmp_path / "openai_m_temperature=0" / "KG-v0"]


def test_failures_make_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('name = "s"\n[[environments]]\nenv = "AgentTune/ALFWorld-v0"\n')
    nowhere = "openai:none?base_url=http://127.0.0.1:9/v1&attempts=2"
    arguments = ["--suite", str(tmp_path / "s.toml"), "--policy", nowhere, "--tasks", "1"]
    # Nothing listens there: two attempts, then a failure that is counted apart.
    done = run(*arguments, "--out", str(tmp_path / "o"), "--json", code=1)
    cell = json.loads(done.stdout)["rows"][0]["cells"][0]
    assert (cell["failed"], cell["episodes"], cell["score"]) == (1, 0, None)
    run(*arguments, "--out", str(tmp_path / "o"), "--max-failures", "1.0")


def test_budgets_on_the_command_line_say_what_is_left(tmp_path: Path, suite: str) -> None:
    arguments = ["--suite", suite, "--policy", "random", "--tasks", "9", "--out", str(tmp_path / "o")]
    done = run(*arguments, "--max-time", "0.000001", code=3)
    assert "are left" in done.stderr and "larger budget" in done.stderr
    assert "9" in run(*arguments).stdout


def test_the_table_compares_and_shows_the_paper(tmp_path: Path, suite: str) -> None:
    done = run(
        "--suite", suite, "--policy", "expert", "--policy", "random", "--tasks", "8", "--out", str(tmp_path / "o"),
        "--paper",
    )  # fmt: skip
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


def test_a_policy_is_opened_once_for_the_whole_suite(tmp_path: Path, suite: str) -> None:
    policy, template = Counting(), RunSpec(env_id="", tasks=2)
    runner.evaluate(shipped.suite(suite), [policy], tmp_path / "out", template)
    assert policy.calls[0] == "open"
    assert policy.calls[-1] == "close"
    assert policy.calls.count("open") == policy.calls.count("close") == 1
    assert {"AgentTune/ALFWorld-v0", "AgentTune/WebShop-v0"} <= set(policy.calls)
    again = Counting()
    runner.evaluate(shipped.suite(suite), [again], tmp_path / "out", template)
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
    arguments = ["--suite", suite, "--policy", "expert", "--tasks", "2", "--out", str(out)]
    done = CliRunner().invoke(eval_.command, arguments)
    assert done.exit_code == 1, done.output
    assert "WebShop-v0 cannot run here, passed over: no shop answers: open one." in done.output
    assert not (out / "expert" / "WebShop-v0").exists()
    assert len(list(read(out / "expert" / "ALFWorld-v0"))) == 2
    done = CliRunner().invoke(eval_.command, [*arguments, "--available"])
    assert done.exit_code == 0, done.output


def test_the_template_goes_before_the_suite(suite: str) -> None:
    template = RunSpec(env_id="", env_args={"split": "dev", "observation_mode": "html"}, tasks=20, seed=7)
    household, shop = runner.runs(shipped.suite(suite), template)
    assert (household.env_id, household.tasks, household.seed) == ("AgentTune/ALFWorld-v0", 20, 7)
    assert (shop.env_id, shop.tasks) == ("AgentTune/WebShop-v0", 15), "of two numbers the smaller one holds"
    assert shop.env_args == {"observation_mode": "html", "split": "dev"}
    assert household.env_args == {"split": "dev"}, "an argument goes to those that take it"
    with pytest.raises(
        UnknownNameError, match=r"argument of the suite small 'observation_mod'.*Did you mean"
    ):
        runner.runs(shipped.suite(suite), RunSpec(env_id="", env_args={"observation_mod": "html"}))
    household, shop = runner.runs(shipped.suite(suite), TEMPLATE)
    assert (household.tasks, shop.tasks) == (None, 15)
    assert shop.env_args == {"observation_mode": "text_rich", "split": "test"}


def test_named_tasks_are_played_where_they_are(suite: str) -> None:
    chosen = shipped.suite(suite)
    (shop,) = runner.runs(chosen, RunSpec(env_id="", tasks=["test-0009", "test-0002"]))
    assert (shop.env_id, shop.tasks) == ("AgentTune/WebShop-v0", ["test-0009", "test-0002"])
    with pytest.raises(UnknownNameError, match=r"task of the suite small 'test-00099'"):
        runner.runs(chosen, RunSpec(env_id="", tasks=["test-00099"]))
