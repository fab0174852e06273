"""The rules as a player is told them, in our own words.

The versions ``paper`` and ``agentbench`` say what the originals say, in their order, and with their one mistake: an eel
or a sunfish really keeps 70 % of a hit and passes 30 % on.
"""

from __future__ import annotations

from typing import Literal

from agentgym.environments.card_game.world.board import KINDS
from agentgym.environments.card_game.world.replies import NO_GUESS, Version

Phase = Literal["guess", "act"]

ACKNOWLEDGEMENT = "Agreed. I play by these rules."

_COUNTER = "Counter: whoever leaves one of its mates with less than 30% of its health takes 30 damage. "
_DEFLECT = (
    "Deflect: of the damage of an attack on it, 70% goes to its mates and 30% to itself. "
    "For every 200 damage that it has taken, its attack power rises by 40. "
)
_AREA = "AOE: hurts all enemies by 35% of its attack power."
_INFIGHT = "Infight: hurts one living mate, never itself, by 75, and its attack power rises by 140."
_ABILITIES = {
    "spray": {"passive": _COUNTER, "active": _AREA},
    "flame": {"passive": _COUNTER, "active": _INFIGHT},
    "eel": {"passive": _DEFLECT, "active": _AREA},
    "sunfish": {"passive": _DEFLECT, "active": _INFIGHT},
}
_TRUE_DEFLECT = (
    "Deflect: while it has living mates, it keeps 70% of the damage of an attack on it, and its mates share the other "
    "30% equally. For every 200 damage that it has taken, its attack power rises by 40."
)
_TRUE_COUNTER = (
    "Counter: if an attack leaves one of its mates with less than 120 HP, the attacker takes 30 damage; every mate "
    "with this ability does so for itself."
)
_TRUE_ABILITIES = {
    "spray": {
        "passive": _TRUE_COUNTER,
        "active": "AOE: hurts all living enemies by 70, whatever its attack power.",
    },
    "flame": {"passive": _TRUE_COUNTER, "active": _INFIGHT},
    "eel": {"passive": _TRUE_DEFLECT, "active": _AREA},
    "sunfish": {"passive": _TRUE_DEFLECT, "active": _INFIGHT},
}

_FORMS: dict[Phase, dict[str, str]] = {
    "guess": {
        "guess_type": "the kind that you believe a fish of the enemy to be",
        "target_position": "the position of that fish, from 0 to 3",
    },
    "act": {
        "pick_fish": "one of your living fish",
        "action": "normal or active",
        "target_position": "the position that it is aimed at, from 0 to 3",
    },
}
_TRUE_FORMS: dict[Phase, dict[str, str]] = {
    "guess": {
        "guess_type": f"{', '.join(KINDS)}, or {NO_GUESS} to guess nothing",
        "target_position": "position of a hidden, living fish of the enemy, 0 to 3",
    },
    "act": {
        "pick_fish": "the kind of one of your living fish",
        "action": "normal or active",
        "target_position": "0 to 3: an enemy for a normal attack, a mate for an infight; left out for an AOE",
    },
}

_FISH = "Each fish begins with 400 health and 200 attack power, and has an active and a passive ability."
_ACT = """\
Two players fight each other with four fish each.
{fish}
Each round you let one living fish act: it uses its active ability, or attacks one enemy fish normally{half}.
Passive abilities work by themselves once their condition is met, for all fish, also for those that do not act.
Your enemy does not know at first of which kinds your fish are. Once a round it may guess one of them; if that is \
right, the kind is disclosed and each of your fish loses 50 health.
At the end, whoever has more living fish has won."""
_GUESS = """\
Two players fight each other with four fish each.
{fish}
At first nobody knows of which kinds the other's fish are. Once a round you are to guess the kind of one of the \
enemy's living fish. If you are right, it is disclosed, and each of the enemy's fish loses 50 health.
At the end, whoever has more living fish has won."""
_FIXED = """\
Two players fight each other with four fish each, one of each kind, at the positions 0 to 3.
{fish}
The players take turns. A turn is a guess, then a move.
Guess: you may say of which kind one hidden, living fish of the enemy is. If that is right, the fish is disclosed and \
each of the enemy's fish loses 50 health. A wrong guess costs nothing.
Move: one of your living fish uses its active ability, or attacks one living enemy normally for half its attack power.
Passive abilities work by themselves. Damage that is passed on, countered or dealt in an infight sets off nothing more.
A fish without health is dead once the guess or the move is over. Who has no living fish left has lost; if that \
befalls both at once, the one whose turn it is has won."""


def rules(version: Version, phase: Phase, action_format: str) -> str:
    """Return the first message of a session.

    Args:
        version: whose rules.
        phase: what the session is about.
        action_format: ``react``, ``native`` or ``tools``: how the answer is to be written.
    """
    parts = [_frame(version, phase)]
    if version == "agentbench":
        parts += [
            f"Your fish are of these kinds:\n{_ABILITIES}",
            f"The enemy's fish are of these kinds:\n{_ABILITIES}",
        ]
    else:
        parts.append(
            f"These are the four kinds of fish:\n{_ABILITIES if version == 'paper' else _TRUE_ABILITIES}"
        )
    parts.append(_answer(version, phase, action_format))
    if version != "fixed":
        parts.append("Mind that every round needs an answer: without one you have lost.")
    elif phase == "act":
        parts.append("Who gives no possible move in five tries has lost.")
    return "\n\n".join(parts)


def _frame(version: Version, phase: Phase) -> str:
    if version == "fixed":
        return _FIXED.format(fish=_FISH)
    fish = _FISH if version == "paper" else f"Which kinds take part may differ.\n{_FISH}"
    half = "" if version == "paper" else " (for half its attack power)"
    return (_ACT if phase == "act" else _GUESS).format(fish=fish, half=half)


def _answer(version: Version, phase: Phase, action_format: str) -> str:
    what = "guess" if phase == "guess" else "move"
    if action_format == "tools":
        return f"Each round, think, then call the tool {phase} with your {what}."
    form = (_TRUE_FORMS if version == "fixed" else _FORMS)[phase]
    if action_format == "native":
        return f"Each round, answer with your {what} and nothing else, as JSON in this form:\n{form}"
    return f"Each round, write down what you think, then your {what} as JSON in this form:\n{form}"
