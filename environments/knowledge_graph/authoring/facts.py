"""Facts: triples of the embedded graph while they are being collected."""

from __future__ import annotations

import re

from agentgym.environments.knowledge_graph.authoring.schema import ATTRIBUTES, RELATIONS
from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.terms import NAME, TYPE, XSD, Triple


class Facts:
    """Triples that are being collected; every relation brings its reverse along."""

    def __init__(self) -> None:
        self.triples: set[Triple] = set()
        self.names: dict[str, str] = {}
        self._reverse = {r.name: r.reverse for r in RELATIONS} | {r.reverse: r.name for r in RELATIONS}
        self._attributes = {a.name: a.datatype for a in ATTRIBUTES}

    def entity(self, entity: str, kind: str, name: str) -> str:
        """Add an entity with its class and its English name, and return its id."""
        self.names[entity] = name
        self.triples.add((entity, TYPE, kind))
        self.triples.add((entity, NAME, terms.literal(name, language="en")))
        return entity

    def relate(self, subject: str, relation: str, target: str) -> None:
        """Add an edge and its reverse, where both ends are known."""
        if subject in self.names and target in self.names:
            self.triples.add((subject, relation, target))
            self.triples.add((target, self._reverse[relation], subject))

    def describe(self, entity: str, attribute: str, value: float | int | str | None) -> None:
        """Add the value of an attribute; ``None`` and empty are left out."""
        if entity in self.names and value is not None and value != "":
            text = f"{value:.10g}" if isinstance(value, float) else str(value)
            if "e" in text and self._attributes[attribute] == "decimal":
                text = f"{value:.12f}".rstrip("0")
            self.triples.add((entity, attribute, terms.literal(text, f"{XSD}{self._attributes[attribute]}")))


def slug(name: str) -> str:
    """Return a name as a part of an id."""
    return re.sub(r"\W+", "_", name.strip().lower(), flags=re.ASCII).strip("_")
