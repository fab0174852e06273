"""Simplifications of the simulator, checked before it is asked: it takes any text."""

from __future__ import annotations

from agentgym.arguments import known
from agentgym.errors import OptionError

EASY = "easy"
NAMES = (
    "teleportAction",
    "selfWateringFlowerPots",
    "openContainers",
    "openDoors",
    "noElectricalAction",
    EASY,
)
_ELECTRICAL = ("power-component", "conductivity")


def normal(simplification: str) -> str:
    """Return simplifications without blanks.

    Raises:
        UnknownNameError: one that the simulator does not know.
    """
    names = [name.strip() for name in simplification.split(",") if name.strip()]
    return ",".join(known("simplification of ScienceWorld", name, NAMES) for name in names)


def check(task: str, simplification: str) -> None:
    """See that a task can be played with simplifications.

    Raises:
        OptionError: electrical actions are taken away from a task that needs them.
    """
    if "noElectricalAction" in simplification and any(word in task for word in _ELECTRICAL):
        raise OptionError(
            f"{task} needs electrical actions: play it without the simplification noElectricalAction."
        )
