"""The two examples: a bridge that takes a look-up, and a comparison."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.actions import Action
from agentgym.environments.hotpotqa.protocol import FINISH, INVALID, LOOKUP, PROMPT, SEARCH, numbered
from agentgym.environments.hotpotqa.texts import HotpotQATexts
from agentgym.tools.encyclopedia.reader import FAILED, NO_PAGE


class Example(NamedTuple):
    """A solved question: what was done at each step, and what that led to (nothing for the last)."""

    question: str
    steps: tuple[tuple[Action, str], ...]


def _step(name: str, argument: str, thought: str) -> Action:
    key = {SEARCH.name: "entity", LOOKUP.name: "keyword", FINISH.name: "answer"}[name]
    return Action(name=name, arguments={key: argument}, thought=thought)


EXAMPLES = (
    Example(
        "With which currency do people pay in the country where Tromsdalen lies?",
        (
            (
                _step(
                    "Search", "Tromsdalen", "I have to find the country of Tromsdalen, and then its currency."
                ),
                "Tromsdalen is a place in Norway. It looks over a bridge to the city of Tromsø.",
            ),
            (
                _step("Search", "Norway", "Tromsdalen is in Norway, so I look for the currency of Norway."),
                "Norway is a country that belongs to the continent of Europe. Its capital is Oslo.",
            ),
            (
                _step(
                    "Lookup", "currency", "The first paragraph does not say it, so I look the currency up."
                ),
                "(Result 1/1) People pay in the country's currency, the Norwegian Krone.",
            ),
            (_step("Finish", "Norwegian Krone", "The currency of Norway is the Norwegian Krone."), ""),
        ),
    ),
    Example(
        "Do the Tana and the Orinoco flow on the same continent?",
        (
            (
                _step("Search", "Tana", "I look for both rivers and compare their continents."),
                "Could not find [Tana]. Similar: ['Tana (river of Kenya)', 'Tana (lake)']",
            ),
            (
                _step("Search", "Tana (river of Kenya)", "There are several. I want the river."),
                "The Tana is the longest river of Kenya, in Africa. It flows into the Indian Ocean.",
            ),
            (
                _step("Search", "Orinoco", "The Tana flows in Africa. Now the Orinoco."),
                "The Orinoco is a river of South America. Most of its basin is in Venezuela.",
            ),
            (_step("Finish", "no", "One flows in Africa, the other in South America, so they do not."), ""),
        ),
    ),
)


def own_texts() -> HotpotQATexts:
    """Return the texts of the paper's protocol in our own words."""
    return HotpotQATexts(prompt=PROMPT, examples=as_text(), invalid=INVALID, no_page=NO_PAGE, failed=FAILED)


def as_text() -> str:
    """Return the examples as one text, as the paper's prompt has them."""
    lines: list[str] = []
    for example in EXAMPLES:
        lines.append(f"\nQuestion: {example.question}" if lines else f"Question: {example.question}")
        for number, (action, seen) in enumerate(example.steps, start=1):
            lines.append(numbered(action, f"{action.name}[{next(iter(action.arguments.values()))}]", number))
            lines += [f"Observation {number}: {seen}"] if seen else []
    return "\n".join(lines)
