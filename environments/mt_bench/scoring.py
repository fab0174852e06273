"""Scoring by a judge, as FastChat does it: one rating a turn, with a reference answer where the category has one.

The reward of an episode is the mean rating of its turns, in tenths of the ten points; the ratings themselves are the
scores ``turn_1``, ``turn_2`` and ``rating``. Comparisons are asked for in both orders; where the orders disagree it is
a tie.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from agentgym.environments.mt_bench.official.files import read_templates
from agentgym.environments.mt_bench.world import templates
from agentgym.environments.mt_bench.world.question import REFERENCED, Question
from agentgym.environments.mt_bench.world.templates import TURNS, Template
from agentgym.hooks import Hooks
from agentgym.judging import Judge, Preference
from agentgym.judging import Question as Asked
from agentgym.messages import system, user
from agentgym.tasks import Task

BEST = 10.0
_RATING = re.compile(r"\[\[(\d+\.?\d*)\]\]")
_LOOSE = re.compile(r"\[(\d+\.?\d*)\]")
_VERDICTS: dict[str, Preference] = {"A": "first", "B": "second", "C": "tie"}
_VERDICT = re.compile(r"\[\[([ABC])\]\]")


def read_rating(verdict: str) -> float | None:
    """Return the first ``[[rating]]`` of a verdict, else the first ``[rating]``; ``None`` if it is not from 1 to 10.

    >>> read_rating("Good. Rating: [[8]]"), read_rating("8 of 10"), read_rating("[[11]]")
    (8.0, None, None)
    """
    found = _RATING.search(verdict) or _LOOSE.search(verdict)
    value = float(found[1]) if found else 0.0
    return value if 1.0 <= value <= BEST else None


def read_preference(verdict: str) -> Preference | None:
    """Return whom a verdict prefers; ``None`` if it names none, or several."""
    found = {m[1] for m in _VERDICT.finditer(verdict)}
    return _VERDICTS[found.pop()] if len(found) == 1 else None


class MTBenchJudge(Judge):
    """MT-Bench's judge. Templates are those of the data folder; ours where the questions are.

    Args:
        env: an environment made with the arguments of the episodes.
    """

    def __init__(self, env: Hooks) -> None:
        super().__init__(env)
        self.templates: dict[str, Template] = templates.OURS if env.data is None else read_templates(env.data)

    def questions(self, task: Task, answers: Sequence[str]) -> list[Asked]:
        """Return one question a turn."""
        question: Question = task.data
        name = templates.SINGLE_MATH if question.category in REFERENCED else templates.SINGLE
        values = {
            **_common(question),
            "answer": answers[0],
            **{f"answer_{n}": text for n, text in enumerate(answers, start=1)},
        }
        return self._asked(name, len(answers), values)

    def comparisons(self, task: Task, first: Sequence[str], second: Sequence[str]) -> list[Asked]:
        """Return one comparison a turn, ``first`` as assistant A."""
        question: Question = task.data
        name = templates.PAIR_MATH if question.category in REFERENCED else templates.PAIR
        values = _common(question)
        for letter, answers in (("a", first), ("b", second)):
            values[f"answer_{letter}"] = answers[0]
            values |= {f"answer_{letter}_{n}": text for n, text in enumerate(answers, start=1)}
        return self._asked(name, min(len(first), len(second)), values)

    def rating(self, verdict: str) -> float | None:
        """Read a rating from 1 to 10."""
        return read_rating(verdict)

    def preference(self, verdict: str) -> Preference | None:
        """Read ``[[A]]``, ``[[B]]`` or ``[[C]]``."""
        return read_preference(verdict)

    def scores(self, ratings: Mapping[str, Sequence[float]]) -> dict[str, float]:
        """Return the mean rating of each turn, of both, and the reward."""
        turns = {name: sum(found) / len(found) for name, found in ratings.items()}
        rating = sum(turns.values()) / len(turns)
        return {"reward": rating / BEST, "rating": rating, **turns}

    def _asked(self, name: str, turns: int, values: Mapping[str, str]) -> list[Asked]:
        chosen = [self.templates[name], self.templates[f"{name}{TURNS}"]][:turns]
        return [
            Asked(name=f"turn_{n}", messages=[system(t.system_prompt), user(t.filled(**values))])
            for n, t in enumerate(chosen, start=1)
        ]


def _common(question: Question) -> dict[str, str]:
    values = {"question": question.turns[0]}
    values |= {f"question_{n}": text for n, text in enumerate(question.turns, start=1)}
    return values | {f"ref_answer_{n}": text for n, text in enumerate(question.reference, start=1)}
