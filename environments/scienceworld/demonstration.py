"""The solved example: variation 3 of ``use-thermometer`` (of the training split), played on the simulator."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.scienceworld.protocol import ACT, THINK, THOUGHT, cleaned, first_observation

TASK = "use-thermometer-3"
GOAL = (
    "Your task is to measure the temperature of unknown substance B, which is located around the bedroom. First, focus "
    "on the thermometer. Next, focus on the unknown substance B. If the unknown substance B temperature is above -50.0 "
    "degrees celsius, place it in the blue box. If the unknown substance B temperature is below -50.0 degrees celsius, "
    "place it in the orange box. The boxes are located around the bedroom."
)
FIRST = (
    "This outside location is called the outside. Here you see: \n\tthe agent\n\ta substance called air\n\tan axe\n\ta "
    "fire pit (containing nothing)\n\ta fountain (containing nothing)\n\tthe ground\n\ta substance called wood\nYou "
    "also see:\n\tA door to the foundry (that is open)\n\tA door to the greenhouse (that is open)\n\tA door to the "
    "kitchen (that is open)"
)
_KITCHEN = (
    "This room is called the kitchen. In it, you see: \n\tthe agent\n\ta substance called air\n\ta chair. On the chair "
    "is: nothing.\n\ta counter. On the counter is: a bowl (containing a red apple, a banana, an orange, a potato), a "
    "drawer.\n\ta cupboard. The cupboard door is closed. \n\ta freezer. The freezer door is closed. \n\ta fridge. The "
    "fridge door is closed. \n\ta glass jar (containing a substance called sodium chloride)\n\ta lighter\n\ta oven, "
    "which is turned off. The oven door is closed. \n\ta painting\n\ta sink, which is turned off. In the sink is: "
    "nothing.\n\ta substance called soap\n\ta stopwatch, which is deactivated. \n\ta stove, which is turned off. On "
    "the stove is: nothing.\n\ta table. On the table is: a glass cup (containing nothing).\n\ta thermometer, currently "
    "reading a temperature of 10 degrees celsius\nYou also see:\n\tA door to the bathroom (that is open)\n\tA door to "
    "the hallway (that is open)\n\tA door to the outside (that is open)"
)
_BEDROOM = (
    "This room is called the bedroom. In it, you see: \n\tthe agent\n\ta substance called air\n\ta bed. On the bed is: "
    "a mattress. On the mattress is: a white pillow..\n\ta blue box (containing nothing)\n\ta book shelf (containing "
    "nothing)\n\ta closet. The closet door is closed. \n\ta finger painting\n\ta orange box (containing nothing)\n\ta "
    "table. On the table is: nothing.\n\tunknown substance B\nYou also see:\n\tA door to the hallway (that is open)"
)
STEPS: tuple[tuple[str, str, str], ...] = (
    (
        "I need a thermometer first. The kitchen is a likely place, so I go there.",
        "teleport to kitchen",
        "You teleport to the kitchen.",
    ),
    ("", "look around", _KITCHEN),
    (
        "There is a thermometer. I take it along.",
        "pick up thermometer",
        "You move the thermometer to the inventory.",
    ),
    (
        "I have to focus on it before anything else.",
        "focus on thermometer in inventory",
        "You focus on the thermometer.",
    ),
    ("Substance and boxes are in the bedroom.", "teleport to bedroom", "You teleport to the bedroom."),
    ("", "look around", _BEDROOM),
    (
        "The substance and both boxes are here. The second focus is on the substance.",
        "focus on unknown substance B",
        "You focus on the unknown substance B.",
    ),
    (
        "Now I measure its temperature.",
        "use thermometer in inventory on unknown substance B",
        "the thermometer measures a temperature of -31 degrees celsius",
    ),
    (
        "-31 is above -50, so the blue box is right.",
        "move unknown substance B to blue box",
        "You move the unknown substance B to the blue box.",
    ),
)
"""Thought, command, and what it led to."""


def _act(command: str, thought: str = "") -> Action:
    return Action(name=ACT.name, arguments={"command": command}, thought=thought)


EXAMPLE: tuple[tuple[str, Action], ...] = tuple(
    (seen, _act(command, thought))
    for seen, (thought, command, _) in zip(
        [first_observation(FIRST, GOAL, harness=False), *(led for _, _, led in STEPS)],
        STEPS,
        strict=False,
    )
)
"""(observation, action) pairs."""


def harness(*, turns: bool) -> list[tuple[str, Action]]:
    """Return the example as AgentTuning's harness shows it.

    Args:
        turns: each thought is a turn of its own, as in the harness; otherwise it stands beside its command.
    """
    seen = first_observation(FIRST, GOAL, harness=True)
    pairs: list[tuple[str, Action]] = []
    for thought, command, led_to in STEPS:
        if thought and turns:
            pairs.append((seen, Action(name=THINK, arguments={"thought": f"Think: {thought}"})))
            seen = THOUGHT
        pairs.append((seen, _act(command, "" if turns else thought)))
        seen = cleaned(led_to)
    return pairs
