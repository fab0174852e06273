"""Schemas: programs without their entities, and drawing them from the ontology's steps."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import NamedTuple

from agentgym.environments.knowledge_graph.authoring.lexicon import CLASSES, STEPS, SUPERLATIVES, Step
from agentgym.environments.knowledge_graph.world.ontology import Ontology


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


class Schemas:
    """Draws schemas.

    Args:
        ontology: tells which relations lead back.
        rng: draws; its state goes on with every schema.
    """

    def __init__(self, ontology: Ontology, rng: random.Random) -> None:
        self.ontology, self.rng = ontology, rng
        self.arriving: dict[str, list[Step]] = defaultdict(list)
        for step in STEPS:
            self.arriving[step.target].append(step)

    def draw(self, count: int) -> list[Schema]:
        """Return up to ``count`` different schemas, in the order in which they were drawn."""
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
