"""The reward of an end, and what is left to a judge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from agentgym.actions import ParseError
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import End, Evaluator, Open
from agentgym.environments.webarena.world.evaluators.text import clean
from agentgym.hooks import Hooks
from agentgym.judging import Judge, Question
from agentgym.messages import user
from agentgym.tasks import Task


class Score(msgspec.Struct):
    """What the evaluators say together: the product, and the questions that only a judge can answer."""

    value: float
    open: list[Open]


def score(evaluators: Sequence[Evaluator], end: End) -> Score:
    """Judge an end by all evaluators, in their order; their scores are multiplied."""
    value, left = 1.0, list[Open]()
    for evaluator in evaluators:
        verdict = evaluator.judge(end)
        value *= verdict.score
        left += verdict.open
    return Score(value, left if value else [])


_FUZZY = """Somebody was asked to do something on the web and to report the result. Compare the report with what was \
expected. Other words for the same thing are fine, and so is more detail, as long as the report says what was \
expected. The text "N/A" stands for "this cannot be done".

Asked: {intent}
Expected: {reference}
Reported: {answer}

Say in a sentence what you compare. Then end with exactly one of these words: correct, incorrect, partially correct."""
_UNACHIEVABLE = """Somebody was asked to do something on the web that cannot be done, for a known reason. Say whether \
the report gives that reason, in whatever words, or at least implies it.

Asked: {intent}
Reason: {reference}
Reported: {answer}

Say in a sentence what you compare. Then end with exactly one of these words: same, different."""
_VERDICT = re.compile(r"partially correct|incorrect|correct|different|same")


class WebArenaJudge(Judge):
    """Asks whether an answer means what was expected (``fuzzy_match``); everything else was right already."""

    version = "1"

    def __init__(self, env: Hooks) -> None:
        super().__init__(env)

    def questions(self, task: Task, answers: Sequence[str]) -> list[Question]:
        """Return a question for each reference that only a reader can compare."""
        config: Config = task.data
        answer = self._answer(answers)
        asked = []
        for number, left in enumerate(open_questions(config, answer), start=1):
            text = _FUZZY if left.kind == "fuzzy" else _UNACHIEVABLE
            filled = text.format(intent=config.intent, reference=left.reference, answer=answer)
            asked.append(Question(name=f"{left.kind}_{number}", messages=[user(filled)]))
        return asked

    def rating(self, verdict: str) -> float | None:
        """Return 1 or 0; the original's order: a ``partially correct`` or ``different`` anywhere is a no."""
        found = set(_VERDICT.findall(verdict.lower()))
        if found & {"partially correct", "incorrect", "different"}:
            return 0.0
        return 1.0 if found else None

    def scores(self, ratings: Mapping[str, Sequence[float]]) -> dict[str, float]:
        """Return the reward: every reference must be met by most of the verdicts on it."""
        each = {name: sum(found) / len(found) for name, found in ratings.items()}
        reward = float(all(share > 0.5 for share in each.values()))
        return {"reward": reward, "success": reward, **each}

    def _answer(self, answers: Sequence[str]) -> str:
        if not answers:
            return ""
        try:
            action = self.env.format.parse(answers[-1])
        except ParseError:
            return ""
        return str(action.arguments.get("answer", "")) if action.name == "stop" else ""


def open_questions(config: Config, answer: str) -> list[Open]:
    """Return what a judge is to be asked about an answer."""
    from agentgym.environments.webarena.world.evaluators.answer import Answer

    if config.eval is None or "string_match" not in config.eval.eval_types:
        return []
    evaluator = Answer(config.eval, config.rules)
    left = []
    for kind, value in evaluator.references:
        if kind != "fuzzy_match":
            continue
        if isinstance(value, str):
            left += [] if clean(answer) == clean(value) else [Open("unachievable", evaluator.note)]
        else:
            left += [Open("fuzzy", reference) for reference in value]
    return left
