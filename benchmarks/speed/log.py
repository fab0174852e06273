"""The log and the viewer's store: ``python -m agentgym.benchmarks.speed.log``.

Writing and reading episodes, building the index, listing and searching 100,000 of them; and the engine's cost
per step and per model turn with a policy that answers at once, beside what two peers were measured to take.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from agentgym.benchmarks.speed.engine import engine_lines
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, print_lines
from agentgym.engine.cost import Prices
from agentgym.policy import Completion, Usage
from agentgym.status import Status
from agentgym.trajectory import Episode, Index, LogWriter, Step, read
from agentgym.viewer.store import Filter, Store

WORDS = (
    "take mug from desk put in drawer go to shelf open fridge clean apple look around heat cool examine"
).split()
PEERS = {"Inspect, a turn of its react agent": 6.7, "verifiers 0.1.14, a turn": 0.55}
"""Milliseconds of CPU, measured on another machine of this kind with the packages of August 2026."""


def episodes(count: int, seed: int = 0) -> Iterator[Episode]:
    """Yield synthetic episodes of 3 to 9 turns, about three kilobytes each, that look like ALFWorld's."""
    rng = random.Random(seed)
    for i in range(count):
        steps = [
            Step(
                output=f"THOUGHT: {_say(rng, 18)}\nACTION: {(action := _say(rng, 4))}",
                action=action,
                thought=_say(rng, 18),
                observation=_say(rng, 30),
                seconds=0.001,
                completion=Completion(
                    text=_say(rng, 22), model="mock", usage=Usage(prompt_tokens=900, completion_tokens=40)
                ),
            )
            for _ in range(rng.randint(3, 9))
        ]
        reward = float(rng.random() < 0.4)
        yield Episode(
            env_id=f"AgentTune/Synthetic{i % 6}-v0",
            task_id=f"task-{i // 24:05d}",
            status=Status.COMPLETED,
            reward=reward,
            key=f"{i:016x}",
            policy=f"policy-{i % 4}",
            repeat=i // 24 % 4,
            observation=_say(rng, 40),
            steps=steps,
            metrics={"steps": float(len(steps))},
            opening=[{"role": "user", "content": _say(rng, 60)}],
        )


def log_lines(folder: Path, count: int) -> list[Line]:
    """Measure writing and reading, and the index."""
    made = list(episodes(min(count, 5000)))

    def write() -> None:
        with LogWriter(folder / "write") as log:
            for episode in made:
                log.write(episode)

    written = cpu_seconds(write) / len(made)
    got = cpu_seconds(lambda: sum(1 for _ in read(folder / "write"))) / len(made)
    with LogWriter(folder / "run") as log:
        for episode in episodes(count):
            log.write(episode)
    build = cpu_seconds(lambda: Index(folder / "run").refresh()) / count
    return [
        Line("episodes written", 1 / written, "1/CPU-s"),
        Line("episodes read", 1 / got, "1/CPU-s"),
        Line(f"index built, {count:,} episodes", 1 / build, "1/CPU-s", at_least=20_000),
    ]


def store_lines(folder: Path) -> list[Line]:
    """Measure what the viewer's page waits for, in wall time."""
    store: list[Store] = []

    def opened() -> None:
        store.append(Store([folder / "run"], Prices({})))
        store[0].refresh()
        store[0].view(Filter())
        store[0].facets()

    start = _wall(opened)
    shop = store[0]
    count = len(shop.items)
    return [
        Line(f"list opened, {count:,} episodes", start, "s", 1.0),
        Line(
            "list filtered and sorted",
            _wall(lambda: shop.view(Filter(policy="policy-1", sort="-reward"))),
            "s",
            1.0,
        ),
        Line(
            "search of a frequent word, first page", _wall(lambda: shop.search("fridge", Filter())), "s", 1.0
        ),
        Line(
            "search of what is nowhere, all lines",
            _wall(lambda: shop.search("zebra", Filter(), seconds=60)),
            "s",
            1.0,
        ),
    ]


def peer_lines() -> list[Line]:
    """Measure the engine's turn, and put the peers' figures beside it."""
    ours = engine_lines(2000)
    turn = ours[0].value
    peers = [Line(f"{name} (PEERS, not run here)", ms, "ms CPU") for name, ms in PEERS.items()]
    return [
        *ours,
        *peers,
        *(Line(f"  ours is so many times quicker than {n}", ms / turn, "x") for n, ms in PEERS.items()),
    ]


def _say(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def _wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@click.command()
@click.option("--episodes", "count", default=100_000, show_default=True, help="Size of the synthetic log.")
def main(count: int) -> None:
    """Measure the log, the index and the viewer's store."""
    with tempfile.TemporaryDirectory() as folder:
        lines = log_lines(Path(folder), count) + store_lines(Path(folder))
    print_lines("Log and viewer", lines)
    print_lines("Engine", peer_lines())


if __name__ == "__main__":
    main()
