"""Writing the embedded questions: ``python -m agentgym.environments.mt_bench.authoring.make``."""

from __future__ import annotations

from agentgym.environments.mt_bench.authoring import closed, creative
from agentgym.environments.mt_bench.tasks import write
from agentgym.environments.mt_bench.world.question import Question


def questions() -> dict[str, list[Question]]:
    """Return what ships, by split: of each category one question for training, one for development, the rest to test."""
    store: dict[str, list[Question]] = {"train": [], "dev": [], "test": []}
    for category, found in {**creative.QUESTIONS, **closed.QUESTIONS}.items():
        for number, (first, second, one, two) in enumerate(found):
            split = ("train", "dev")[number] if number < 2 else "test"
            store[split].append(Question(category, (first, second), (one, two)))
    return store


if __name__ == "__main__":
    write(questions())
