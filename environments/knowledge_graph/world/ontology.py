"""What relations and attributes there are: their names, domains, ranges and reverses."""

from __future__ import annotations

import hashlib

import msgspec


class Ontology(msgspec.Struct, frozen=True, kw_only=True):
    """The vocabulary of a graph. Only what it lists is shown by the tools.

    Attributes:
        relations: names of relations, which lead to entities.
        attributes: names of attributes, which have literals to compare by.
        domains, ranges: class that a relation leads out of, and into.
        reverse: the relation that leads back, where there is one; both ways.
    """

    relations: frozenset[str]
    attributes: frozenset[str]
    domains: dict[str, str]
    ranges: dict[str, str]
    reverse: dict[str, str]

    def identity(self) -> str:
        """Return a hash of what it says, as text (``content:0123456789abcdef``)."""
        content = msgspec.json.encode(self, order="deterministic")
        return f"content:{hashlib.sha256(content).hexdigest()[:16]}"

    def same_step(self, relation: str) -> list[str]:
        """Return other relations with the same reverse: the same step under another name, maybe another type."""
        back = self.reverse.get(relation)
        return [] if back is None else [r for r in self.reverse if self.reverse[r] == back and r != relation]
