"""Writing the embedded problems: ``python -m agentgym.environments.rewoo.authoring.make``."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count

from agentgym.environments.rewoo.authoring import calendar_and_units, reading, stories, sums, towns
from agentgym.environments.rewoo.authoring.steps import Unproven, prove
from agentgym.environments.rewoo.tasks import STORE, Kept, Store
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.stores import write_store

SPLITS = ("test", "dev", "train")
SIZES = {
    "word_problems": (50, 20, 200), "dates_and_units": (50, 10, 100), "multi_hop": (50, 25, 250),
    "trivia": (50, 10, 100), "yes_no": (50, 10, 100), "plausible": (50, 10, 100), "long_document": (50, 15, 150),
}  # fmt: skip
"""Problems of each kind, by split."""


def make(seed: int = 0) -> Store:
    """Return all problems and documents.

    Raises:
        AssertionError: there are not enough of a kind.
    """
    found = {
        split: towns.found_town(name, random.Random(f"{seed}/{name}")) for split, name in towns.TOWNS.items()
    }
    documents = {town.name: town.address for town in found.values()}
    makers: dict[str, Callable[[str, random.Random], Iterator[Problem]]] = {
        "word_problems": lambda split, rng: _templates(
            lambda n: sums.draw(stories.STORIES[n % len(stories.STORIES)], rng)
        ),
        "dates_and_units": lambda split, rng: _templates(
            lambda n: calendar_and_units.TEMPLATES[n % len(calendar_and_units.TEMPLATES)](rng)
        ),
        "multi_hop": reading.multi_hop,
        "trivia": reading.trivia,
        "yes_no": reading.yes_no,
        "plausible": reading.plausible,
        "long_document": lambda split, rng: towns.problems(found[split], rng),
    }
    kept: list[Kept] = []
    for kind, sizes in SIZES.items():
        asked: set[str] = set()
        for split, size in zip(SPLITS, sizes, strict=True):
            rng = random.Random(f"{seed}/{kind}/{split}")
            drawn = _distinct(makers[kind](split, rng), documents, asked, size)
            assert len(drawn) == size, f"only {len(drawn)} of {size} problems of {kind} in {split}"
            kept += [Kept(f"{split}-{kind}-{n:03d}", kind, problem) for n, problem in enumerate(drawn)]
    return Store(kept, documents)


def _templates(draw: Callable[[int], Problem]) -> Iterator[Problem]:
    for number in count():
        try:
            yield draw(number)
        except Unproven:
            continue


def _distinct(
    source: Iterator[Problem], documents: dict[str, str], asked: set[str], size: int
) -> list[Problem]:
    """Take problems that are proven and asked nowhere else."""
    found: list[Problem] = []
    for problem in source:
        if len(found) == size:
            break
        if problem.question in asked:
            continue
        try:
            found.append(prove(problem, documents))
        except Unproven:
            continue
        asked.add(problem.question)
    return found


def main() -> None:
    """Write what ships."""
    made = make()
    write_store(STORE, made)
    print(
        f"{len(made.problems):,} problems, {sum(map(len, made.documents.values())):,} characters of documents"
    )


if __name__ == "__main__":
    main()
