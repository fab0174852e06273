"""``string_match``: what was answered."""

from __future__ import annotations

from typing import Any

from agentgym.environments.webarena.world.config import Eval, Rules
from agentgym.environments.webarena.world.evaluators.base import End, Open, Verdict
from agentgym.environments.webarena.world.evaluators.text import clean, equal, includes, one_text, texts
from agentgym.errors import DataError

KINDS = ("exact_match", "must_include", "fuzzy_match")


class Answer:
    """Compares the answer with the references; what is fuzzy is left open for a judge.

    Args:
        given: the configuration.
        rules: ``2023`` compares one character like any other text.

    Raises:
        DataError: the configuration cannot be used.
    """

    def __init__(self, given: Eval, rules: Rules = "current") -> None:
        if given.reference_answers is None:
            raise DataError("eval.reference_answers is missing, which string_match compares with.")
        self.references: list[tuple[str, Any]] = []
        self.alone = rules != "2023"
        self.note = given.string_note or ""
        for kind, value in given.reference_answers.items():
            where = f"eval.reference_answers.{kind}"
            if kind == "exact_match":
                self.references.append((kind, one_text(value, where)))
            elif kind == "must_include":
                self.references.append((kind, texts(value, where)))
            elif kind == "fuzzy_match":
                unachievable = value == "N/A" and rules != "2023"
                self.references.append((kind, value if unachievable else texts(value, where)))
            else:
                raise DataError(f"{where} is not known; an answer is compared by {', '.join(KINDS)}.")

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0, and what a judge is to be asked where it is not 0 already."""
        answer = clean(end.answer)
        score, left = 1.0, list[Open]()
        for kind, value in self.references:
            if kind == "exact_match":
                score *= equal(value, answer)
            elif kind == "must_include":
                alone = self.alone and len(value) == 1
                score *= all(includes(reference, answer, alone=alone) for reference in value)
            elif isinstance(value, str):
                # The original sets the score here: what was asked before no longer counts.
                score *= equal(value, answer)
                if not score:
                    score, left = 1.0, [Open("unachievable", self.note)]
            else:
                left += [Open("fuzzy", reference) for reference in value]
        return Verdict(score, left if score else [])
