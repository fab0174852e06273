"""Which backend is chosen, and what is said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.errors import SandboxError, UnknownNameError
from agentgym.sandbox import (
    Spec,
    backends,
    bubblewrap_backend,
    engine,
    images,
    start,
)
from tests.sandbox.machines import need

ROOT = Path(__file__).parents[2]
_NO_ENGINE = {"DOCKER_HOST": "unix:///nowhere/docker.sock"}


def _python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
    )


def test_unknown_backends_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'docker'"):
        start(Spec(), "dokcer")


def test_without_an_engine_bubblewrap_is_taken_and_said_once() -> None:
    need("bubblewrap")
    script = """
from agentgym.sandbox import Spec, start
for _ in range(2):
    with start(Spec()) as machine:
        print(machine.backend, machine.run("echo on").output)
"""
    done = _python(script, **_NO_ENGINE)
    assert done.stdout.split() == ["bubblewrap", "on"] * 2
    assert done.stderr.count("No Docker engine answers") == 1


def test_with_an_engine_docker_is_taken_silently() -> None:
    need("docker")
    images.ensure(engine.connect(), "os")
    done = _python("from agentgym.sandbox import Spec, start\nwith start(Spec()) as m: print(m.backend)")
    assert (done.stdout, done.stderr) == ("docker\n", "")


def test_bubblewrap_is_not_taken_where_docker_was_asked_for() -> None:
    done = _python("from agentgym.sandbox import Spec, start\nstart(Spec(), 'docker')", **_NO_ENGINE)
    assert done.returncode != 0
    assert (
        "No Docker engine answers at unix:///nowhere/docker.sock" in done.stderr or "docker-py" in done.stderr
    )


def test_with_neither_the_error_names_both_ways() -> None:
    done = _python(
        "from agentgym.sandbox import Spec, start\nstart(Spec())",
        AGENTGYM_ROOTFS="/nowhere/rootfs",
        **_NO_ENGINE,
    )
    assert "SandboxError" in done.stderr
    for part in ("never run outside", "apt-get install docker.io", "DOCKER_HOST", "Or bubblewrap:"):
        assert part in done.stderr


def test_the_choice_is_cached_only_for_what_was_asked() -> None:
    need("docker")
    assert backends.choose("docker") == "docker" and backends.choose("bubblewrap") == "bubblewrap"
    assert backends.choose() == "docker"


def test_what_auto_means_is_resolved_and_stays_where_there_is_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def engines(*answers: bool) -> None:
        found = iter(answers)

        def connect() -> None:
            if not next(found):
                raise SandboxError("No Docker engine answers at all.")

        monkeypatch.setattr(engine, "connect", connect)
        backends.choose.cache_clear()

    try:
        monkeypatch.setattr(bubblewrap_backend, "missing", lambda: "")
        engines(True)
        assert backends.resolved() == "docker"
        engines(False)
        assert (backends.resolved(), backends.resolved("docker")) == ("bubblewrap", "docker")
        monkeypatch.setattr(bubblewrap_backend, "missing", lambda: "there is none")
        engines(False, False)
        assert backends.resolved() == "auto" and "Or bubblewrap: there is none" in backends.unavailable()
    finally:
        backends.choose.cache_clear()
