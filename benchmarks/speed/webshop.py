"""Speed of WebShop: ``python -m agentgym.benchmarks.speed.webshop``.

"Cold" clears the catalogue's query cache before every episode; "warm" plays the same episodes again. The original
serves 47 steps per second of CPU (its text environment with Java's search, measured on another machine; see
docs/speed.md): a figure to compare with, not one of this run.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines, resident_mib
from agentgym.environments.webshop.authoring import generator
from agentgym.tools.bm25 import Index, build

ID = "AgentTune/WebShop-v0"


def recorded(env: gymnasium.Env[str, str], count: int) -> dict[str, list[str]]:
    """Return messages of visits that search, look around and buy, by task."""
    plain = env.unwrapped
    visits: dict[str, list[str]] = {}
    for task in list(plain.tasks.ids)[:count]:  # type: ignore[attr-defined]
        plain.reset(seed=0, options={"task": task})
        played, done = [], False
        while not done:
            played.append(plain.suggest("expert"))  # type: ignore[attr-defined]
            _, _, terminated, truncated, _ = plain.step(played[-1])
            done = terminated or truncated
        visits[task] = played
    return visits


def environment_lines(count: int, episodes: int) -> list[Line]:
    """Measure ``env.step`` with and without the query cache."""
    env = gymnasium.make(ID).unwrapped
    visits = recorded(env, count)
    steps = sum(map(len, visits.values()))

    def play(clear: bool) -> float:
        # The clock runs during steps only: resets have a figure of their own.
        total = 0.0
        for number, (task, played) in enumerate(visits.items()):
            env.reset(seed=number, options={"task": task})
            if clear:
                env.catalogue.forget_searches()  # type: ignore[attr-defined]
            start = time.process_time()
            for message in played:
                env.step(message)
            total += time.process_time() - start
        return total

    def batch() -> float:
        # As play(False), timed as a whole and with resets.
        def run() -> None:
            for number, (task, played) in enumerate(visits.items()):
                env.reset(seed=number, options={"task": task})
                for message in played:
                    env.step(message)

        return cpu_seconds(run)

    cold, warm = median_of(lambda: play(True)), median_of(lambda: play(False))
    ids = list(visits)
    reset = cpu_seconds(lambda: [env.reset(seed=i, options={"task": t}) for i, t in enumerate(ids)]) / len(
        ids
    )
    whole = median_of(batch)
    before, held = resident_mib(), []
    for i in range(200):
        held.append(gymnasium.make(ID))
        held[-1].reset(seed=i)
    per_env = (resident_mib() - before) / len(held)
    held.clear()
    rng = random.Random(0)
    settled = resident_mib()
    for i in range(episodes):
        task = rng.choice(ids)
        env.reset(seed=i, options={"task": task})
        for message in visits[task][:3]:
            env.step(message)
    return [
        Line("env.step, cold query cache", steps / cold, "steps/CPU-s", None, 15_000),
        Line("env.step, warm", steps / warm, "steps/CPU-s", None, 40_000),
        Line("whole episodes, warm, with reset", steps / whole, "steps/CPU-s"),
        Line("  against the original's 47 (another run): warm", steps / warm / 47, "x"),
        Line("env.reset", 1e6 * reset, "us"),
        Line("memory per environment (200 made)", per_env, "MiB"),
        Line(f"memory grown over {episodes:,} episodes", resident_mib() - settled, "MiB"),
    ]


def search_lines(sizes: dict[int, float]) -> list[Line]:
    """Measure search on catalogues of several sizes, with the instructions of products as queries."""
    lines = []
    for size, bound in sizes.items():
        texts, queries = _documents(size)
        with tempfile.TemporaryDirectory() as folder:
            building = cpu_seconds(lambda t=texts, f=folder: build(iter(t), Path(f)))  # type: ignore[misc]
            index = Index.open(Path(folder))
            for query in queries[:50]:
                index.search(query)

            def run(index: Index = index, queries: list[str] = queries) -> None:
                for query in queries:
                    index.search(query)

            each = median_of(lambda: cpu_seconds(run)) / len(queries)
        lines += [
            Line(f"search, {size:,} products", 1e3 * each, "ms", bound),
            Line(f"build the index of {size:,}", building, "CPU-s"),
        ]
    return lines


def _documents(size: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Return documents of our generator (repeated with other words mixed in) and queries."""
    items, attributes = generator.make_items(0)
    goals = generator.make_goals(items, attributes, 0)
    rng = random.Random(size)
    syllables = ["ka", "lo", "mir", "ten", "vu", "sha", "ro", "pel", "dis", "gan", "fi", "or"]
    words = ["".join(rng.choices(syllables, k=3)) for _ in range(20_000)]
    texts = []
    for i in range(size):
        item = items[i % len(items)]
        text = f"{item.get('name', '')} {item.get('full_description', '')}"
        texts.append((f"B{i:09d}", f"{text} {' '.join(rng.choices(words, k=25))}".lower()))
    instructions = [str(goal.get("instruction", "")) for listed in goals.values() for goal in listed]
    return texts, [q.lower() for q in rng.sample(instructions, 300)]


@click.command()
@click.option("--visits", default=300, show_default=True)
@click.option("--episodes", default=10_000, show_default=True, help="Episodes of the memory test.")
@click.option("--large/--no-large", default=True, show_default=True, help="Search 100,000 products, too.")
def main(visits: int, episodes: int, large: bool) -> None:
    """Measure WebShop."""
    sizes = {1_000: 0.25, **({100_000: 2.0} if large else {})}
    print_lines("WebShop", environment_lines(visits, episodes) + search_lines(sizes))


if __name__ == "__main__":
    main()
