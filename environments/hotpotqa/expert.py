"""The expert: it knows which articles tell the answer, reads them, and says what it has read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from agentgym.actions import Action
from agentgym.environments.hotpotqa.protocol import FINISH, LOOKUP, SEARCH
from agentgym.tools.encyclopedia.items import Item
from agentgym.tools.encyclopedia.questions import Hop


class Planned(NamedTuple):
    """One action, and what is to be read where it leads."""

    name: str
    argument: str
    asks: str
    finds: str


def plan(item: Item) -> list[Planned]:
    """Return the searches and look-ups that an answer follows from, without the answer."""
    if item.hops:
        return [step for hop in item.hops for step in _of_hop(hop)]
    texts = {a.title: list(a.sentences()) for a in item.context}
    found = []
    for title in item.gold_titles:
        told = [
            texts[title][n].strip() for t, n in item.facts if t == title and n < len(texts.get(title, ()))
        ]
        found.append(Planned(SEARCH.name, title, f"I need what is said about {title}.", " ".join(told)))
    return found


def actions(item: Item, *, left: int, survives: bool) -> Iterator[Action]:
    """Yield the way to the answer; where the steps that are left do not reach, the answer at once.

    Args:
        item: the question.
        left: steps that are left.
        survives: a look-up's place outlives a search, so that the same keyword must be spelled in another way.
    """
    steps = plan(item) if len(plan(item)) < left else []
    read, last = "", ""
    for step in steps:
        argument = step.argument
        if step.name == LOOKUP.name:
            if survives and argument.lower() == last.lower():
                argument = argument[:-1]
            last = argument
        yield Action(
            name=step.name,
            arguments={"entity" if step.name == SEARCH.name else "keyword": argument},
            thought=_thought(read, step),
        )
        read = step.finds
    answer = item.answer if item.answer is not None else "noanswer"
    thought = f"{_said(read)}So the answer is {answer}."
    yield Action(name=FINISH.name, arguments={"answer": answer}, thought=thought)


def _of_hop(hop: Hop) -> Iterator[Planned]:
    told = hop.finds if not hop.keyword else ""
    asks = hop.asks or f"I have to know which things are called {hop.search}."
    yield Planned(SEARCH.name, hop.search, asks, f"It is {told}." if told else "")
    if hop.keyword:
        yield Planned(LOOKUP.name, hop.keyword, asks, f"It is {hop.finds}.")


def _thought(read: str, step: Planned) -> str:
    doing = f"I search for {step.argument}." if step.name == SEARCH.name else f'I look up "{step.argument}".'
    return f"{_said(read)}{step.asks} {doing}"


def _said(read: str) -> str:
    return f"{' '.join(read.split())} " if read else ""
