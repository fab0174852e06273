"""Both engines side by side on one game: feedback, admissible commands, won and score at every step."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import msgspec

from agentgym.environments.alfworld.official.files import game_of
from agentgym.environments.alfworld.official.logic import task_sentence
from agentgym.environments.alfworld.world.engine import NOTHING
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine
from agentgym.install import hint

NEEDS_ALFWORLD = f"the alfworld extra is not installed: {hint('alfworld')}"

_engines: dict[str, TextWorldEngine] = {}


def textworld() -> TextWorldEngine:
    """Return the one TextWorld engine of this process: another would cost megabytes that are never freed."""
    return _engines.setdefault("textworld", TextWorldEngine())


def compare(file: GameFile, walkthrough: Sequence[str], seed: int) -> None:
    """Play the walkthrough, then 40 random commands, on both engines."""
    theirs, ours, rng = textworld(), FastEngine(), random.Random(seed)
    game = game_of(file)
    for commands in (walkthrough, [None] * 40):
        assert ours.start(game) == theirs.start(file)
        for command in commands:
            listed = theirs.admissible()
            assert ours.admissible() == listed
            chosen = command or random_command(listed, rng)
            assert ours.step(chosen) == theirs.step(chosen), chosen
            assert ours.won == theirs.won == bool(theirs.score)
    assert ours.step("dance") == theirs.step("dance") == NOTHING


def random_command(listed: Sequence[str], rng: random.Random) -> str:
    """Draw a command; walking about, which most of them are, less often."""
    return rng.choice([c for c in listed if not c.startswith("go to") or rng.random() < 0.3])


def in_put_dialect(file: GameFile, walkthrough: Sequence[str], grammar: str) -> tuple[GameFile, list[str]]:
    """Return a game and its walkthrough in the older dialect, whose grammar is given."""
    sentence = task_sentence(file.grammar).removeprefix("Your task is to: ").removesuffix(".")
    domain = file.pddl_domain
    changed = msgspec.structs.replace(
        file,
        grammar=grammar.replace("UNKNOWN GOAL", sentence),
        pddl_domain=domain[: domain.index("(:action help")] + ")",  # the old domain has no such action
    )
    return changed, [re.sub(r"^move (.*) to (.*)$", r"put \1 in/on \2", c) for c in walkthrough]
