"""Writing the embedded problems: ``python -m agentgym.environments.gsm8k.authoring.make``."""

from __future__ import annotations

import random
from collections import Counter

from agentgym.environments.gsm8k.authoring.templates import TEMPLATES
from agentgym.environments.gsm8k.tasks import Entry, write
from agentgym.environments.gsm8k.world.problem import Problem

SIZES = {"train": 400, "dev": 100, "test": 300}
"""Problems of each split."""


def draw(seed: int, number: int) -> list[tuple[str, Problem]]:
    """Return problems with the name of their template, the templates in turn, no question twice."""
    rng = random.Random(seed)
    found: list[tuple[str, Problem]] = []
    seen: set[str] = set()
    names, turn = list(TEMPLATES), 0
    while len(found) < number:
        name = names[turn % len(names)]
        turn += 1
        problem = TEMPLATES[name](rng)
        if problem.question not in seen:
            seen.add(problem.question)
            found.append((name, problem))
    return found


def make() -> list[Entry]:
    """Return what ships."""
    drawn = iter(draw(0, sum(SIZES.values())))
    entries: list[Entry] = []
    for split, size in SIZES.items():
        counts: Counter[str] = Counter()
        for _ in range(size):
            kind, problem = next(drawn)
            entries.append(Entry(f"{split}/{kind}-{counts[kind]:03d}", split, kind, problem))
            counts[kind] += 1
    return entries


if __name__ == "__main__":
    write(make())
