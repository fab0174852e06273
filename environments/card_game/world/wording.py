"""The words of the prompts: what a side is told at each phase, and the rules of the game.

All texts are our own. The fields have the originals' names and values (:func:`guess_fields`, :func:`move_fields`), in
the versions ``paper`` and ``agentbench`` from the client's stale arrays; there the rules also say, as the originals'
do, that an eel or a sunfish passes on what it really keeps.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from agentgym.environments.card_game.texts import CardTexts
from agentgym.environments.card_game.world.board import AREA, INFIGHTING, KINDS, NORMAL_ATTACK, Record
from agentgym.environments.card_game.world.game import Guessed
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.rules import ACKNOWLEDGEMENT, Phase, rules
from agentgym.environments.card_game.world.sight import Sight, Stale
from agentgym.prompts import fill

_SKILLS = {NORMAL_ATTACK: "Normal", AREA: "AOE", INFIGHTING: "Infight"}
_ABILITIES = {"counter": "Counter", "deflect": "Deflect"}


_PAPER = CardTexts(
    guess_rules="",
    act_rules="",
    acknowledgement=ACKNOWLEDGEMENT,
    guess=(
        "Was your last guess right: {previous_guess}\n"
        "Enemy fish that live: {live_enemy}\n"
        "Last move of the enemy: {enemy_action}\n"
        "Passive abilities of the enemy that worked: {enemy_passive}\n\n"
        "What do you guess?"
    ),
    act=(
        "This is how the game stands:\n{state}\n\n"
        "Your last move: {my_action}\n"
        "Last move of the enemy: {enemy_action}\n\n"
        "What is your move?"
    ),
)
_STANDS = (
    "This is how the game stands:\n{state}\nYour last guess: {my_guess}\nThe enemy's last guess: {their_guess}\n"
    "Your last move: {my_move}\nThe enemy's last move: {their_move}\n\n"
)
_PROMPTS: dict[Version, CardTexts] = {
    "paper": _PAPER,
    "agentbench": msgspec.structs.replace(
        _PAPER, guess=_PAPER.guess.replace("that live:", "that live and that you have not guessed at:")
    ),
    "fixed": msgspec.structs.replace(
        _PAPER, guess=f"{_STANDS}What do you guess?", act=f"{_STANDS}What is your move?"
    ),
}


def own_texts(version: Version, action_format: str) -> CardTexts:
    """Return our texts of a version, with its rules as they are told under an action format."""
    guess_rules, act_rules = rules(version, "guess", action_format), rules(version, "act", action_format)
    return msgspec.structs.replace(_PROMPTS[version], guess_rules=guess_rules, act_rules=act_rules)


def prompt(sight: Sight, phase: Phase, version: Version, texts: CardTexts | None = None) -> str:
    """Return what a side is told at a phase, in ours or other texts."""
    said = texts or _PROMPTS[version]
    return fill(said.guess if phase == "guess" else said.act, **fields(sight, phase, version))


def fields(sight: Sight, phase: Phase, version: Version) -> dict[str, object]:
    """Return what a prompt can name, as it is written."""
    if version == "fixed":
        return {
            "state": json.dumps(_state(sight)),
            "my_guess": _said(sight.my_guess),
            "their_guess": _said(sight.their_guess),
            "my_move": _told(sight.mine),
            "their_move": _told(sight.theirs),
        }
    if phase == "act":
        told = move_fields(sight, version)
        return {**told, "state": json.dumps(told["state"])}
    told = guess_fields(sight, version)
    live = told["live_enemy" if version == "paper" else "live_unknown_enemy"]
    return {**told, "live_enemy": live, "enemy_passive": json.dumps(told["enemy_passive"])}


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
