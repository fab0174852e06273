"""Questions about a graph: programs drawn from the ontology's steps, put into words, with their answers.

A schema is a program without its entities. Splits are GrailQA's: *i.i.d.* questions have schemas that occur in
training, *compositional* ones have new schemas of known relations, *zero-shot* ones have relations that training never
uses. The first word of a question's kind is its shape.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from agentgym.environments.knowledge_graph.expert import try_plan
from agentgym.environments.knowledge_graph.index import Index
from agentgym.environments.knowledge_graph.lexicon import CLASSES, STEPS, SUPERLATIVES, UNSEEN, Step
from agentgym.environments.knowledge_graph.ontology import Ontology
from agentgym.environments.knowledge_graph.plans import plan
from agentgym.environments.knowledge_graph.programs import And, Count, Entity, Join, Program, Superlative
from agentgym.environments.knowledge_graph.protocol import CallGrammar
from agentgym.environments.knowledge_graph.questions import Question
from agentgym.environments.knowledge_graph.terms import TYPE
from agentgym.environments.knowledge_graph.toolkit import Toolkit

SIZES = {"train": 1000, "dev": 100, "test-iid": 100, "test-compositional": 100, "test-zeroshot": 100}
"""Questions of each split."""
_MOST_ACTIONS = 13
"""Leaves the agent two turns of the protocol's fifteen."""
_MOST_ANSWERS = 40


class Schema(NamedTuple):
    """A question without its entities: one or two chains of steps to one class, and what is done with the end.

    Attributes:
        chains: steps from an entity to the end; two chains are intersected.
        top: ``""``, ``count``, or an attribute with ``max:`` or ``min:`` before it.
    """

    chains: tuple[tuple[Step, ...], ...]
    top: str = ""

    @property
    def shape(self) -> str:
        """The kind of question: ``chain-2``, ``intersection``, ``superlative-1``, ``count-intersection``."""
        base = "intersection" if len(self.chains) > 1 else f"chain-{len(self.chains[0])}"
        if not self.top:
            return base
        return f"{'count' if self.top == 'count' else 'superlative'}-{base.removeprefix('chain-')}"

    @property
    def relations(self) -> frozenset[str]:
        """Relations that occur in it."""
        return frozenset(r for chain in self.chains for step in chain for r in step.path if ":" not in r)


_SHAPES = (
    ("chain", 1, ""), ("chain", 2, ""), ("chain", 2, ""), ("chain", 3, ""), ("chain", 4, ""),
    ("intersection", 1, ""), ("intersection", 2, ""), ("intersection", 1, "count"),
    ("chain", 1, "count"), ("chain", 2, "count"), ("chain", 1, "best"), ("chain", 2, "best"), ("chain", 3, "best"),
    ("intersection", 1, "best"),
)  # fmt: skip


def make_questions(index: Index, ontology: Ontology, seed: int = 0) -> list[Question]:
    """Make the questions of all splits; the same for the same seed and graph."""
    return _Maker(index, ontology, random.Random(seed)).run()


class _Maker:
    def __init__(self, index: Index, ontology: Ontology, rng: random.Random) -> None:
        self.index, self.ontology, self.rng = index, ontology, rng
        self.leaving: dict[str, list[Step]] = defaultdict(list)
        self.arriving: dict[str, list[Step]] = defaultdict(list)
        for step in STEPS:
            self.leaving[step.source].append(step)
            self.arriving[step.target].append(step)
        self.members = self._members()
        self.asked: set[str] = set()

    def run(self) -> list[Question]:
        known = [s for s in self._schemas(700) if not s.relations & UNSEEN]
        unseen = [s for s in self._schemas(500) if s.relations & UNSEEN]
        self.rng.shuffle(known)
        new, old = known[: len(known) // 4], known[len(known) // 4 :]
        made, used = self._questions("train", old)
        trained = frozenset(r for schema in used for r in schema.relations)
        new = [s for s in new if s.relations <= trained and s.shape != "chain-1"]
        # The schemas of dev and i.i.d. questions are those that training has questions of.
        for split, schemas in (
            ("dev", used), ("test-iid", used), ("test-compositional", new), ("test-zeroshot", unseen),
        ):  # fmt: skip
            made += self._questions(split, schemas)[0]
        return made

    def _members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for s, r, o in self.index:
            if r == TYPE:
                found[o].append(s)
        return found

    def _schemas(self, count: int) -> list[Schema]:
        schemas: dict[Schema, None] = {}
        for _ in range(count * 40):
            if len(schemas) >= count:
                break
            kind, hops, top = self.rng.choice(_SHAPES)
            schema = self._schema(kind, hops, top)
            if schema is not None:
                schemas[schema] = None
        return list(schemas)

    def _schema(self, kind: str, hops: int, top: str) -> Schema | None:
        rng = self.rng
        if kind == "intersection":
            target = rng.choice([c for c in CLASSES if sum(bool(s.clauses) for s in self.arriving[c]) > 1])
            ends = rng.sample([s for s in self.arriving[target] if s.clauses], 2)
            chains = tuple(
                c
                for c in (self._backwards(e, hops if i == 0 else 1) for i, e in enumerate(ends))
                if c is not None
            )
            if len(chains) < 2:
                return None
        else:
            end = rng.choice([s for s in STEPS if not top or s.many])
            chain = self._backwards(end, hops)
            if chain is None:
                return None
            chains = (chain,)
        target = chains[0][-1].target
        if top == "best":
            attributes = [a for a in SUPERLATIVES if a.rsplit(".", 1)[0] == target]
            if not attributes:
                return None
            top = f"{rng.choice(('max', 'min'))}:{rng.choice(attributes)}"
        return Schema(chains, top)

    def _backwards(self, end: Step, hops: int) -> tuple[Step, ...] | None:
        """Lengthen a chain towards its beginning, without going back the way it came."""
        chain: tuple[Step, ...] = (end,)
        while len(chain) < hops:
            back = {self.ontology.reverse[r] for r in chain[0].path if ":" not in r}
            steps = [s for s in self.arriving[chain[0].source] if not back & set(s.path)]
            if not steps:
                return None
            chain = (self.rng.choice(steps), *chain)
        return chain

    def _questions(self, split: str, schemas: list[Schema]) -> tuple[list[Question], list[Schema]]:
        made: list[Question] = []
        used: dict[Schema, None] = {}
        for _ in range(SIZES[split] * 60):
            if len(made) >= SIZES[split]:
                return made, list(used)
            schema = self.rng.choice(schemas)
            question = self._question(f"{split}-{len(made):04d}", schema)
            if question is not None:
                made.append(question)
                used[schema] = None
        raise AssertionError(f"only {len(made)} questions of {split} could be made")

    def _question(self, key: str, schema: Schema) -> Question | None:
        begun = self._starts(schema)
        if begun is None:
            return None
        names = [self.index.name_of(e) for e in begun]
        if len(set(names)) < len(names) or any("," in n and "(" in n for n in names):
            return None
        program = self._program(schema, begun)
        answer = self._answer(program, schema)
        if answer is None:
            return None
        text = _Words(self.rng).question(schema, names)
        entities = dict(zip(names, begun, strict=True))
        actions = plan(program, {})
        if text in self.asked or len(actions) > _MOST_ACTIONS:
            return None
        # A named entity is not shown among what it was walked from, which can leave nothing to list.
        if try_plan(actions, Toolkit(self.index.episode(), self.ontology, entities)) != answer:
            return None
        self.asked.add(text)
        grammar = CallGrammar(lambda: entities)
        return Question(
            id=key,
            question=text,
            entities=entities,
            s_expression=str(program),
            actions=[grammar.render(a) for a in actions[:-1]],
            answer=sorted(answer),
            kind=schema.shape,
        )

    def _starts(self, schema: Schema) -> list[str] | None:
        """Draw the entities that the chains begin with: an answer first, then back along each chain."""
        end = self.rng.choice(self.members[schema.chains[0][-1].target])
        begun = []
        for chain in schema.chains:
            here = end
            for step in reversed(chain):
                nearby = self._back(step, here)
                if not nearby:
                    return None
                here = self.rng.choice(nearby)
            begun.append(here)
        return None if end in begun else begun

    def _back(self, step: Step, entity: str) -> list[str]:
        program: Program = Entity(entity)
        for relation in reversed([r for r in step.path if ":" not in r]):
            program = Join(self.ontology.reverse[relation], program)
        return sorted(self.index.episode().answers(program))

    @staticmethod
    def _program(schema: Schema, begun: list[str]) -> Program:
        chains: list[Program] = []
        for chain, entity in zip(schema.chains, begun, strict=True):
            program: Program = Entity(entity)
            for part in (p for step in chain for p in step.path):
                program = _extended(program, part)
            chains.append(program)
        whole = chains[0] if len(chains) == 1 else And(chains[0], chains[1])
        if schema.top == "count":
            return Count(whole)
        return _extended(whole, schema.top) if schema.top else whole

    def _answer(self, program: Program, schema: Schema) -> frozenset[str] | None:
        """Return the answer if the question is a fair one: not empty, not endless, no superlative of a single thing."""
        episode = self.index.episode()
        answer = episode.answers(program)
        below = episode.answers(program.inner) if isinstance(program, Count | Superlative) else answer
        if not answer or len(below) > 400 or (schema.top and len(below) < 2):
            return None
        if isinstance(program, Superlative) and (len(answer) > 3 or len(answer) == len(below)):
            return None
        if isinstance(program, And) or (isinstance(program, Count) and isinstance(program.inner, And)):
            both = program.inner if isinstance(program, Count) else program
            assert isinstance(both, And)
            if any(episode.answers(side) == below for side in (both.left, both.right)):
                return None  # one of the conditions says nothing
        return answer if len(answer) <= _MOST_ANSWERS else None


def _extended(program: Program, part: str) -> Program:
    if ":" not in part:
        return Join(part, program)
    way, attribute = part.split(":")
    return Superlative(program, attribute, way == "max")


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


class _Words:
    """Puts a schema with the names of its entities into words."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def question(self, schema: Schema, names: list[str]) -> str:
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


def schemas_of(questions: list[Question]) -> Iterator[str]:
    """Yield each question's program with its entities replaced by a dot: its schema as text."""
    for question in questions:
        yield re.sub(r"\be\.\w+", ".", question.s_expression)
