"""Record the walkthroughs: ``python -m tests.environments.alfworld.golden.record``.

Needs the extra ``alfworld`` and, for the published rules and the older wording, the real data that
:mod:`tests.shared_data` looks for. Ten games are recorded in each of the three logics that ALFWorld is played in:
the alfworld package's, the published games', and AgentBench's.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator

import msgspec

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.official.files import dialect_of, game_of
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.environments.alfworld.world.problem_text import goal_sentence
from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine
from tests.environments.alfworld.golden.excursions import excursions
from tests.environments.alfworld.golden.households import HOUSEHOLDS
from tests.environments.alfworld.golden.walkthroughs import FILE, Walkthrough, play
from tests.shared_data import shared

GAMES = 10
CROWDED = 4
"""Of them, in crowded households."""
AT_RANDOM = 30
"""Commands after the excursions."""


def logics() -> Iterator[tuple[str, str]]:
    """Yield domain and grammar of the package, of the published games, and of AgentBench."""
    domain, grammar = package_logic()
    yield domain, grammar
    published = json.loads(shared("alfworld/logic.json").read_text("utf-8"))
    (domain,) = published["domains"].values()
    yield domain, grammar
    without_help = domain[: domain.index("(:action help")] + ")"
    yield without_help, shared("alfworld/alfred_put_grammar.twl2").read_text("utf-8")


def record(
    engine: TextWorldEngine, blueprint: Blueprint, household: str, logic: tuple[str, str]
) -> Walkthrough:
    """Play one game on TextWorld: what wins it and everything else, then commands at random, rare ones more often."""
    domain, grammar = logic
    sentence = goal_sentence(blueprint).removeprefix("Your task is to: ").removesuffix(".")
    problem = HOUSEHOLDS[household](blueprint)
    file = GameFile(domain, grammar.replace("UNKNOWN GOAL", sentence), problem)
    rng, done = random.Random(blueprint.id), Counter[str]()
    engine.start(file)
    commands = excursions(game_of(file))
    for command in commands:
        engine.step(command)
    for _ in range(AT_RANDOM):
        listed = engine.admissible()
        weights = [1 / (1 + done[c.split()[0]]) ** 2 for c in listed]
        commands += rng.choices(listed, weights)
        done[commands[-1].split()[0]] += 1
        engine.step(commands[-1])
    commands.append("dance")
    turns = list(play(engine, engine.start(file), commands))
    return Walkthrough(
        game=blueprint.id,
        household=household,
        dialect=dialect_of(file),
        commands=tuple(commands),
        seen=tuple(seen for seen, _ in turns),
        won="".join(won for _, won in turns),
    )


def main() -> None:
    """Record all of them."""
    engine = TextWorldEngine()
    games = iter(tasks.blueprints("unseen").values())
    lines = []
    for logic in logics():
        for number in range(GAMES):
            household = "crowded" if number >= GAMES - CROWDED else "plain"
            lines.append(msgspec.json.encode(record(engine, next(games), household, logic)))
    FILE.write_bytes(b"\n".join(lines) + b"\n")
    print(f"{len(lines)} walkthroughs in {FILE}, {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
