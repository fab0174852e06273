"""Speed of ReWOO: ``python -m agentgym.benchmarks.speed.rewoo``.

A step through ``env.step``, resets counted in: gold episodes of each embedded kind, all tools run by the environment,
and plans of nine calls whose searches all miss.
"""

from __future__ import annotations

from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines
from agentgym.environments.rewoo.authoring.make import SIZES

ID = "AgentTune/ReWOO-v0"
_STEP = 0.3
"""Milliseconds of CPU time that a step may take on the reference machine."""


def milliseconds(*, missing: bool = False, **arguments: Any) -> float:
    """Return what a step takes: of gold episodes, or of plans whose searches find nothing."""
    env: Any = gymnasium.make(ID, **arguments).unwrapped
    played = [(task, _messages(env, task, missing)) for task in env.tasks.ids]

    def run() -> None:
        for number, (task, messages) in enumerate(played):
            env.reset(seed=number, options={"task": task})
            for message in messages:
                env.step(message)

    run()
    return 1e3 * median_of(lambda: cpu_seconds(run)) / sum(len(messages) for _, messages in played)


def _messages(env: Any, task: str, missing: bool) -> list[str]:
    env.reset(seed=0, options={"task": task})
    messages: list[str] = []
    while True:
        message = _lost(env.task.data.question) if missing and not messages else env.suggest("expert")
        messages.append(message)
        *_, terminated, truncated, _ = env.step(message)
        if terminated or truncated:
            return messages


def _lost(question: str) -> str:
    words = question.split()
    asked = [" ".join(words[n % len(words) :][:4]) for n in range(9)]
    return "\n".join(f"Plan: try\n#E{n} = Wikipedia[{a}]" for n, a in enumerate(asked, start=1))


@click.command()
def main() -> None:
    """Measure ReWOO."""
    lines = [
        Line(f"step of a gold episode, {kind}", milliseconds(kinds=kind), "CPU-ms", _STEP) for kind in SIZES
    ]
    lines += [
        Line("step of a gold episode, all kinds", milliseconds(), "CPU-ms", _STEP),
        Line("  paper's profile", milliseconds(profile="paper"), "CPU-ms", _STEP),
        Line("  function calls", milliseconds(action_format="tools"), "CPU-ms", _STEP),
        Line(
            "step of plans of nine searches that miss",
            milliseconds(missing=True, kinds="multi_hop"),
            "CPU-ms",
        ),
    ]
    print_lines("ReWOO", lines)


if __name__ == "__main__":
    main()
