"""Speed of ALFWorld: ``python -m agentgym.benchmarks.speed.alfworld [--games FOLDER]``.

Where the extra ``alfworld`` is installed, TextWorld's own engine (as alfworld drives it, and with our
patches) runs beside ours on the same games, in the same run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from typing import TypeVar

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines, quiet, resident_mib
from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import written
from agentgym.environments.alfworld.card import CARD
from agentgym.environments.alfworld.official.files import game_of
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.dialect import MOVE
from agentgym.environments.alfworld.world.engine import Engine
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine
from agentgym.install import hint

ID = "AgentTune/ALFWorld-v0"
GameT = TypeVar("GameT")


def walk(engine: Engine[GameT], games: Iterable[tuple[GameT, Sequence[str]]]) -> tuple[float, float]:
    """Play walkthroughs, asking for the admissible commands at every step; return CPU seconds per start and step.

    Making the games, where ``games`` does it as it goes, is not counted.
    """
    starting = stepping = 0.0
    starts = steps = 0
    with quiet():  # once, and not for each game: collecting empties the processor's caches
        for game, commands in games:
            before = time.process_time()
            engine.start(game)
            begun = time.process_time()
            for command in commands:
                engine.admissible()
                engine.step(command)
            starting += begun - before
            stepping += time.process_time() - begun
            starts += 1
            steps += len(commands)
    return starting / starts, stepping / steps


def fast_lines(chosen: list[Blueprint]) -> tuple[list[Line], float]:
    """Measure our engine; return its lines, and seconds per step with the admissible commands.

    Every episode gets a freshly parsed game, whose lists of places to go to are made for the first time.
    """
    parse = tasks.embedded_game.__wrapped__
    engine = FastEngine()
    walk(engine, ((parse(b, MOVE), b.walkthrough) for b in chosen))
    start, step = walk(engine, ((parse(b, MOVE), b.walkthrough) for _ in range(20) for b in chosen))
    return [
        Line("fast engine: start", 1e6 * start, "us"),
        Line("fast engine: step + admissible", 1e6 * step, "us", 20),
    ], step


def textworld_lines(chosen: list[Blueprint], fast_step: float) -> list[Line]:
    """Measure TextWorld on the same games, written as game files; ours took ``fast_step`` seconds a step."""
    logic = package_logic()
    games = [(written(b, *logic), b.walkthrough) for b in chosen]
    parsing = median_of(lambda: cpu_seconds(lambda: [game_of(file) for file, _ in games])) / len(games)
    lines = [Line("fast engine: parsing a game file", 1e6 * parsing, "us")]
    for name, fast in (("stock", False), ("patched", True)):
        engine = TextWorldEngine(fast=fast)
        start, step = walk(engine, games if fast else games[:4])
        lines += [
            Line(f"textworld, {name}: start", 1e3 * start, "ms"),
            Line(f"textworld, {name}: step + admissible", 1e3 * step, "ms"),
            Line("  ours is faster, per step, by", step / fast_step, "x", None, 1000 if not fast else None),
        ]
        engine.close()
    return lines


def environment_lines(episodes: int) -> list[Line]:
    """Measure the environment through ``step``: parsing, log entries, admissible commands in ``info``."""
    env = gymnasium.make(ID).unwrapped
    ids = list(env.tasks.ids)  # type: ignore[attr-defined]
    messages: dict[str, list[str]] = {}
    for task in ids:
        env.reset(seed=0, options={"task": task})
        played, done = [], False
        while not done:
            played.append(env.suggest("expert"))  # type: ignore[attr-defined]
            _, _, terminated, truncated, _ = env.step(played[-1])
            done = terminated or truncated
        messages[task] = played

    def once() -> float:
        return cpu_seconds(play) / sum(map(len, messages.values()))

    def play() -> None:
        for task, played in messages.items():
            env.reset(seed=0, options={"task": task})
            for message in played:
                env.step(message)

    def resets() -> float:
        return cpu_seconds(lambda: [env.reset(seed=i, options={"task": t}) for i, t in enumerate(ids)]) / len(
            ids
        )

    step, reset = median_of(once), median_of(resets)
    before, held = resident_mib(), []
    for i in range(200):
        held.append(gymnasium.make(ID))
        held[-1].reset(seed=i)
    per_env = (resident_mib() - before) / len(held)
    for one in held:
        one.close()
    held.clear()
    rng = random.Random(0)
    settled = resident_mib()
    for i in range(episodes):
        env.reset(seed=i, options={"task": rng.choice(ids)})
        for _ in range(3):
            env.step("THOUGHT: look\nACTION: look")
    return [
        Line("env.step, reset shared over the episode", 1e3 * step, "ms", 0.2),
        Line("env.reset", 1e3 * reset, "ms"),
        Line("steps per CPU-second through env.step", 1 / step, "1/s"),
        Line("memory per environment (200 made)", per_env, "MiB"),
        Line(f"memory grown over {episodes:,} episodes", resident_mib() - settled, "MiB"),
    ]


@click.command()
@click.option(
    "--games", "count", default=24, show_default=True, help="Embedded games that both engines play."
)
@click.option("--episodes", default=10_000, show_default=True, help="Episodes of the memory test.")
def main(count: int, episodes: int) -> None:
    """Measure ALFWorld's engines and environment."""
    chosen = list(tasks.blueprints("unseen").values())[:count]
    lines, step = fast_lines(chosen)
    if CARD.gives[0].installed:
        lines += textworld_lines(chosen, step)
    else:
        print(f"alfworld is not installed ({hint('alfworld')}): TextWorld's rows are left out.")
    print_lines("ALFWorld", [*lines, *environment_lines(episodes)])


if __name__ == "__main__":
    main()
