"""Environments in threads."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import agentgym
from tests.engine.playing import ROOT


def test_an_environment_that_hangs_for_ever_does_not_keep_the_process(run_folder: Path) -> None:
    program = (
        "import sys, agentgym; from agentgym.engine import Limits\n"
        "agentgym.register('Test/HangsForEver-v0', 'tests.engine.guessers:HangsForEver')\n"
        "run = agentgym.rollout('Test/HangsForEver-v0', 'expert', tasks=3, out=sys.argv[1],"
        " limits=Limits(step_seconds=0.5, environment_retries=0))\n"
        "print(run.played, run.failed)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(run_folder)], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stdout.split() == ["2", "1"], done.stderr


def test_blocking_environments_do_not_stall_the_loop() -> None:
    agentgym.register("Test/Slow-v0", "tests.engine.guessers:Slow")
    clock = time.perf_counter()
    run = agentgym.rollout("Test/Slow-v0", "expert", concurrency=9)
    assert run.played == 9
    assert time.perf_counter() - clock < 9 * 0.2, "nine steps of 0.2 s ran side by side"
