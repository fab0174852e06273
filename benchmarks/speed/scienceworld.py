"""Speed of ScienceWorld: ``python -m agentgym.benchmarks.speed.scienceworld``.

Gold paths are played through the package's own environment and through ours, each way in a Java machine of its own, on
the same Java with the same order of sets. CPU time is that of this process and of the machine together.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.environments.scienceworld import expert, tasks
from agentgym.environments.scienceworld.official.package import PackageGame
from agentgym.environments.scienceworld.world.game import Game
from agentgym.environments.scienceworld.world.machine import resident_mib
from agentgym.environments.scienceworld.world.simulators import SIMULATORS

ID = "AgentTune/ScienceWorld-v0"
Played = Sequence[tuple[str, Sequence[str]]]


class Cost(NamedTuple):
    """CPU seconds of a way to play: of its start, of each game's beginning, of each step; its memory in MiB."""

    start: float
    load: float
    step: float
    memory: float


def java_seconds(pid: int) -> float:
    """Return the CPU time that a process has taken (Linux)."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def chosen(count: int, longest: int) -> Played:
    """Return gold paths: of each task the one that is shortest, not over ``longest`` commands."""
    kept = expert.recorded().paths
    by_task: dict[str, list[str]] = {}
    for task_id in kept:
        by_task.setdefault(tasks.parts(task_id)[0], []).append(task_id)
    shortest = [min(ids, key=lambda i: (len(kept[i]), i)) for ids in by_task.values()]
    return [(i, kept[i]) for i in shortest if len(kept[i]) <= longest][:count]


def measured(played: Played, start: Callable[[], int], load: Callable[[str], Any], step: Callable[[Any, str], Any],
             end: Callable[[Any], None]) -> Cost:  # fmt: skip
    """Play every game one way.

    Args:
        played: the games.
        start: starts the machine and returns its process id.
        load: begins a game.
        step: carries a command out.
        end: ends a game.
    """
    begun = time.process_time()
    pid = start()

    def spent() -> float:
        return time.process_time() + java_seconds(pid)

    starting, loading, stepping, steps = spent() - begun, 0.0, 0.0, 0
    for task_id, commands in played:
        before = spent()
        game = load(task_id)
        loaded = spent()
        for command in commands:
            step(game, command)
        stepping += spent() - loaded
        loading += loaded - before
        steps += len(commands)
        end(game)
    return Cost(starting, loading / len(played), stepping / steps, resident_mib(pid))


def packages_way(played: Played) -> Cost:
    """Measure the package's own environment."""
    made: list[PackageGame] = []

    def start() -> int:
        made.append(PackageGame())
        return int(made[0].env._gateway.java_process.pid)

    def load(task_id: str) -> PackageGame:
        made[0].load(*tasks.parts(task_id), "easy")
        return made[0]

    cost = measured(played, start, load, PackageGame.step, lambda game: None)
    made[0].close()
    return cost


def our_way(played: Played, *, asks: bool, package_order: bool = False) -> Cost:
    """Measure our games: with or without the valid actions at each step, which the package's order always has."""

    def load(task_id: str) -> Game:
        game = Game(*tasks.parts(task_id), "easy", order="package" if package_order else "own")
        if asks:
            game.valid()
        return game

    def step(game: Game, command: str) -> None:
        game.step(command)
        if asks:
            game.valid()

    cost = measured(played, fresh_machine, load, step, Game.end)
    SIMULATORS.get().close()
    return cost


def through_the_environment(played: Played) -> Cost:
    """Measure ``reset`` and ``step`` of the environment, in its default profile."""
    env: Any = gymnasium.make(ID, action_format="native").unwrapped

    def load(task_id: str) -> Any:
        env.reset(seed=0, options={"task": task_id})
        return env

    def step(env: Any, command: str) -> None:
        if env.status == "running":
            env.step(command)

    cost = measured(played, fresh_machine, load, step, lambda env: env.close())
    SIMULATORS.get().close()
    return cost


def fresh_machine() -> int:
    """Start a machine with one slot, and return its process id."""
    simulators = SIMULATORS.get()
    simulators.close()
    simulators.lend().release()
    return simulators.machines[0].pid


def memory_lines(episodes: int) -> list[Line]:
    """Measure a machine's memory over many short games, and what further slots take."""
    pid = fresh_machine()
    lines = [Line("memory of a machine with one slot", resident_mib(pid), "MiB")]
    machines = {pid}
    ids = tasks.load("train", episodes=False).ids
    largest = 0.0
    for number in range(episodes):
        game = Game(*tasks.parts(ids[number % len(ids)]), "easy", order="own")
        for command in ("teleport to kitchen", "look around", "open cupboard"):
            game.step(command)
        game.valid()
        pid = game.slot.machine.pid
        machines.add(pid)
        largest = max(largest, resident_mib(pid))
        game.end()
    lines.append(Line(f"largest over {episodes:,} games of three commands", largest, "MiB", 656))
    lines.append(Line("  machines that this took", len(machines), ""))
    fresh_machine()
    games = [Game("boil", n, "easy", order="own") for n in range(8)]
    together = sum(resident_mib(m.pid) for m in SIMULATORS.get().machines)
    lines.append(Line("memory of the machines of eight games", together, "MiB"))
    for game in games:
        game.end()
    SIMULATORS.get().close()
    return lines


def lines_of(played: Played) -> list[Line]:
    """Measure every way."""
    package = packages_way(played)
    bare, listed = our_way(played, asks=False), our_way(played, asks=True)
    ordered, whole = our_way(played, asks=True, package_order=True), through_the_environment(played)
    return [
        Line("start: the package", package.start, "CPU-s"),
        Line("start: a machine with one slot", bare.start, "CPU-s"),
        Line("beginning of a game: the package", 1e3 * package.load, "CPU-ms"),
        Line("beginning of a game: ours", 1e3 * bare.load, "CPU-ms"),
        Line("  less than the package's by", package.load / bare.load, "x", None, 1.7),
        Line("step: the package", 1e3 * package.step, "CPU-ms"),
        Line("step: ours, list never asked for", 1e3 * bare.step, "CPU-ms"),
        Line("  less than the package's by", package.step / bare.step, "x", None, 2.5),
        Line("step: ours, list at each step, by its own generator", 1e3 * listed.step, "CPU-ms"),
        Line("  less than the package's by", package.step / listed.step, "x", None, 1.4),
        Line("step: ours, in the package's order of calls", 1e3 * ordered.step, "CPU-ms"),
        Line("  less than the package's by", package.step / ordered.step, "x", None, 1.4),
        Line("reset of the environment", 1e3 * whole.load, "CPU-ms"),
        Line("step of the environment", 1e3 * whole.step, "CPU-ms"),
        Line("memory after these games: the package", package.memory, "MiB"),
        Line("memory after these games: ours", bare.memory, "MiB"),
    ]  # fmt: skip


@click.command()
@click.option("--games", default=30, show_default=True, help="Tasks of which a gold path is played.")
@click.option("--longest", default=60, show_default=True, help="Commands of a gold path at most.")
@click.option("--episodes", default=1000, show_default=True, help="Games of the memory test; 0 for none.")
def main(games: int, longest: int, episodes: int) -> None:
    """Measure ScienceWorld beside the package."""
    played = chosen(games, longest)
    steps = sum(len(commands) for _, commands in played)
    lines = lines_of(played) + (memory_lines(episodes) if episodes else [])
    print_lines(f"ScienceWorld: {len(played)} games, {steps} steps", lines)


if __name__ == "__main__":
    main()
