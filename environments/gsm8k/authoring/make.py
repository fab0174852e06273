"""Writing the embedded problems: ``python -m agentgym.environments.gsm8k.authoring.make``."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice

from agentgym.environments.gsm8k.authoring.templates import TEMPLATES
from agentgym.environments.gsm8k.tasks import Entry, write
from agentgym.environments.gsm8k.world.problem import Problem

SIZES = {"train": 400, "dev": 100, "test": 300}
"""Problems of each split."""


def draw(seed: int) -> Iterator[tuple[str, Problem]]:
    """Yield problems with the name of their template, the templates in turn, no question twice."""
    rng = random.Random(seed)
    seen: set[str] = set()
    for name in cycle(TEMPLATES):
        problem = TEMPLATES[name](rng)
        if problem.question not in seen:
            seen.add(problem.question)
            yield name, problem


def is_plain(problem: Problem) -> bool:
    """Whether a result is a whole number above 20, as most of GSM8K's: the paper's reading knows no sign and no point.

    Up to 20, numbers are often the last in a text that answers nothing.
    """
    return problem.result.isdecimal() and int(problem.result) > 20


def make() -> list[Entry]:
    """Return what ships. The problems of the test split have plain results."""
    drawn = draw(0)
    entries: list[Entry] = []
    for split, size in SIZES.items():
        counts: Counter[str] = Counter()
        chosen = filter(lambda found: is_plain(found[1]), drawn) if split == "test" else drawn
        for kind, problem in islice(chosen, size):
            entries.append(Entry(f"{split}/{kind}-{counts[kind]:03d}", split, kind, problem))
            counts[kind] += 1
    return entries


if __name__ == "__main__":
    write(make())
