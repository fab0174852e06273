"""Speed of the card game: ``python -m agentgym.benchmarks.speed.card_game``.

Phases are those of games between random players, drawn beforehand and played anew by the engine, checks and records
included, prompts apart.
"""

from __future__ import annotations

import random
import time
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines, resident_mib
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.base import Player, shuffled
from agentgym.environments.card_game.world.players.known import PLAYERS, make
from agentgym.environments.card_game.world.players.search_player import SeeingPlayer
from agentgym.environments.card_game.world.sight import Sight

ID = "AgentTune/CardGame-v0"

Script = tuple[tuple[list[int], list[int]], list[Guess | Move | None]]
"""The picks of a game, and what was decided at each of its phases."""


def play(first: Player, second: Player, rng: random.Random) -> Script:
    """Let two players play; return what they did."""
    picks = (list(shuffled(rng)), list(shuffled(rng)))
    game, players = Game(picks), (first, second)
    sights = (Sight(game, 0), Sight(game, 1))
    decisions: list[Guess | Move | None] = []
    while game.winner is None:
        player, sight = players[game.side], sights[game.side]
        sight.read()
        if game.guessing:
            guess = player.guess(sight)
            decisions.append(guess)
            game.guess(guess)
        else:
            move = player.act(sight)
            assert move is not None
            decisions.append(move)
            game.act(move)
    return picks, decisions


def replay(scripts: list[Script]) -> None:
    """Play recorded games anew."""
    for picks, decisions in scripts:
        game = Game(picks)
        for decision in decisions:
            if isinstance(decision, Move):
                game.act(decision)
            else:
                game.guess(decision)


def engine_lines(games: int) -> list[Line]:
    """Measure the engine alone."""
    rng = random.Random(0)
    scripts = [play(make("random", "paper", rng), make("random", "paper", rng), rng) for _ in range(games)]
    phases = sum(len(decisions) for _, decisions in scripts)
    taken = median_of(lambda: cpu_seconds(lambda: replay(scripts)), 5) / phases
    return [Line("engine, phases per CPU-second", 1 / taken, "1/s", None, 100_000)]


def player_lines(games: int) -> list[Line]:
    """Measure whole games of the players, against a baseline."""
    lines = []
    for name in (*PLAYERS, "seeing"):
        rng = random.Random(1)
        start, turns = time.process_time(), 0
        for _ in range(games):
            player = SeeingPlayer() if name == "seeing" else make(name, "paper", rng)
            turns += (len(play(player, make("baseline1", "paper", rng), rng)[1]) + 3) // 4
        taken = (time.process_time() - start) / turns
        lines.append(Line(f"{name} against baseline1, a turn of both", 1e3 * taken, "ms"))
    return lines


def environment_lines(episodes: int) -> list[Line]:
    """Measure ``reset`` and ``step`` of an expert's episodes, the expert apart, and memory over many."""
    env: Any = gymnasium.make(ID, split="test").unwrapped
    clocks, counts = {"reset": 0.0, "step": 0.0}, {"reset": 0, "step": 0}

    def timed(what: str, work: Any) -> Any:
        start = time.process_time()
        result = work()
        clocks[what] += time.process_time() - start
        counts[what] += 1
        return result

    def episode(number: int) -> None:
        timed("reset", lambda: env.reset(seed=number, options={"task": number % len(env.tasks)}))
        done = False
        while not done:
            message = env.suggest("expert")
            _, _, terminated, truncated, _ = timed("step", lambda m=message: env.step(m))
            done = terminated or truncated

    for number in range(episodes // 10):
        episode(number)
    settled = resident_mib()
    for number in range(episodes):
        episode(number)
    return [
        Line("env.reset", 1e3 * clocks["reset"] / counts["reset"], "ms"),
        Line("env.step", 1e3 * clocks["step"] / counts["step"], "ms", 1.0),
        Line(f"memory grown over {episodes:,} episodes", resident_mib() - settled, "MiB"),
    ]


@click.command()
@click.option("--games", default=500, show_default=True, help="Games of the engine's figures.")
@click.option("--episodes", default=3_000, show_default=True, help="Episodes of the memory test.")
def main(games: int, episodes: int) -> None:
    """Measure the card game."""
    print_lines("Card game", engine_lines(games) + player_lines(games // 5) + environment_lines(episodes))


if __name__ == "__main__":
    main()
