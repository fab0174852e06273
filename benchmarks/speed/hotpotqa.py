"""Speed of HotpotQA: ``python -m agentgym.benchmarks.speed.hotpotqa``.

A step through ``env.step``, resets counted in: gold episodes, and episodes in which every search misses (the answer is
a search of the whole library for similar titles). "Official layout" is a file of that layout with as much text: ten
paragraphs of 550 characters an item.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines
from agentgym.tools.encyclopedia.embedded import folder_of, library

ID = "AgentTune/HotpotQA-v0"
_STEP = 0.3
"""Milliseconds of CPU time that a step may take on the reference machine."""


def milliseconds(*, missing: bool = False, episodes: int = 200, **arguments: Any) -> float:
    """Return what a step takes: of gold episodes, or of searches that find nothing."""
    env: Any = gymnasium.make(ID, **arguments).unwrapped
    played = [(task, _messages(env, task, missing)) for task in env.tasks.ids[:episodes]]

    def run() -> None:
        for number, (task, messages) in enumerate(played):
            env.reset(seed=number, options={"task": task})
            for message in messages:
                env.step(message)

    return 1e3 * median_of(lambda: cpu_seconds(run)) / sum(len(messages) for _, messages in played)


def _messages(env: Any, task: str, missing: bool) -> list[str]:
    env.reset(seed=0, options={"task": task})
    words = env.task.data.question.split()
    messages: list[str] = []
    while True:
        number = len(messages)
        asked = " ".join(words[number % len(words) :][:4])
        message = f"Thought: I try.\nAction: Search[{asked}]" if missing else env.suggest("expert")
        messages.append(message)
        *_, terminated, truncated, _ = env.step(message)
        if terminated or truncated:
            return messages


def official_like(path: Path, count: int) -> None:
    """Write items of the official layout: ten paragraphs of 550 characters, about as long as the real ones."""
    articles = library(folder_of("real"))
    text = " ".join(articles[i].text.replace("\n", " ") for i in range(2000))
    items = []
    for number in range(count):
        titles = [f"Paragraph {number} {i} ({articles[number * 7 + i].title})" for i in range(10)]
        begin = 5_000 + number * 600
        context = [
            [t, [s + "." for s in text[begin + 50 * i :][:550].split(".")]] for i, t in enumerate(titles)
        ]
        items.append({
            "_id": str(number), "question": f"Which of {titles[0]} and {titles[1]} is older?", "answer": titles[0],
            "type": "comparison", "level": "medium", "supporting_facts": [[titles[0], 0], [titles[1], 1]],
            "context": context,
        })  # fmt: skip
    path.write_text(json.dumps(items))


@click.command()
@click.option("--episodes", default=200, show_default=True)
def main(episodes: int) -> None:
    """Measure HotpotQA."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.json"
        official_like(path, episodes)
        sets: dict[str, dict[str, Any]] = {
            "encyclopedia": {},
            "paper's protocol": {"profile": "paper"},
            "function calls": {"action_format": "tools"},
            "official layout, item": {"data": path},
            "official layout, pool": {"data": path, "scope": "pool"},
        }
        for name, arguments in sets.items():
            each = milliseconds(episodes=episodes, **arguments)
            lines.append(Line(f"step of a gold episode, {name}", each, "CPU-ms", _STEP))
        for name in ("encyclopedia", "official layout, item", "official layout, pool"):
            each = milliseconds(episodes=episodes // 4, missing=True, **sets[name])
            lines.append(Line(f"step of searches that miss, {name}", each, "CPU-ms"))
    print_lines("HotpotQA", lines)


if __name__ == "__main__":
    main()
