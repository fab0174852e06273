"""The judge's templates: ours, or FastChat's file of them."""

from __future__ import annotations

import re

import msgspec

SINGLE = "single-v1"
SINGLE_MATH = "single-math-v1"
PAIR = "pair-v2"
PAIR_MATH = "pair-math-v1"
TURNS = "-multi-turn"
"""Suffix of the templates for the second turn."""

_HOLE = re.compile(r"\{(\w+)\}")


class Template(msgspec.Struct, frozen=True):
    """One template, in the form of FastChat's ``judge_prompts.jsonl``."""

    name: str
    system_prompt: str
    prompt_template: str

    def filled(self, **values: str) -> str:
        """Return the prompt with its holes filled; braces within values mean nothing."""
        return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), self.prompt_template)


_HELPER = "You are a helpful assistant."
_RATE = (
    "Judge the quality of an assistant's answer to a user. {on} Explain your judgement in a few sentences first, and "
    'be fair. Then give a whole number from 1 (worst) to 10 (best) in exactly this form: "[[rating]]", for example '
    '"Rating: [[5]]".'
)
_GENERAL = (
    "What counts is whether the answer is helpful, to the point, correct, thorough, original and detailed."
)
_REFERENCE = (
    "What counts is whether the answer is correct and helpful. A reference answer is given: compare with it first, and "
    "find and correct mistakes."
)
_SECOND = " Two turns are shown; judge the answer to the second question."
_PREFER = (
    "Compare the answers of two assistants to a user. {on} Their order, their length and the assistants' names must "
    "not influence you. Explain your judgement in a few sentences first. Then give your verdict in exactly this form: "
    '"[[A]]" if assistant A is better, "[[B]]" if assistant B is better, "[[C]]" for a tie.'
)


def _part(title: str, text: str) -> str:
    return f"[{title}]\n{text}\n[End of: {title}]"


def _conversation(who: str, questions: tuple[str, str], answers: tuple[str, str]) -> str:
    turns = "\n\n".join(f"User:\n{q}\n\n{who}:\n{a}" for q, a in zip(questions, answers, strict=True))
    return _part(f"Conversation with {who}", turns)


_ASKED = ("{question_1}", "{question_2}")
_KNOWN = _conversation("Reference", _ASKED, ("{ref_answer_1}", "{ref_answer_2}"))


def _single(name: str, on: str, known: bool) -> list[Template]:
    first = [_part("Question", "{question}")]
    first += [_part("Reference answer", "{ref_answer_1}")] if known else []
    first += [_part("Answer", "{answer}")]
    both = [_KNOWN] if known else []
    both += [_conversation("Assistant", _ASKED, ("{answer_1}", "{answer_2}"))]
    rate = _RATE.format(on=on)
    return [
        Template(name, _HELPER, "\n\n".join([rate, *first])),
        Template(f"{name}{TURNS}", rate + _SECOND, "\n\n".join(both)),
    ]


def _pair(name: str, on: str, known: bool) -> list[Template]:
    first = [_part("Question", "{question}")]
    first += [_part("Reference answer", "{ref_answer_1}")] if known else []
    first += [_part("Answer of assistant A", "{answer_a}"), _part("Answer of assistant B", "{answer_b}")]
    both = [_KNOWN] if known else []
    both += [
        _conversation(f"Assistant {x.upper()}", _ASKED, (f"{{answer_{x}_1}}", f"{{answer_{x}_2}}"))
        for x in "ab"
    ]
    prefer = _PREFER.format(on=on)
    return [
        Template(name, prefer, "\n\n".join(first)),
        Template(f"{name}{TURNS}", prefer + _SECOND, "\n\n".join(both)),
    ]


OURS: dict[str, Template] = {
    t.name: t
    for t in (
        *_single(SINGLE, _GENERAL, False),
        *_single(SINGLE_MATH, _REFERENCE, True),
        *_pair(PAIR, _GENERAL, False),
        *_pair(PAIR_MATH, _REFERENCE, True),
    )
}
"""The templates that ship, by FastChat's names."""
