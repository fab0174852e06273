"""A container that dies during a run is a failure of its own, never a score, and the run goes on."""

from __future__ import annotations

from pathlib import Path

import agentgym
import tests.sandbox.runs_commands as commands
from agentgym.engine import Limits
from agentgym.sandbox import drain
from agentgym.trajectory import read
from tests.sandbox.machines import need


def test_a_dead_container_is_a_sandbox_error_and_the_run_goes_on(run_folder: Path) -> None:
    need("docker")
    commands.Commands.tried.clear()
    try:
        limits = Limits(environment_retries=1, backoff_seconds=0.001)
        run = agentgym.rollout("Test/Commands-v0", "expert", out=run_folder, limits=limits)
        assert (run.played, run.failed, run.mean_reward) == (4, 1, 1.0)
        episodes = {e.task_id: e for e in read(run_folder, failures=True)}
        dead = episodes.pop("test-killed")
        assert (dead.status, dead.reward) == ("sandbox_error", None)
        assert dead.failure is not None and dead.failure.kind == "SandboxError" and dead.failure.attempts == 2
        assert {(e.status, e.reward) for e in episodes.values()} == {("completed", 1.0)}
    finally:
        drain()
