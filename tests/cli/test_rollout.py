"""``agentgym rollout``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from agentgym.trajectory import read
from tests.cli.running import ROOT, agentgym, as_json, environment


def test_a_rollout_takes_the_same_arguments_as_make(tmp_path: Path) -> None:
    facts = as_json(
        "rollout", "webshop", "--policy", "expert", "--tasks", "2", "--split", "dev", "--profile", "original",
        "--action-format", "tools", "--max-steps", "20", "-E", "observation_mode=html", "--out", str(tmp_path / "r"),
    )  # fmt: skip
    assert facts["mean_reward"] == 1.0
    wanted = {"split": "dev", "profile": "original", "max_steps": 20, "observation_mode": "html"}
    for one in read(tmp_path / "r"):
        assert {name: one.env_args[name] for name in wanted} == wanted


def test_tasks_are_a_count_ids_or_a_file_of_them(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("test-0001\n\n test-0003 \n")
    for name, tasks, expected in (
        ("count", "2", {"test-0000", "test-0001"}),
        ("ids", "test-0005,test-0002", {"test-0005", "test-0002"}),
        ("file", str(tmp_path / "ids.txt"), {"test-0001", "test-0003"}),
    ):
        agentgym("rollout", "webshop", "--policy", "expert", "--tasks", tasks, "--out", str(tmp_path / name))
        assert {e.task_id for e in read(tmp_path / name)} == expected, name


def test_a_spent_budget_and_an_episodes_limit(tmp_path: Path) -> None:
    common = ["rollout", "alfworld", "--policy", "mock:look", "--tasks", "3", "--concurrency", "1"]
    told = agentgym(*common, "--max-tokens", "1", "--out", str(tmp_path / "b"), code=3)
    assert "1 of 3 episodes scored" in told
    facts = as_json(*common, "--episode-tokens", "1", "--out", str(tmp_path / "l"))
    assert facts["statuses"] == {"token_limit": 3} and facts["mean_reward"] == 0.0


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
    while not list(tmp_path.glob("episodes.jsonl")) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode in (130, -signal.SIGINT), said
    done = len(list(read(tmp_path)))
    assert 1 <= done < 9
    again = subprocess.run([*slow, "--json"], env=environment(), capture_output=True, text=True, cwd=ROOT)
    facts = json.loads(again.stdout)
    assert (facts["scored"], facts["resumed"], facts["mean_reward"]) == (9, done, 1.0)
