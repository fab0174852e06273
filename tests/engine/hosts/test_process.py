"""Environments in processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import agentgym
from agentgym.engine import Limits
from tests.engine.playing import GUESS, content


@pytest.mark.parametrize("kind", ["Thread", "Process"])
def test_threads_and_processes_give_the_same_episodes(tmp_path: Path, kind: str) -> None:
    agentgym.register(f"Test/{kind}Guess-v0", f"tests.engine.guessers:{kind}Guess")
    agentgym.rollout(GUESS, "random", out=tmp_path / "inline")
    agentgym.rollout(f"Test/{kind}Guess-v0", "random", out=tmp_path / kind, concurrency=4)
    inline, other = content(tmp_path / "inline"), content(tmp_path / kind)
    assert sorted(e[1:] for e in inline) == sorted(e[1:] for e in other)


def test_a_dead_worker_process_fails_its_episode_only() -> None:
    agentgym.register("Test/Dies-v0", "tests.engine.guessers:Dies")
    run = agentgym.rollout("Test/Dies-v0", "expert", tasks=3, limits=Limits(environment_retries=0))
    assert (run.played, run.failed) == (2, 1)
    assert "process died" in next(e for e in run if e.status.is_failure).failure.message  # type: ignore[union-attr]


def test_an_error_that_cannot_be_pickled_keeps_its_kind_and_its_text() -> None:
    agentgym.register("Test/Unpicklable-v0", "tests.engine.guessers:Unpicklable")
    limits = Limits(environment_retries=0)
    run = agentgym.rollout("Test/Unpicklable-v0", "expert", tasks=2, concurrency=1, limits=limits)
    assert [e.status for e in run] == ["sandbox_error"] * 2
    assert [e.failure.message for e in run] == ["Strange: the machine is gone"] * 2  # type: ignore[union-attr]


def test_the_child_closes_its_environment_before_it_ends(tmp_path: Path) -> None:
    agentgym.register("Test/Tidy-v0", "tests.engine.guessers:Tidy")
    agentgym.rollout("Test/Tidy-v0", "expert", tasks=1, mark=str(tmp_path / "closed"))
    elsewhere = {int(f.name.partition("-")[2]) for f in tmp_path.iterdir()} - {os.getpid()}
    assert len(elsewhere) == 1
