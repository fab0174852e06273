"""Nothing stays behind: owners that are killed, containers that are killed, expiry, sweeping, cleaning."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import SandboxError
from agentgym.processes import owner
from agentgym.sandbox import Spec, engine, start
from agentgym.sandbox.docker_backend import DockerSandbox
from tests.sandbox.machines import need

ROOT = Path(__file__).parents[2]
SECONDS = str(800_000 + os.getpid())
"""A sleep that no other run of these tests on this machine has."""

# Starts as many sandboxes as it is told, prints their containers, and waits to be killed.
_RUN = """
import sys
from concurrent.futures import ThreadPoolExecutor
from agentgym.sandbox import Spec, start
with ThreadPoolExecutor(4) as threads:
    machines = list(threads.map(lambda _: start(Spec(), "docker"), range(int(sys.argv[1]))))
for machine in machines:
    machine.run("sleep 1000 &")
print(*(machine.container for machine in machines), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A label of this test's own, so that runs beside it are left alone."""
    need("docker")
    name = f"agentgym-test-{uuid.uuid4().hex[:8]}"
    for key, value in {
        "LABEL": name,
        "OWNER": f"{name}.owner",
        "HOST": f"{name}.host",
        "RUN": f"{name}.run",
    }.items():
        monkeypatch.setattr(engine, key, value)
    yield name
    engine.sweep(everything=True)


def _python(label: str, *argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *argv], cwd=ROOT, env={**os.environ, "AGENTGYM_LABEL": label}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _running(label: str) -> set[str]:
    return {container["Id"] for container in engine.containers()}


def _wait(condition: Any, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def test_kill_9_of_a_run_with_eight_containers_leaves_nothing(label: str) -> None:
    run = _python(label, "-c", _RUN, "8")
    assert run.stdout is not None
    old = set(run.stdout.readline().split())
    assert len(old) == 8 and old <= _running(label)
    # Three cannot notice that their owner is gone, so that the sweep has something to do.
    frozen = sorted(old)[:3]
    for container in frozen:
        engine.connect().pause(container)
    assert not any(map(engine.orphaned, engine.containers()))
    run.kill()
    run.wait()
    assert _wait(lambda: _running(label) == set(frozen)), "those that could notice have ended by themselves"
    assert all(map(engine.orphaned, engine.containers()))

    following = _python(label, "-c", _RUN, "1")
    assert following.stdout is not None
    new = set(following.stdout.readline().split())
    try:
        assert _running(label) == new, "the next start has swept the others"
    finally:
        following.kill()
        following.wait()
    assert _wait(lambda: not _running(label))


def test_a_sweep_leaves_what_is_alive_and_what_is_not_ours(label: str) -> None:
    api = engine.connect()
    from agentgym.sandbox import images

    image = images.ensure(api, "os")
    host = api.create_host_config(network_mode="none", auto_remove=True)
    stranger = api.create_container(
        image, ["sleep", "100"], labels={label: "somebody's own"}, host_config=host
    )["Id"]
    try:
        with start(Spec(), "docker") as alive:
            assert isinstance(alive, DockerSandbox)
            marks = {**engine.labels("sandbox"), engine.OWNER: "999999999-1"}
            orphan = api.create_container(image, ["sleep", "100"], labels=marks, host_config=host)["Id"]
            elsewhere = {**marks, engine.HOST: "another machine"}
            distant = api.create_container(image, ["sleep", "100"], labels=elsewhere, host_config=host)["Id"]
            assert _running(label) == {alive.container, orphan, distant}
            assert engine.sweep() == 1
            assert _running(label) == {alive.container, distant}
            assert alive.run("echo on").output == "on\n"
            assert engine.sweep(everything=True) == 2
            assert _running(label) == set()
            with pytest.raises(SandboxError):
                alive.run("echo on")
        assert api.inspect_container(stranger)["Id"] == stranger
    finally:
        api.remove_container(stranger, force=True)


def test_clean_removes_all_of_ours(label: str, tmp_path: Path) -> None:
    run = _python(label, "-c", _RUN, "2")
    assert run.stdout is not None
    run.stdout.readline()
    environment = {**os.environ, "AGENTGYM_LABEL": label, "AGENTGYM_CACHE": str(tmp_path / "none")}
    command = [sys.executable, "-m", "agentgym.cli.main", "clean"]
    try:
        told = subprocess.run(
            [*command, "--dry-run"], env=environment, cwd=ROOT, capture_output=True, text=True
        )
        assert "Would remove 2 containers, 0 of them of dead runs." in told.stdout
        assert len(_running(label)) == 2
        told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        assert "Removed 2 containers." in told.stdout
        assert _running(label) == set()
    finally:
        run.kill()
        run.wait()


def test_a_sandbox_expires(label: str) -> None:
    sandbox = start(Spec(lifetime=1.0), "docker")
    assert sandbox.run("echo on").output == "on\n"
    assert _wait(lambda: not _running(label), 15)
    with pytest.raises(SandboxError):
        sandbox.run("echo on")
    assert not sandbox.alive


@pytest.mark.parametrize("moment", ["between commands", "during one"])
def test_a_container_that_is_killed_is_a_sandbox_error(label: str, moment: str) -> None:
    sandbox = start(Spec(), "docker")
    assert isinstance(sandbox, DockerSandbox)
    container = sandbox.container
    if moment == "during one":
        killer = subprocess.Popen(["sh", "-c", f"sleep 0.5; docker kill {container} >/dev/null"])
    else:
        engine.connect().kill(container)
        killer = None
    with pytest.raises(SandboxError):
        sandbox.run("sleep 60", seconds=60)
    if killer is not None:
        killer.wait()
    assert not sandbox.alive
    assert _wait(lambda: not _running(label))


def test_bubblewrap_leaves_no_process_and_no_folder_when_its_owner_is_killed() -> None:
    need("bubblewrap")
    script = """
import sys
from agentgym.sandbox import Spec, start
machine = start(Spec(), "bubblewrap")
machine.run("setsid -f sleep " + sys.argv[1])
print(machine._place, flush=True)
sys.stdin.read()
"""
    run = _python("agentgym", "-c", script, SECONDS)
    assert run.stdout is not None
    place = Path(run.stdout.readline().strip())
    assert place.is_dir() and _sleepers() == 1
    run.kill()
    run.wait()
    assert _wait(lambda: _sleepers() == 0)
    owner.sweep_places()
    assert not place.exists()


def _sleepers() -> int:
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return sum(row.strip() == f"sleep {SECONDS}" for row in listing.splitlines())
