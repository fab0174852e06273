"""The games that ship with the package: made by :mod:`.generator`, solved, stored as blueprints.

``data/games.json.zst`` holds them with their walkthroughs, so that they stay the same when the generator
changes. The splits differ in room layout: ``seen`` plays new games in the layouts of ``train``, ``dev`` and
``unseen`` in layouts of their own. ``test`` is ``unseen``, as in the paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import zstandard

from agentgym.environments.alfworld.dialect import Dialect
from agentgym.environments.alfworld.game import Game
from agentgym.environments.alfworld.generator import KINDS, Blueprint, make_blueprint
from agentgym.environments.alfworld.problem import goal_sentence, problem_text
from agentgym.environments.alfworld.solver import solve
from agentgym.environments.alfworld.state import State

STORE = Path(__file__).with_name("data") / "games.json.zst"
_CLEANING = frozenset({"sinkbasintype"})
MOVE = Dialect(verb="move", joint="to", arrives_at_location=False, has_help=True, cleaning=_CLEANING)
"""The wording since alfworld 0.4."""
PUT = Dialect(verb="put", joint="in/on", arrives_at_location=True, has_help=False, cleaning=_CLEANING)
"""The wording of AgentBench and AgentInstruct."""

SIZES = {"train": 60, "dev": 10, "seen": 20, "unseen": 20}
"""Games per task type and split."""
_LAYOUTS = {"train": range(20), "seen": range(20), "dev": range(20, 25), "unseen": range(25, 35)}


@cache
def blueprints(split: str) -> dict[str, Blueprint]:
    """Return the embedded games of a split by id; ``test`` is ``unseen``."""
    chosen = [b for b in _all() if b.id.startswith(f"{'unseen' if split == 'test' else split}/")]
    # The task types take turns, so that the first n tasks are a fair sample of them.
    return {b.id: b for b in sorted(chosen, key=lambda b: b.id.rsplit("-", 1)[1])}


@cache
def game(game_id: str, dialect: Dialect) -> Game:
    """Return an embedded game, parsed; shared by all environments of the process."""
    blueprint = blueprints(game_id.split("/")[0])[game_id]
    return Game(problem_text(blueprint), goal_sentence(blueprint), dialect)


@cache
def _all() -> tuple[Blueprint, ...]:
    raw = zstandard.ZstdDecompressor().decompress(STORE.read_bytes())
    return tuple(msgspec.json.decode(raw, type=list[Blueprint]))


def generate(split: str, per_kind: int, *, seed: int = 0) -> Iterator[Blueprint]:
    """Make ``per_kind`` solved games of each task type, with the layouts of a split.

    Every game is checked: it is not won at the start, and its walkthrough wins it on the engine.
    """
    layouts = _LAYOUTS[split]
    for kind, rooms in KINDS.items():
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
    parsed = Game(problem_text(blueprint), goal_sentence(blueprint), MOVE)
    if State(parsed).won:
        return None
    walkthrough = solve(parsed)
    if walkthrough is None:
        return None
    return msgspec.structs.replace(blueprint, walkthrough=walkthrough)


def store(path: Path = STORE) -> int:
    """Generate all splits and write the store that ships with the package; return how many games."""
    games = [b for split, size in SIZES.items() for b in generate(split, size)]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(msgspec.json.encode(games)))
    return len(games)
