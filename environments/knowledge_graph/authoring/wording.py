"""Putting a schema with the names of its entities into words, in one of many ways."""

from __future__ import annotations

import random
import re

from agentgym.environments.knowledge_graph.authoring.lexicon import CLASSES, SUPERLATIVES, Step
from agentgym.environments.knowledge_graph.authoring.schemas import Schema

_FORMS = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")

_OPEN = (
    "Name {x}.", "Tell me {x}.", "I would like to know {x}.", "Can you find {x}?", "Give me {x}, please.", "{x}?",
    "Which answer do you have for somebody who asks for {x}?", "Find {x}.", "I am looking for {x}.",
)  # fmt: skip
_COUNT = (
    "How many {x} are there?", "What is the number of {x}?", "Count {x}.", "Tell me how many {x} there are.",
    "I need the number of {x}.",
)  # fmt: skip
_BEST = (
    "Of {x}, which one has the {best}?", "Among {x}, find the one with the {best}.", "Which of {x} has the {best}?",
    "Consider {x}. Which of them has the {best}?",
)  # fmt: skip


class Words:
    """Puts schemas into words.

    Args:
        rng: draws the words; its state goes on with every question.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def question(self, schema: Schema, names: list[str]) -> str:
        """Return the question of a schema whose chains begin with ``names``."""
        if len(schema.chains) == 1:
            bare, many = self._chain(schema.chains[0], names[0], plural=bool(schema.top))
        else:
            bare, many = self._both(schema, names), True
        if schema.top == "count":
            text = self.rng.choice(_COUNT).format(x=bare)
        elif schema.top:
            way, attribute = schema.top.split(":")
            best = self.rng.choice(SUPERLATIVES[attribute][way == "min"])
            text = self.rng.choice(_BEST).format(x=f"the {bare}", best=best)
        else:
            copula = "are" if many else "is"
            opening = self.rng.choice((*_OPEN, f"What {copula} {{x}}?", f"Which {copula} {{x}}?"))
            text = opening.format(x=f"the {bare}")
        return text[0].upper() + text[1:]

    def _chain(self, chain: tuple[Step, ...], name: str, *, plural: bool) -> tuple[str, bool]:
        """Return the noun phrase of a chain's end without its article, and whether it is in the plural."""
        phrase, many = name, False
        for number, step in enumerate(chain):
            last = number == len(chain) - 1
            inner = phrase if number == 0 else f"the {phrase}"
            noun = self.rng.choice(step.nouns)
            whole = many or step.many or (last and plural)
            phrase = self._fit(noun, whole, many).replace("{x}", inner)
            phrase = phrase.replace("the the ", "the ")
            many = whole
        return phrase, many

    @staticmethod
    def _fit(noun: str, plural: bool, source_plural: bool) -> str:
        """Choose the forms: those before ``{x}`` agree with what is found, those after it with ``{x}``."""
        head, mark, tail = noun.partition("{x}")
        head = _FORMS.sub(lambda m: m[2] if plural else m[1], head)
        return head + mark + _FORMS.sub(lambda m: m[2] if source_plural else m[1], tail)

    def _both(self, schema: Schema, names: list[str]) -> str:
        clauses = []
        for chain, name in zip(schema.chains, names, strict=True):
            inner, many = name, False
            if len(chain) > 1:
                phrase, many = self._chain(chain[:-1], name, plural=False)
                inner = f"the {phrase}"
            clause = self._fit(self.rng.choice(chain[-1].clauses), True, many).replace("{x}", inner)
            clauses.append(clause.replace("the the ", "the "))
        noun = CLASSES[schema.chains[0][-1].target][1]
        return f"{noun} {clauses[0]} and {clauses[1]}"
