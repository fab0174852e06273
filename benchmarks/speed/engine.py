"""What the framework itself costs: ``python -m agentgym.benchmarks.speed.engine``.

Start-up, the engine per step and per model turn with an instant policy, and whether a long run leaks.
"""

from __future__ import annotations

import os
import tempfile
import threading

import click

from agentgym.benchmarks.speed.measure import (
    Line,
    child_cpu_seconds,
    cpu_seconds,
    median_of,
    print_lines,
    resident_mib,
)
from agentgym.engine import rollout

ID = "AgentTune/ALFWorld-v0"


def start_lines() -> list[Line]:
    """Measure ``import agentgym`` and ``agentgym --help`` in fresh processes, less the interpreter's own start."""
    empty = median_of(lambda: child_cpu_seconds(["-c", "pass"]), 5)
    gymnasium = median_of(lambda: child_cpu_seconds(["-c", "import gymnasium"]), 9) - empty
    imported = median_of(lambda: child_cpu_seconds(["-c", "import agentgym"]), 9) - empty
    helped = median_of(lambda: child_cpu_seconds(["-m", "agentgym.cli.main", "--help"]), 9) - empty
    return [
        Line("python -c pass", empty, "CPU-s"),
        Line("import gymnasium", gymnasium, "CPU-s"),
        Line("import agentgym", imported, "CPU-s"),
        Line("  times gymnasium's own", imported / gymnasium, "x", 1.7),
        Line("agentgym --help", helped, "CPU-s"),
        Line("  times gymnasium's own import", helped / gymnasium, "x", 2.8),
    ]


def engine_lines(episodes: int) -> list[Line]:
    """Measure episodes of a policy that answers at once; the environment's own time is taken off."""
    import gymnasium

    env = gymnasium.make(ID).unwrapped
    bare = _bare_seconds_per_step(env)
    rollout(ID, "mock", tasks=20, concurrency=16)
    runs = []

    def play() -> None:
        runs.append(rollout(ID, "mock", tasks=20, repeats=5, concurrency=16))

    seconds = median_of(lambda: cpu_seconds(play))
    per_turn = seconds / runs[-1].steps
    counts = []
    with tempfile.TemporaryDirectory() as folder:
        for part in range(2):  # the first half warms up what is kept once; growth shows in the second
            counts.append((resident_mib(), threading.active_count(), len(os.listdir("/proc/self/fd"))))
            rollout(
                ID, "mock:THOUGHT: t\nACTION: look", tasks=100, repeats=max(1, episodes // 200), concurrency=64,
                out=f"{folder}/{part}", max_steps=3,
            )  # fmt: skip
        before, after = (
            counts[-1],
            (resident_mib(), threading.active_count(), len(os.listdir("/proc/self/fd"))),
        )
    return [
        Line("episode turn with the mock policy, all in all", 1e3 * per_turn, "ms CPU", 0.5),
        Line("  of which engine, log and policy", 1e3 * (per_turn - bare), "ms CPU", 0.1),
        Line(f"memory grown over the second half of {episodes:,} episodes", after[0] - before[0], "MiB"),
        Line("threads grown", after[1] - before[1], "", 0),
        Line("file handles grown", after[2] - before[2], "", 0),
    ]


def _bare_seconds_per_step(env: object) -> float:
    steps = 0

    def play() -> None:
        nonlocal steps
        for task in list(env.tasks.ids)[:20]:  # type: ignore[attr-defined]
            for seed in range(5):
                env.reset(seed=seed, options={"task": task})  # type: ignore[attr-defined]
                done = False
                while not done:
                    _, _, a, b, _ = env.step(env.suggest("random"))  # type: ignore[attr-defined]
                    done, steps = a or b, steps + 1

    seconds = cpu_seconds(play)
    return seconds / steps


@click.command()
@click.option("--episodes", default=10_000, show_default=True, help="Episodes of the leak test.")
def main(episodes: int) -> None:
    """Measure the framework's own cost."""
    print_lines("Framework", start_lines() + engine_lines(episodes))


if __name__ == "__main__":
    main()
