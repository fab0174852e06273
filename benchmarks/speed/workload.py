"""The work that :mod:`agentgym.benchmarks.speed.compare` gives two checkouts: ``python workload.py``, a line of JSON.

Run as a file, with a checkout of any age on the path: only what all of them have is used. A figure is CPU time in
microseconds, of a machine whose calibration loop takes 6.5 ms: the loop runs before and after each measurement.
"""

from __future__ import annotations

import gc
import importlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gymnasium

import agentgym
from agentgym.benchmarks.speed.log import episodes
from agentgym.trajectory import Index, LogWriter, read

REFERENCE = 6500.0
PLAYED: dict[str, tuple[str, int, dict[str, Any]]] = {
    "ALFWorld": ("AgentTune/ALFWorld-v0", 60, {}),
    "WebShop, warm": ("AgentTune/WebShop-v0", 200, {}),
    "Mind2Web": ("AgentTune/Mind2Web-v0", 30, {"split": "test_domain"}),
    "KG": ("AgentTune/KG-v0", 60, {}),
    "DB": ("AgentTune/DB-v0", 30, {}),
}


def main(listed: int) -> None:
    """Measure everything; ``listed`` episodes are shown by the viewer."""
    found: dict[str, float] = {}
    for name, (env_id, count, arguments) in PLAYED.items():
        found |= played(name, gymnasium.make(env_id, **arguments).unwrapped, count)
    found |= turns()
    with tempfile.TemporaryDirectory() as folder:
        found |= log(Path(folder), list(episodes(3000)))
        found |= viewer(Path(folder) / "listed", listed)
    print(json.dumps(found))


def played(name: str, env: Any, count: int) -> dict[str, float]:
    """Measure resets and steps along the expert's episodes."""
    visits: dict[str, list[str]] = {}
    for task in list(env.tasks.ids)[:count]:
        env.reset(seed=0, options={"task": task})
        said, done = [], False
        while not done:
            said.append(env.suggest("expert"))
            _, _, terminated, truncated, _ = env.step(said[-1])
            done = terminated or truncated
        visits[task] = said

    def play(steps: bool) -> None:
        for task, said in visits.items():
            env.reset(seed=1, options={"task": task})
            for message in said if steps else ():
                env.step(message)

    play(True)
    total = sum(map(len, visits.values()))
    reset = per(lambda: play(False), len(visits))
    whole = per(lambda: play(True), total)
    return {f"{name}: reset": reset, f"{name}: step with its share of the reset": whole}


def turns() -> dict[str, float]:
    """Measure a turn of the engine with a policy that answers at once."""

    def play() -> Any:
        return agentgym.rollout("AgentTune/ALFWorld-v0", "mock", tasks=20, repeats=5, concurrency=16)

    return {"a turn with the mock policy": per(play, play().steps, 5)}


def log(folder: Path, made: list[Any]) -> dict[str, float]:
    """Measure writing, reading and indexing episodes."""
    number = iter(range(1000))

    def write() -> None:
        with LogWriter(folder / str(next(number))) as writer:
            for episode in made:
                writer.write(episode)

    def index() -> None:
        (folder / "0" / ".index.msgpack").unlink(missing_ok=True)
        Index(folder / "0").refresh()

    return {
        "log: an episode written": per(write, len(made)),
        "log: an episode read": per(lambda: sum(1 for _ in read(folder / "0")), len(made)),
        "log: an episode indexed": per(index, len(made)),
    }


def viewer(folder: Path, count: int) -> dict[str, float]:
    """Measure what the viewer's pages need, over a log that is indexed already."""
    from agentgym.viewer.store import Filter, Store

    try:
        module = importlib.import_module("agentgym.engine.cost")
    except ImportError:  # before the redesign
        module = importlib.import_module("agentgym.prices")
    with LogWriter(folder) as writer:
        for episode in episodes(count):
            writer.write(episode)
    Index(folder).refresh()

    def opened() -> Any:
        store = Store([folder], module.Prices({}))
        store.refresh()
        store.view(Filter())
        store.facets()
        return store

    shop = opened()
    return {
        f"viewer: {count:,} episodes listed": per(opened, 1, 3),
        f"viewer: {count:,} episodes searched in vain": per(
            lambda: shop.search("zebra", Filter(), seconds=60), 1, 3
        ),
    }


def per(work: Callable[[], object], count: int, times: int = 7) -> float:
    """Return microseconds for one of the ``count`` things that ``work`` does: the median of ``times``."""
    found = []
    for _ in range(times):
        before, spent, after = seconds(loop), seconds(work), seconds(loop)
        found.append(spent / count / ((before + after) / 2) * REFERENCE)
    return statistics.median(found)


def loop() -> int:
    """Do what :func:`agentgym.benchmarks.speed.measure.calibration_loop` does, which old checkouts do not have."""
    table: dict[str, int] = {}
    for number in range(20_000):
        key = f"{number % 997}:{number % 13}"
        table[key] = table.get(key, 0) + len(key.split(":")[0])
    return sum(sorted(table.values())[:100])


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of ``work``, with the collector off."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


if __name__ == "__main__":
    main(int(sys.argv[1]))
