"""A Java machine: its end, its memory, what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agentgym.environments.scienceworld.world import machine as module
from agentgym.environments.scienceworld.world.machine import SLOTS, Machine, resident_mib
from agentgym.errors import EnvironmentFailure
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

pytestmark = NEEDS_SIMULATOR


def gone(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_it_starts_and_ends_with_everything() -> None:
    machine = Machine()
    folder = machine._process.folder
    assert machine.alive and (folder / "object_type_ids.tsv").exists() and resident_mib(machine.pid) > 20
    machine.end()
    assert not machine.alive and gone(machine.pid) and not folder.exists()
    assert not machine.reserve() and not machine.lend()


def test_places_are_counted() -> None:
    machine = Machine()
    assert [machine.reserve() for _ in range(SLOTS + 1)] == [True] * SLOTS + [False]
    for _ in range(SLOTS):
        assert machine.alive
        machine.leave()
    assert not machine.alive, "without slots there is nothing to run for"


def test_a_machine_that_has_grown_ends_when_its_games_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine()
    assert machine.reserve() and machine.lend() and machine.lend()
    monkeypatch.setattr(module, "GROWN", -(10**6))
    machine.take_back()
    assert machine.alive and machine.retiring and not machine.lend() and not machine.reserve()
    machine.take_back()
    assert not machine.alive


def test_others_cannot_use_its_gateway() -> None:
    from py4j.java_gateway import GatewayParameters, JavaGateway
    from py4j.protocol import Py4JError

    machine = Machine()
    stranger = JavaGateway(gateway_parameters=GatewayParameters(port=machine.port))
    with pytest.raises(Py4JError):
        stranger.jvm.java.lang.System.getProperty("user.name")
    machine.end()


def test_what_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho this is no java\n")
    broken.chmod(0o755)
    monkeypatch.setenv("AGENTGYM_JAVA", str(broken))
    with pytest.raises(EnvironmentFailure, match="this is no java"):
        Machine()


def test_options_of_the_user_do_not_break_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx32m")
    machine = Machine()
    assert machine.alive
    machine.end()


@pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")
def test_nothing_is_left_behind_when_its_owner_is_killed() -> None:
    code = (
        "import time\n"
        "from agentgym.environments.scienceworld.world.game import Game\n"
        "game = Game('boil', 0, 'easy', order='own'); m = game.slot.machine\n"
        "print(m.pid, m._process.guard_pid, m._process.folder, flush=True); time.sleep(300)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid, guard, folder = owner.stdout.readline().split()
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    assert gone(int(pid)) and gone(int(guard)) and not Path(folder).exists()
