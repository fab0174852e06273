"""Writing the embedded questions: ``python -m agentgym.environments.mmlu.authoring.make``."""

from __future__ import annotations

import random

from agentgym.environments.knowledge_graph.world.embedded import embedded_graph
from agentgym.environments.mmlu.authoring import facts, rules
from agentgym.environments.mmlu.authoring.drawing import Draft, question
from agentgym.environments.mmlu.tasks import EXAMPLES, write
from agentgym.environments.mmlu.world.question import Question

SIZES = {EXAMPLES: 5, "train": 12, "dev": 8, "test": 20}
"""Questions of each subject in each split."""


def make(seed: int = 0) -> dict[str, list[Question]]:
    """Return what ships.

    Raises:
        ValueError: there are too few questions of a subject.
    """
    store: dict[str, list[Question]] = {split: [] for split in SIZES}
    drafted = dict(facts.subjects(facts.Facts(embedded_graph())))
    for subject in sorted({*drafted, *rules.RULES}):
        rng = random.Random(f"{seed} {subject}")
        drafts = facts.shuffled(drafted[subject], rng) if subject in drafted else _drawn(subject, rng)
        found = [question(subject, d, rng) for d in drafts[: sum(SIZES.values())]]
        if len(found) < sum(SIZES.values()):
            raise ValueError(f"{subject} has {len(found)} questions, {sum(SIZES.values())} are needed.")
        for split, size in SIZES.items():
            store[split] += found[:size]
            found = found[size:]
    return store


def _drawn(subject: str, rng: random.Random) -> list[Draft]:
    drafts: dict[str, Draft] = {}
    while len(drafts) < sum(SIZES.values()):
        draft = rules.RULES[subject](rng)
        drafts.setdefault(f"{draft.text} {draft.right}", draft)
    return list(drafts.values())


if __name__ == "__main__":
    write(make())
