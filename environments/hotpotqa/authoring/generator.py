"""Making the questions that ship: the same ones about every world, so that memory can be told from reading."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from agentgym.environments.hotpotqa.authoring.asking import Asker, Draft, Unfair
from agentgym.environments.hotpotqa.authoring.drawing import Ids, draws
from agentgym.environments.hotpotqa.authoring.templates import (
    TEMPLATES,
    Chain,
    Comparison,
    Same,
    Shared,
    Template,
)
from agentgym.environments.hotpotqa.authoring.things import World
from agentgym.tools.encyclopedia.questions import Question

LEVELS = ("easy", "medium", "hard")
SIZES = {"test": (100, 100, 100), "dev": (34, 33, 33), "train": (334, 333, 333)}
"""Questions of each level, by split, in the order in which they are drawn."""
_SHARES = {
    "easy": {Chain: 0.86, Same: 0.14},
    "medium": {Chain: 0.70, Comparison: 0.18, Same: 0.12},
    "hard": {Chain: 0.66, Comparison: 0.14, Same: 0.12, Shared: 0.08},
}
"""How much of a level is of each sort of template."""
_MOST = 0.02
"""Share of a level that one answer may have; yes and no are the answers of half their questions each."""


class Generator:
    """Draws questions about several worlds that have the same things.

    Args:
        worlds: the worlds; the first one is drawn from, and a question must be fair in all of them.
        seed: what is drawn.
    """

    def __init__(self, worlds: list[World], seed: int = 0) -> None:
        self.askers = [Asker(world) for world in worlds]
        self.rng = random.Random(seed)
        self._streams = {t: self._fair(t) for t in TEMPLATES}
        self._held: dict[Template, list[tuple[Ids, list[Draft]]]] = {t: [] for t in TEMPLATES}
        self._texts: set[str] = set()

    def make(self) -> list[list[Question]]:
        """Return the questions of each world, those of all splits, sorted by id."""
        made: list[list[Question]] = [[] for _ in self.askers]
        tested: set[str] = set()
        for split, sizes in SIZES.items():
            drawn = [
                q for level, size in zip(LEVELS, sizes, strict=True) for q in self._level(level, size, tested)
            ]
            if split == "test":
                tested = {i for _, ids, _ in drawn for i in ids}
            self.rng.shuffle(drawn)
            for number, (template, _, drafts) in enumerate(drawn):
                for questions, draft in zip(made, drafts, strict=True):
                    questions.append(_question(f"{split}-{number:04d}", template, draft))
        return [sorted(questions, key=lambda q: q.id) for questions in made]

    def _level(self, level: str, size: int, tested: set[str]) -> list[tuple[Template, Ids, list[Draft]]]:
        answers: Counter[str] = Counter()
        found: list[tuple[Template, Ids, list[Draft]]] = []
        shares = _SHARES[level]
        for sort, share in reversed(shares.items()):  # chains last: they fill what is left
            count = size - len(found) if sort is Chain else round(size * share)
            most = -(-count // 2) if sort is Same else max(1, round(size * _MOST))
            templates = [t for t in TEMPLATES if t.level == level and isinstance(t, sort)]
            found += self._sort(templates, count, most, answers, tested)
        return found

    def _sort(
        self, templates: list[Template], count: int, most: int, answers: Counter[str], tested: set[str]
    ) -> list[tuple[Template, Ids, list[Draft]]]:
        """Draw questions of some templates in turn."""
        found: list[tuple[Template, Ids, list[Draft]]] = []
        open_ = list(templates)
        while len(found) < count:
            if not open_:
                raise AssertionError(f"only {len(found)} of {count} questions: {[t.form for t in templates]}")
            for template in list(open_):
                taken = self._next(template, most, answers, tested)
                if taken is None:
                    open_.remove(template)
                elif len(found) < count:
                    found.append((template, *taken))
                    answers[taken[1][0].answer] += 1
        return found

    def _next(
        self, template: Template, most: int, answers: Counter[str], tested: set[str]
    ) -> tuple[Ids, list[Draft]] | None:
        """Return the next candidate of a template that fits; others are held for another split."""
        held = self._held[template]
        for position, candidate in enumerate(held):
            if self._fits(candidate, most, answers, tested):
                return held.pop(position)
        for candidate in self._streams[template]:
            if self._fits(candidate, most, answers, tested):
                return candidate
            held.append(candidate)
            if len(held) > 4_000:
                return None
        return None

    @staticmethod
    def _fits(candidate: tuple[Ids, list[Draft]], most: int, answers: Counter[str], tested: set[str]) -> bool:
        ids, drafts = candidate
        return answers[drafts[0].answer] < most and tested.isdisjoint(ids)

    def _fair(self, template: Template) -> Iterator[tuple[Ids, list[Draft]]]:
        """Yield the candidates of a template that are fair in every world, each text once."""
        for ids in draws(self.askers[0].world, template, random.Random(self.rng.random())):
            try:
                drafts = [asker.ask(template, ids) for asker in self.askers]
            except Unfair:
                continue
            texts = [d.text for d in drafts]
            if self._texts.isdisjoint(texts):
                self._texts.update(texts)
                yield ids, drafts


def _question(key: str, template: Template, draft: Draft) -> Question:
    return Question(
        id=key,
        level=template.level,
        type="bridge" if isinstance(template, Chain | Shared) else "comparison",
        form=template.form,
        question=draft.text,
        answer=draft.answer,
        hops=draft.hops,
    )
