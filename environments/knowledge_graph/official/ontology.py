"""GrailQA's files of an ontology, as AgentBench ships them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.stamps import Stamp, stamp
from agentgym.errors import DataError

FILES = ("vocab.json", "fb_roles", "reverse_properties")


def load_ontology(folder: Path) -> Ontology:
    """Read the files of an ontology; the same object again for as long as none of them changes.

    ``vocab.json`` (``relations`` and ``attributes``), ``fb_roles`` (domain, relation, range a line) and
    ``reverse_properties`` (relation, reverse relation).

    Raises:
        DataError: a file is missing, cut short or malformed.
    """
    return _read(folder, stamp(*(folder / name for name in FILES)))


@lru_cache(maxsize=4)
def _read(folder: Path, _: Stamp) -> Ontology:
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
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
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
