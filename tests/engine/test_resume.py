"""Killed and interrupted runs go on to the undisturbed result."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import agentgym
from agentgym.trajectory import read
from tests.engine.playing import content


def test_ctrl_c_ends_cleanly(run_folder: Path) -> None:
    command = [sys.executable, "-m", "agentgym.cli.main", "rollout", "alfworld", "--policy", "mock"]
    command += ["--split", "train", "--repeats", "200", "--out", str(run_folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    _wait_for_episodes(run_folder, 5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130 and "goes on where this one stopped" in said
    assert all(e.reward is not None for e in read(run_folder))


def test_twenty_kills_resume_to_the_undisturbed_result(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    arguments = {"split": "train", "repeats": 4, "tasks": 300, "seed": 3}
    agentgym.rollout("AgentTune/ALFWorld-v0", "random", out=undisturbed, **arguments)
    program = (
        "import sys, agentgym\n"
        "agentgym.rollout('AgentTune/ALFWorld-v0', 'random', out=sys.argv[1], "
        "split='train', repeats=4, tasks=300, seed=3)"
    )
    rng, kills = random.Random(1), 0
    while kills < 20:
        before = _size(killed)
        process = subprocess.Popen([sys.executable, "-c", program, str(killed)])
        while _size(killed) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.uniform(0.0, 0.05))
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        kills += 1
    assert kills == 20, "the run was over before it was killed often enough: make it longer"
    with (killed / "episodes.jsonl").open("ab") as file:
        file.write(b'{"env_id": "torn')
    with pytest.warns(UserWarning, match="torn line"):
        agentgym.rollout("AgentTune/ALFWorld-v0", "random", out=killed, **arguments)
        assert content(killed) == content(undisturbed)
    assert len(list(read(killed))) == 1200, "no episode twice"


def _size(folder: Path) -> int:
    log = folder / "episodes.jsonl"
    return log.stat().st_size if log.exists() else 0


def _wait_for_episodes(folder: Path, count: int) -> None:
    for _ in range(3000):
        if (folder / "episodes.jsonl").exists() and (folder / "episodes.jsonl").read_bytes().count(
            b"\n"
        ) >= count:
            return
        time.sleep(0.01)
    raise AssertionError("the run wrote nothing within 30 s")
