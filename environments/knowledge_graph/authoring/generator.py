"""Questions about a graph: programs drawn from the ontology's steps, put into words, with their answers.

A schema is a program without its entities. Splits are GrailQA's: *i.i.d.* questions have schemas that occur in
training, *compositional* ones have new schemas of known relations, *zero-shot* ones have relations that training never
uses. The first word of a question's kind is its shape.
"""

from __future__ import annotations

import random
from collections import defaultdict

from agentgym.environments.knowledge_graph.authoring.lexicon import UNSEEN, Step
from agentgym.environments.knowledge_graph.authoring.schemas import Schema, Schemas
from agentgym.environments.knowledge_graph.authoring.wording import Words
from agentgym.environments.knowledge_graph.expert import try_plan
from agentgym.environments.knowledge_graph.protocol import CallGrammar
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.plans import plan
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
)
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.terms import TYPE
from agentgym.environments.knowledge_graph.world.toolkit import Toolkit

SIZES = {"train": 1000, "dev": 100, "test-iid": 100, "test-compositional": 100, "test-zeroshot": 100}
"""Questions of each split."""
_MOST_ACTIONS = 13
"""Leaves the agent two turns of the protocol's fifteen."""
_MOST_ANSWERS = 40


def make_questions(index: Index, ontology: Ontology, seed: int = 0) -> list[Question]:
    """Make the questions of all splits; the same for the same seed and graph."""
    return _Maker(index, ontology, random.Random(seed)).run()


class _Maker:
    def __init__(self, index: Index, ontology: Ontology, rng: random.Random) -> None:
        self.index, self.ontology, self.rng = index, ontology, rng
        self.words = Words(rng)
        self.members = self._members()
        self.asked: set[str] = set()

    def run(self) -> list[Question]:
        drawn = Schemas(self.ontology, self.rng)
        known = [s for s in drawn.draw(700) if not s.relations & UNSEEN]
        unseen = [s for s in drawn.draw(500) if s.relations & UNSEEN]
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
        text = self.words.question(schema, names)
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
