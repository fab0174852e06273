"""Problems about the encyclopedia, from the questions that ship with it: several hops, trivia, yes-no, plausibility."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from agentgym.environments.rewoo.authoring.steps import Step, plan_of
from agentgym.environments.rewoo.world.names import ALPHA, CALCULATOR, GOOGLE, LLM, WIKIPEDIA
from agentgym.environments.rewoo.world.problem import Label, Problem
from agentgym.tools.answers import holds, normalised
from agentgym.tools.encyclopedia.embedded import folder_of, questions
from agentgym.tools.encyclopedia.questions import Hop, Question

T = TypeVar("T")
_FACTS, _ALL = (WIKIPEDIA, LLM), (WIKIPEDIA, LLM, ALPHA, CALCULATOR, GOOGLE)
_MEASURES = {
    "inhabitants": ("the number of inhabitants of {x}", 
                    "Does {a} have more than {k} times as many inhabitants as {b}?"),
    "square kilometres": ("the area of {x}", "Is {a} more than {k} times as large by area as {b}?"),
    "feet": ("the elevation of {x}", "Does {a} lie more than {k} times as high above the sea as {b}?"),
    "melts": ("the melting point of {x} in kelvin", 
              "Is the melting point of {a}, in kelvin, more than {k} times that of {b}?"),
}  # fmt: skip
"""By the keyword of a fact: what is read off, and the question about two things."""
_STATEMENTS = {
    "airport-city": "{x} serves {y}",
    "city-country": "{x} is a city in {y}",
    "city-state": "{x} belongs to the state of {y}",
    "city-zone": "the time zone of {x} is {y}",
    "country-capital": "the capital of {x} is {y}",
    "country-continent": "{x} is counted to the continent of {y}",
    "country-currency": "people in {x} pay with the {y}",
    "country-language": "{y} has an official standing in {x}",
    "language-script": "{x} is written in the {y} script",
    "discoverer-element": "{x} is known for finding {y}",
    "element-family": "{x} belongs to the {y}",
}
"""By the name of a relation: the statement that ``x`` has it to ``y``."""


def asked(split: str) -> list[Question]:
    """Return the questions of a split."""
    return list(questions(folder_of("real"), split).values())


def multi_hop(split: str, rng: random.Random) -> Iterator[Problem]:
    """Yield medium and hard questions, with a plan that opens an article for every hop."""
    for question in _shuffled(
        [q for q in asked(split) if q.level != "easy" and not q.form.startswith("shared")], rng
    ):
        if question.answer in ("yes", "no"):
            continue
        steps, replies = _walk(question)
        options = (
            tuple(sorted(h.search for h in question.hops)) if question.answer in _searched(question) else ()
        )
        label: Label = "option" if options else "number" if _is_number(question.answer) else "text"
        yield Problem(
            question=question.question, answer=question.answer, label=label, options=options, tools=_FACTS,
            examples="multihop", plan=plan_of(*steps), replies=replies, facts=tuple(h.finds for h in question.hops),
        )  # fmt: skip


def _searched(question: Question) -> list[str]:
    """Return what a comparison is between, where that stands in the question."""
    return (
        [h.search for h in question.hops] if question.type == "comparison" and len(question.hops) == 2 else []
    )


def _walk(question: Question) -> tuple[list[Step], dict[str, str]]:
    """Return a plan along the hops, and the replies to its calls of LLM."""
    steps: list[Step] = []
    replies: dict[str, str] = {}
    said: dict[int, str] = {}
    for position, hop in enumerate(question.hops):
        name = said.get(hop.uses, hop.search)
        steps.append((f"Find out more about {'it' if hop.uses >= 0 else hop.search}.", WIKIPEDIA, name))
        context = f"#E{len(steps)}"
        steps.append(("Read what is needed out of the article.", LLM,
                      f"{hop.asks.replace(hop.search, name)} Given context: {context}"))  # fmt: skip
        said[position] = f"#E{len(steps)}"
        replies[said[position]] = hop.finds
    if question.type == "comparison":
        context = ", ".join(said.values())
        steps.append(("Compare.", LLM, f"{question.question} Given context: {context}"))
        replies[f"#E{len(steps)}"] = question.answer
    return steps, replies


def trivia(split: str, rng: random.Random) -> Iterator[Problem]:
    """Yield questions that one article answers."""
    for hop in _shuffled(_hops(split), rng):
        plain = hop.finds.partition(" (")[0]
        if not any(c.isalpha() for c in hop.finds) or "UTC" in hop.finds or holds(hop.asks, plain):
            continue
        steps = (
            ("Search for a short answer.", GOOGLE, hop.asks),
            (f"Read about {hop.search}.", WIKIPEDIA, hop.search),
            ("Read the answer out of what was found.", LLM, f"{hop.asks} Given context: #E1 and #E2"),
        )
        yield Problem(
            question=hop.asks, answer=hop.finds, aliases=(plain,) if plain != hop.finds else (), label="text",
            tools=(WIKIPEDIA, LLM, GOOGLE), examples="trivia", plan=plan_of(*steps), replies={"#E3": hop.finds},
            facts=(hop.finds,),
        )  # fmt: skip


def yes_no(split: str, rng: random.Random) -> Iterator[Problem]:
    """Yield questions about two things, by number and by relation in turn; the answer is yes and no in turn."""
    compared, same = _compared(split, rng), _same(split, rng)
    for number in range(10_000):
        wanted = "Yes" if number % 4 < 2 else "No"
        source = same[wanted] if number % 2 else compared[wanted]
        if source:
            yield source.pop()


def _compared(split: str, rng: random.Random) -> dict[str, list[Problem]]:
    groups: dict[str, dict[str, Hop]] = defaultdict(dict)
    for hop in _hops(split):
        if hop.keyword in _MEASURES:
            groups[hop.keyword][hop.search] = hop
    found: dict[str, list[Problem]] = {"Yes": [], "No": []}
    for keyword, hops in sorted(groups.items()):
        members = [hops[title] for title in sorted(hops)]
        for _ in range(60):
            a, b = rng.sample(members, 2)
            ratio = _number(a.finds) / _number(b.finds) if _number(b.finds) else 0
            if not 1.3 <= ratio <= 400:
                continue
            yes = len(found["Yes"]) <= len(found["No"])
            k = round(
                ratio * (rng.uniform(0.4, 0.85) if yes else rng.uniform(1.2, 2.2)), 1 if ratio < 20 else None
            )
            if k <= 1 or (ratio > k) is not yes:
                continue
            found["Yes" if yes else "No"].append(_measured(keyword, a, b, f"{k:g}", "Yes" if yes else "No"))
    for problems in found.values():
        rng.shuffle(problems)
    return found


def _measured(keyword: str, a: Hop, b: Hop, k: str, answer: str) -> Problem:
    what, text = _MEASURES[keyword]
    steps = [(f"Find out more about {h.search}.", WIKIPEDIA, h.search) for h in (a, b)]
    steps += [
        (f"Read off {what.format(x=h.search)}.", LLM,
         f"What is {what.format(x=h.search)}? Only the number. Given context: #E{n}")
        for n, h in enumerate((a, b), start=1)
    ]  # fmt: skip
    steps.append(("Divide one by the other.", CALCULATOR, "#E3 / #E4"))
    return Problem(
        question=f"Answer with 'Yes' or 'No': {text.format(a=a.search, b=b.search, k=k)}", answer=answer, label="yesno",
        tools=_ALL, examples="facts", plan=plan_of(*steps), replies={"#E3": a.finds, "#E4": b.finds},
        facts=(a.finds, b.finds),
    )  # fmt: skip


def _same(split: str, rng: random.Random) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {"Yes": [], "No": []}
    for question in _shuffled(
        [q for q in asked(split) if q.form.startswith("same:") and len(q.hops) == 2], rng
    ):
        a, b = question.hops
        steps = [(f"Find out more about {h.search}.", WIKIPEDIA, h.search) for h in (a, b)]
        steps += [
            (f"Read out what is needed about {h.search}.", LLM, f"{h.asks} Given context: #E{n}")
            for n, h in enumerate((a, b), start=1)
        ]
        answer = question.answer.capitalize()
        found[answer].append(
            Problem(
                question=f"Answer with 'Yes' or 'No': {question.question}", answer=answer, label="yesno", tools=_ALL,
                examples="facts", plan=plan_of(*steps), replies={"#E3": a.finds, "#E4": b.finds},
                facts=(a.finds, b.finds),
            )
        )  # fmt: skip
    return found


def plausible(split: str, rng: random.Random) -> Iterator[Problem]:
    """Yield statements of two facts, true and with one fact exchanged in turn."""
    named = [(relation, hop) for q in asked(split) for relation, hop in _named(q)]
    values: dict[str, list[str]] = defaultdict(list)
    for relation, hop in named:
        values[relation].append(hop.finds)
    chains = [list(_named(q)) for q in asked(split) if len(q.hops) >= 2]
    true = True
    for (one, first), (other, second) in (
        (c[0], c[1]) for c in _shuffled([c for c in chains if len(c) > 1], rng)
    ):
        said = [first.finds, second.finds]
        if not true:
            place = rng.randrange(2)
            others = [v for v in values[(one, other)[place]] if normalised(v) != normalised(said[place])]
            if not others:
                continue
            said[place] = rng.choice(others)
        parts = [
            _STATEMENTS[r].format(x=h.search, y=y)
            for r, h, y in zip((one, other), (first, second), said, strict=True)
        ]
        statement = f"{parts[0][0].upper()}{parts[0][1:]}, and {parts[1]}."
        steps = (
            (f"Find out more about {first.search}.", WIKIPEDIA, first.search),
            (f"Find out more about {second.search}.", WIKIPEDIA, second.search),
            ("Compare the statement with what was found.", LLM,
             f"Is this statement right: {statement} Given context: #E1 and #E2"),
        )  # fmt: skip
        yield Problem(
            question=f"Determine whether the following statement is plausible or implausible: {statement}",
            answer="plausible" if true else "implausible", options=("implausible", "plausible"), label="option",
            tools=_ALL, examples="facts", plan=plan_of(*steps), replies={"#E3": "yes" if true else "no"},
            facts=(first.finds, second.finds),
        )  # fmt: skip
        true = not true


def _named(question: Question) -> Iterator[tuple[str, Hop]]:
    """Yield the hops of a chain with the names of their relations, as far as they can be stated."""
    relations = question.form.split("/")
    if len(relations) == len(question.hops):
        for relation, hop in zip(relations, question.hops, strict=True):
            if relation not in _STATEMENTS:
                return
            yield relation, hop


def _hops(split: str) -> list[Hop]:
    """Return the hops of a split's questions, each fact once."""
    return list({(h.search, h.keyword): h for q in asked(split) for h in q.hops if h.sentence >= 0}.values())


def _shuffled(items: list[T], rng: random.Random) -> list[T]:
    return rng.sample(items, len(items))


def _is_number(answer: str) -> bool:
    return answer.replace(",", "").replace(".", "", 1).isdigit()


def _number(text: str) -> float:
    return float(text.replace(",", ""))
