"""Solved games for a split, and the store that ships with the package.

``python -m agentgym.environments.alfworld.authoring.games`` writes the store again; ``agentgym data alfworld
generate`` writes new games as files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from agentgym.environments.alfworld.authoring.generator import ROOMS_OF, make_blueprint
from agentgym.environments.alfworld.expert import solve
from agentgym.environments.alfworld.tasks import STORE, embedded_game
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.dialect import MOVE
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.stores import write_store

SIZES = {"train": 60, "dev": 10, "seen": 20, "unseen": 20}
"""Games per task type and split."""
_LAYOUTS = {"train": range(20), "seen": range(20), "dev": range(20, 25), "unseen": range(25, 35)}


def generate(split: str, per_kind: int, *, seed: int = 0) -> Iterator[Blueprint]:
    """Make ``per_kind`` solved games of each task type, with the layouts of a split.

    Every game is checked: it is not won at the start, and its walkthrough wins it on the engine.
    """
    layouts = _LAYOUTS[split]
    for kind, rooms in ROOMS_OF.items():
        made = attempt = 0
        while made < per_kind:
            room = rooms[attempt % len(rooms)]
            layout = layouts[(attempt // len(rooms)) % len(layouts)]
            blueprint = make_blueprint(
                f"{split}/{kind}-{made:03d}", kind, room, layout, hash_seed(seed, split, attempt)
            )
            attempt += 1
            solved = _solved(blueprint) if blueprint is not None else None
            if solved is not None:
                made += 1
                yield solved


def hash_seed(seed: int, split: str, attempt: int) -> int:
    """Mix run seed, split and number into one seed, the same on every machine."""
    return (seed * 1_000_003 + sorted(_LAYOUTS).index(split)) * 1_000_003 + attempt


def _solved(blueprint: Blueprint) -> Blueprint | None:
    game, engine = embedded_game(blueprint, MOVE), FastEngine()
    engine.start(game)
    if engine.won:
        return None
    walkthrough = solve(game)
    if walkthrough is None:
        return None
    return msgspec.structs.replace(blueprint, walkthrough=tuple(walkthrough))


def store(path: Path = STORE) -> int:
    """Generate all splits and write the store that ships with the package; return how many games."""
    games = [b for split, size in SIZES.items() for b in generate(split, size)]
    write_store(path, games)
    return len(games)


if __name__ == "__main__":
    print(f"{store()} games in {STORE}")
