"""Speed of ALFWorld: ``python -m agentgym.benchmarks.speed.alfworld [--games FOLDER]``.

Where the extra ``agentgym[alfworld]`` is installed, TextWorld's own engine (as alfworld drives it, and with our
patches) runs beside ours on the same games, in the same run.
"""

from __future__ import annotations

import importlib.util
import random
import tempfile
import time
from pathlib import Path

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines, quiet, resident_mib
from agentgym.environments.alfworld import embedded, files
from agentgym.environments.alfworld.engines import Engine, FastEngine, GameFile

ID = "AgentTune/ALFWorld-v0"


def walk(
    engine: Engine, games: list[tuple[GameFile, list[str]]], *, list_commands: bool
) -> tuple[float, float]:
    """Play the walkthroughs; return CPU seconds per start and per step."""
    starting = stepping = 0.0
    steps = 0
    with quiet():  # once, and not for each game: collecting empties the processor's caches
        for game, commands in games:
            before = time.process_time()
            engine.start(game)
            begun = time.process_time()
            for command in commands:
                if list_commands:
                    engine.admissible()
                engine.step(command)
            starting += begun - before
            stepping += time.process_time() - begun
            steps += len(commands)
    return starting / len(games), stepping / steps


def engine_lines(folder: Path, count: int) -> list[Line]:
    """Compare the engines on the first ``count`` embedded games, written as game files."""
    from agentgym.environments.alfworld.data_cli import package_logic, write_game

    domain, grammar = package_logic()
    games = []
    for blueprint in list(embedded.blueprints("unseen").values())[:count]:
        file = files.read(write_game(blueprint, folder, domain, grammar))
        games.append((file, list(file.walkthrough or [])))
    ours = FastEngine()
    walk(ours, games, list_commands=True)
    start, step = walk(ours, games * 20, list_commands=True)
    lines = [
        Line("fast engine: start, parsing the game file", 1e6 * start, "us"),
        Line("fast engine: step + admissible", 1e6 * step, "us", 20),
    ]
    if importlib.util.find_spec("textworld") is None:
        print("TextWorld is not installed (pip install 'agentgym[alfworld]'): its rows are left out.")
        return lines
    from agentgym.environments.alfworld.textworld_engine import TextWorldEngine

    for name, fast in (("stock", False), ("patched", True)):
        engine = TextWorldEngine(fast=fast)
        few = games if fast else games[:4]
        their_start, their_step = walk(engine, few, list_commands=True)
        lines += [
            Line(f"textworld, {name}: start", 1e3 * their_start, "ms"),
            Line(f"textworld, {name}: step + admissible", 1e3 * their_step, "ms"),
            Line("  ours is faster, per step, by", their_step / step, "x", None, 1000 if not fast else None),
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
    with tempfile.TemporaryDirectory() as folder:
        lines = engine_lines(Path(folder), count) if importlib.util.find_spec("alfworld") else []
    if not lines:
        games = [
            embedded.game(b.id, embedded.MOVE) for b in list(embedded.blueprints("unseen").values())[:count]
        ]
        walks = [list(b.walkthrough) for b in list(embedded.blueprints("unseen").values())[:count]]
        engine, steps = FastEngine(), 20 * sum(map(len, walks))

        def play() -> None:
            for _ in range(20):
                for game, walkthrough in zip(games, walks, strict=True):
                    engine.start_game(game)
                    for command in walkthrough:
                        engine.admissible()
                        engine.step(command)

        print("alfworld is not installed (pip install 'agentgym[alfworld]'): TextWorld's rows are left out.")
        lines = [
            Line(
                "fast engine: step + admissible", 1e6 * median_of(lambda: cpu_seconds(play)) / steps, "us", 20
            )
        ]
    print_lines("ALFWorld", [*lines, *environment_lines(episodes)])


if __name__ == "__main__":
    main()
