"""Slots are lent, used again, and go to as few machines as hold them."""

from __future__ import annotations

import gc

import pytest

from agentgym.environments.scienceworld.world import machine as module
from agentgym.environments.scienceworld.world.machine import FEW, SLOTS
from agentgym.environments.scienceworld.world.simulators import Simulators
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

pytestmark = NEEDS_SIMULATOR


def test_slots_are_used_again_and_share_machines() -> None:
    simulators = Simulators()
    first, second, third = (simulators.lend() for _ in range(3))
    assert len(simulators.machines) == 2 and first.slot.machine is second.slot.machine
    assert [m.most for m in simulators.machines] == [FEW, SLOTS] == [2, 8], "a small one first"
    again = second.slot
    second.release()
    second.release()
    second = simulators.lend()
    assert second.slot is again
    forgotten = third.slot
    del third
    gc.collect()
    assert list(simulators.abandoned) == [forgotten] and forgotten.machine.busy == 1
    third = simulators.lend()
    assert third.slot is forgotten and not simulators.abandoned
    simulators.close()
    assert not simulators.machines


def test_a_grown_machine_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    simulators = Simulators()
    lease = simulators.lend()
    old = lease.slot.machine
    monkeypatch.setattr(module, "GROWN", -(10**6))
    lease.release()
    assert not old.alive
    monkeypatch.setattr(module, "GROWN", 10**6)
    new = simulators.lend().slot
    assert new.machine is not old and new.alive and simulators.machines == [new.machine]
    simulators.close()
