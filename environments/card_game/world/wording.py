"""The words of the prompts: what a side is told at each phase, and the rules of the game.

All texts are our own. The fields have the originals' names and values (:func:`guess_fields`, :func:`move_fields`), in
the versions ``paper`` and ``agentbench`` from the client's stale arrays; there the rules also say, as the originals'
do, that an eel or a sunfish passes on what it really keeps.
"""

from __future__ import annotations

import json
from typing import Any

from agentgym.environments.card_game.world.board import AREA, INFIGHTING, KINDS, NORMAL_ATTACK, Record
from agentgym.environments.card_game.world.game import Guessed
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.rules import Phase
from agentgym.environments.card_game.world.sight import Sight, Stale

_SKILLS = {NORMAL_ATTACK: "Normal", AREA: "AOE", INFIGHTING: "Infight"}
_ABILITIES = {"counter": "Counter", "deflect": "Deflect"}


def prompt(sight: Sight, phase: Phase, version: Version) -> str:
    """Return what a side is told at a phase."""
    if version == "fixed":
        return _fixed(sight, phase)
    if phase == "guess":
        fields = guess_fields(sight, version)
        live = "live_enemy" if version == "paper" else "live_unknown_enemy"
        return (
            f"Was your last guess right: {fields['previous_guess']}\n"
            f"Enemy fish that live{'' if version == 'paper' else ' and that you have not guessed at'}: {fields[live]}\n"
            f"Last move of the enemy: {fields['enemy_action']}\n"
            f"Passive abilities of the enemy that worked: {json.dumps(fields['enemy_passive'])}\n\n"
            "What do you guess?"
        )
    fields = move_fields(sight, version)
    return (
        f"This is how the game stands:\n{json.dumps(fields['state'])}\n\n"
        f"Your last move: {fields['my_action']}\n"
        f"Last move of the enemy: {fields['enemy_action']}\n\n"
        "What is your move?"
    )


def guess_fields(sight: Sight, version: Version) -> dict[str, Any]:
    """Return the fields of the originals' guess prompt."""
    guessed, theirs = sight.my_guess, sight.stale[1]
    live = [str(p) for p in sight.enemies() if version == "paper" or p not in sight.named]
    passives = {f"Position: {p}": _ABILITIES[type_] for p, type_ in (*sight.passives, (0, "counter"))}
    skill = _SKILLS.get(theirs.type, "None")
    return {
        "previous_guess": guessed is not None and guessed.right,
        "live_enemy" if version == "paper" else "live_unknown_enemy": live,
        "enemy_action": {**_aimed(theirs), "SKILL_TYPE": skill},
        "enemy_passive": passives,
    }


def move_fields(sight: Sight, version: Version) -> dict[str, Any]:
    """Return the fields of the originals' act prompt."""
    names = ("ID", "POSITION", "HP", "ATK") if version == "paper" else ("POSITION", "ID", "HP", "ATK")
    state = {
        whose: [{name: str(fish[name]) for name in names} for fish in side]
        for whose, side in _state(sight).items()
    }
    mine, theirs = sight.stale
    return {"state": state, "my_action": _aimed(mine), "enemy_action": _aimed(theirs)}


def _aimed(stale: Stale) -> dict[str, str]:
    """Return a last move as the originals tell it: the targets are the *indices* of entries that are not 0."""
    if stale.fish < 0:
        return {"ACTION_FISH": "None", "ATK": "None", "TARGET": "None"}
    targets = [i for i, target in enumerate(stale.targets) if target]
    return {"ACTION_FISH": str(stale.fish), "ATK": str(stale.value), "TARGET": str(targets)}


def _state(sight: Sight) -> dict[str, list[dict[str, Any]]]:
    own = [
        {"ID": KINDS[sight.kind(p) - 1], "POSITION": p, "HP": sight.own_hp(p), "ATK": sight.attack(p)}
        for p in range(4)
    ]
    enemy = [
        {"ID": KINDS[known - 1] if (known := sight.known(p)) else "unknown", "POSITION": p, "HP": sight.hp(p),
         "ATK": "unknown"}
        for p in range(4)
    ]  # fmt: skip
    return {"You": own, "Enemy": enemy}


# ---- the version "fixed": what really happened -------------------------------------------------------


def _fixed(sight: Sight, phase: Phase) -> str:
    lines = [
        "This is how the game stands:",
        json.dumps(_state(sight)),
        f"Your last guess: {_said(sight.my_guess)}",
        f"The enemy's last guess: {_said(sight.their_guess)}",
        f"Your last move: {_told(sight.mine)}",
        f"The enemy's last move: {_told(sight.theirs)}",
        "",
        "What do you guess?" if phase == "guess" else "What is your move?",
    ]
    return "\n".join(lines)


def _said(guessed: Guessed | None) -> str:
    if guessed is None or guessed.guess is None:
        return "none"
    guess = guessed.guess
    name = KINDS[guess.kind - 1] if guess.kind <= len(KINDS) else "another kind"
    return f"{name} at position {guess.position}, {'right' if guessed.right else 'wrong'}"


def _told(record: Record | None) -> str:
    if record is None:
        return "none"
    targets = ", ".join(str(target & 3) for target in record.targets)
    told = f"{_SKILLS[record.type]} by position {record.fish} at {targets}, {record.value} damage"
    passives = ", ".join(
        f"{_ABILITIES[passive.type]} of position {passive.fish}" for passive in record.passives
    )
    return f"{told}; passive abilities: {passives}" if passives else told
