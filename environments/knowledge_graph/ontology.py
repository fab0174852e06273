"""What relations and attributes there are: their names, domains, ranges and reverses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from agentgym.errors import DataError


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

    def same_step(self, relation: str) -> list[str]:
        """Return other relations with the same reverse: the same step under another name, maybe another type."""
        back = self.reverse.get(relation)
        return [] if back is None else [r for r in self.reverse if self.reverse[r] == back and r != relation]


@cache
def load_ontology(folder: Path) -> Ontology:
    """Read the ontology files of GrailQA, as AgentBench ships them.

    ``vocab.json`` (``relations`` and ``attributes``), ``fb_roles`` (domain, relation, range a line) and
    ``reverse_properties`` (relation, reverse relation).

    Raises:
        DataError: a file is missing, cut short or malformed.
    """
    try:
        vocabulary = msgspec.json.decode((folder / "vocab.json").read_bytes(), type=dict[str, list[str]])
        roles = _rows(folder / "fb_roles", 3)
        pairs = _rows(folder / "reverse_properties", 2)
        relations, attributes = vocabulary["relations"], vocabulary["attributes"]
    except OSError as error:
        raise DataError(
            f"{error.filename} cannot be read ({error.strerror}); a folder of ontology files has vocab.json, fb_roles "
            "and reverse_properties."
        ) from error
    except (msgspec.MsgspecError, KeyError) as error:
        raise DataError(
            f"{folder / 'vocab.json'}: expected lists 'relations' and 'attributes' ({error})."
        ) from error
    reverse = dict(pairs)
    for a, b in pairs:
        reverse.setdefault(b, a)
    return Ontology(
        relations=frozenset(relations),
        attributes=frozenset(attributes),
        domains={relation: domain for domain, relation, _ in roles},
        ranges={relation: target for _, relation, target in roles},
        reverse=reverse,
    )


def _rows(path: Path, width: int) -> list[list[str]]:
    """Read columns; more than are asked for are left out, as upstream does (the official fb_roles has such a line)."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
    for number, row in enumerate(rows, 1):
        if len(row) < width:
            raise DataError(
                f"{path}, line {number}: expected {width} columns, found {len(row)}: {' '.join(row)!r:.80}"
            )
    return [row[:width] for row in rows]
