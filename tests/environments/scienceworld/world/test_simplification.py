"""Simplifications are checked before the simulator is asked."""

from __future__ import annotations

import pytest

from agentgym.environments.scienceworld.world.simplification import check, normal
from agentgym.errors import OptionError, UnknownNameError


def test_names_are_known() -> None:
    assert normal(" teleportAction, openDoors ") == "teleportAction,openDoors"
    assert normal("") == ""
    with pytest.raises(UnknownNameError, match="openDoors"):
        normal("openDoor")


def test_electrical_tasks_keep_their_actions() -> None:
    check("boil", "noElectricalAction")
    check("power-component", "easy")
    with pytest.raises(OptionError, match="electrical"):
        check("test-conductivity", "openDoors,noElectricalAction")
