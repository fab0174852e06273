"""A slot: the simulator's calls, and how one fails."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from agentgym.environments.scienceworld.world.machine import Machine
from agentgym.environments.scienceworld.world.slot import Slot
from agentgym.errors import EnvironmentFailure
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

pytestmark = NEEDS_SIMULATOR


def slot() -> Slot:
    machine = Machine()
    assert machine.reserve()
    return Slot(machine)


def test_the_calls() -> None:
    one = slot()
    one.load("boil", 0, "easy")
    assert one.step("look around").startswith("This room is called the hallway")
    assert one.state() == (0, False, 0)
    assert one.step("go to kitchen") == "You move to the kitchen." and one.state()[2] == 1
    assert "kitchen" in one.look() and "inventory" in one.inventory() and "boil" in one.goal()
    assert one.state()[2] == 1, "these take no time"
    assert "open cupboard" in one.valid(own=True)
    gold = one.gold("lifespan-longest-lived", 0, "easy")
    assert len(gold) > 2
    one.load("boil", 0, "easy")
    one.step("look around")
    assert one.state() == (0, False, 0), "a game that is loaded after a gold path knows nothing of it"
    one.close()
    assert not one.machine.alive, "its last slot"
    one.close()


def test_an_error_in_java_breaks_the_slot_alone() -> None:
    one = slot()
    with pytest.raises(EnvironmentFailure, match="The simulator failed"):
        one.load("boil", 0, 5)  # type: ignore[arg-type]
    assert one.machine.alive and not one.alive
    one.close()


def test_a_killed_machine_fails_all_its_slots() -> None:
    one = slot()
    assert one.machine.reserve()
    other = Slot(one.machine)
    one.load("boil", 0, "easy")
    os.kill(one.machine.pid, signal.SIGKILL)
    for each in (one, other):
        with pytest.raises(EnvironmentFailure, match="gone in the middle"):
            each.step("look around")
        assert not each.alive
    with pytest.raises(EnvironmentFailure, match="failed before"):
        one.step("look around")
    one.close()
    other.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the state of a process is read from /proc")
def test_a_hanging_machine_is_given_up() -> None:
    one = slot()
    for connection in one._gateway._gateway_client.deque:
        connection.socket.settimeout(1.0)
    os.kill(one.machine.pid, signal.SIGSTOP)
    while Path(f"/proc/{one.machine.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.05)
    with pytest.raises(EnvironmentFailure, match="did not answer"):
        one.look()
    assert not one.machine.alive
