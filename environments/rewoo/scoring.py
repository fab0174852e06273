"""Scoring without a judge: by the kind of the label, after HotpotQA's normalisation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentgym.environments.rewoo.world.problem import Problem
from agentgym.tools.answers import exact_match, f1, holds, normalised
from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.calculator.units import Unit, unit

_NUMBER = re.compile(
    r"(?<![\w.])(?P<number>[-−+]?[$€£]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?P<part>\s*/\s*\d)?"
)
_EXACT = 1e-6
_SAME_QUANTITY = 0.02
_SHARE = 0.5
_WORDS = 40
"""Words of an answer beyond those of the label. The solver is asked for the answer alone; a list of words is none."""
_SMALL = frozenset(
    "a an the of in on at to for from by with and or as is are was were be been it its he she they his her their that "
    "this these those which who whom what when where how why not no do does did has have had will would can "
    "could".split()
)


def correct(prediction: str, problem: Problem) -> bool:
    """Whether an answer counts as right; what repeats the question is taken out first."""
    prediction = _without_echo(prediction, problem.question)
    if problem.label != "number" and len(prediction.split()) > _WORDS + len(problem.answer.split()):
        return False  # Of a number's working the last number counts, however long it is.
    match problem.label:
        case "yesno":
            return _choice(prediction, ("yes", "no"), first=True) == normalised(problem.answer)
        case "option":
            return _choice(prediction, problem.options) == problem.answer
        case "number":
            return _number(prediction, problem.answer)
        case "quantity":
            return any(_quantity(prediction, wanted) for wanted in (problem.answer, *problem.aliases))
        case "sentence":
            return shared(prediction, problem.answer) >= _SHARE
        case "text":
            return any(_text(prediction, wanted) for wanted in (problem.answer, *problem.aliases))


def score(prediction: str, problem: Problem) -> dict[str, float]:
    """Return ``acc`` and ``success`` (whether it counts as right), ``em`` and ``f1`` against the label."""
    right = float(correct(prediction, problem))
    found = {
        "acc": right,
        "success": right,
        "em": float(exact_match(prediction, problem.answer)),
        "f1": f1(prediction, problem.answer).f1,
    }
    return {**found, "approximate": right} if problem.label == "sentence" else found


def found(evidence: Iterable[str], facts: tuple[str, ...]) -> float:
    """Return the share of facts that stand in some evidence; 0 where no facts are known."""
    texts = list(evidence)
    return sum(any(holds(text, fact) for text in texts) for fact in facts) / len(facts) if facts else 0.0


def shared(prediction: str, gold: str) -> float:
    """Return the share of the label's content words that an answer has."""
    wanted = set(normalised(gold).split()) - _SMALL
    return len(wanted & set(normalised(prediction).split())) / len(wanted) if wanted else 0.0


def _without_echo(prediction: str, question: str) -> str:
    """Return an answer without the question, if it repeats all of it: that would hold many a right answer."""
    asked = normalised(question)
    if not asked or not holds(prediction, question):
        return prediction
    return f" {normalised(prediction)} ".replace(f" {asked} ", " ").strip()


def _choice(prediction: str, options: tuple[str, ...], *, first: bool = False) -> str:
    """Return the option that an answer takes, ``""`` for none: its first word, else the only one that occurs."""
    words = normalised(prediction).split()
    if first and words and words[0] in options:
        return words[0]
    named = [o for o in options if holds(prediction, o)]
    refused = not first and "not" in words
    return named[0] if len(named) == 1 and not refused else ""


def _text(prediction: str, gold: str) -> bool:
    return (exact_match(prediction, gold) and bool(normalised(gold))) or holds(prediction, gold)


def _value(text: str) -> float:
    return float(re.sub(r"[,$€£+]", "", text).replace("−", "-"))


def _number(prediction: str, gold: str) -> bool:
    """Whether the last number of an answer is the label's; a fraction is none."""
    numbers = list(_NUMBER.finditer(prediction))
    wanted = list(_NUMBER.finditer(gold))
    if not numbers or not wanted or any(n["part"] for n in numbers):
        return False
    value, right = _value(numbers[-1]["number"]), _value(wanted[-1]["number"])
    return abs(value - right) <= _EXACT * max(abs(right), 1e-12)


def _quantity(prediction: str, gold: str) -> bool:
    """Whether a number of an answer is the label's, within two in a hundred, in its unit or one of the same kind."""
    label = _NUMBER.search(gold)
    if label is None:
        return _text(prediction, gold)
    right, own = _value(label["number"]), _unit_of(gold[label.end("number") :])
    numbers = list(_NUMBER.finditer(prediction))
    for found in reversed(numbers):
        value, given = _value(found["number"]), _unit_of(prediction[found.end("number") :])
        if given is not None and own is not None:
            if given.dimension != own.dimension:
                continue
            value = value * float(given.factor / own.factor)
        elif given is None and len(numbers) > 1 and found is not numbers[-1]:
            continue
        if abs(value - right) <= _SAME_QUANTITY * abs(right):
            return True
    return False


_UNIT_TEXT = re.compile(r"\s*([A-Za-z]+(?:\s*(?:[*/·^]|per)\s*(?:[A-Za-z]+|-?\d))*[²³]?)")


def _unit_of(text: str) -> Unit | None:
    """Return the unit that a text begins with; ``None`` for none."""
    found = _UNIT_TEXT.match(text)
    if found is None:
        return None
    try:
        return unit(found[1])
    except NotComputable:
        return None
