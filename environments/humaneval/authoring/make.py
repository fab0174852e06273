"""Writing the embedded problems: ``python -m agentgym.environments.humaneval.authoring.make``."""

from __future__ import annotations

from agentgym.environments.humaneval.authoring import numbers, sequences, texts
from agentgym.environments.humaneval.authoring.problem import make
from agentgym.environments.humaneval.tasks import write
from agentgym.environments.humaneval.world.problem import Problem

HEADERS = {
    "longest_plateau": "import itertools\n\n\n",
    "mode": "from collections import Counter\n\n\n",
    "snake_case": "import re\n\n\n",
    "flatten": "from typing import Any\n\n\n",
}
"""What stands before a function in its prompt."""


def problems() -> dict[str, list[Problem]]:
    """Return what ships, by split: of twelve problems two are for training and one for development."""
    kinds = (sequences.CALLS, texts.CALLS, numbers.CALLS)
    mixed = [pair for triple in zip(*kinds, strict=True) for pair in triple]
    store: dict[str, list[Problem]] = {"train": [], "dev": [], "test": []}
    for number, (function, calls) in enumerate(mixed):
        split = "train" if number % 6 == 5 else "dev" if number % 12 == 6 else "test"
        store[split].append(make(number, function, calls, HEADERS.get(function.__name__, "")))
    return store


if __name__ == "__main__":
    write(problems())
