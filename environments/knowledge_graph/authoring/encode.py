"""Indexing triples that fit in memory; :mod:`.builder` does it for those that do not."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np

from agentgym.environments.knowledge_graph.world import layout
from agentgym.environments.knowledge_graph.world.terms import FREEBASE, Triple


def encode(triples: Iterable[Triple], namespace: str = FREEBASE) -> bytes:
    """Return the index file of triples (as terms, see :mod:`.terms`); duplicates count once.

    >>> from agentgym.environments.knowledge_graph.world.index import Index
    >>> Index(encode([("m.1", "r.s.t", "m.2")])).episode().index.triples
    1
    """
    unique = set(triples)
    spelled = sorted({t.encode() for s, _, o in unique for t in (s, o)})
    ids = {t.decode(): i for i, t in enumerate(spelled)}
    relations = sorted({r for _, r, _ in unique})
    numbers = {r: i for i, r in enumerate(relations)}
    table = np.array([(ids[s], numbers[r], ids[o]) for s, r, o in unique], dtype=np.uint32).reshape(-1, 3)
    table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]
    relation, starts, per_subject = groups(table, 0, len(spelled))
    first = np.concatenate(([0], np.cumsum(per_subject))).astype(np.uint32)
    lengths = np.array([0, *(len(t) for t in spelled)], dtype=np.uint64)
    parts = {
        "terms": b"".join(spelled),
        "term_start": np.cumsum(lengths, dtype=np.uint64).tobytes(),
        "first_group": first.tobytes(),
        "relation": relation.tobytes(),
        "group_start": np.append(starts, len(table)).astype(np.uint64).tobytes(),
        "objects": table[:, 2].tobytes(),
    }
    file = io.BytesIO()
    layout.write(
        file,
        namespace=namespace,
        relations=relations,
        triples=len(table),
        sections={name: (len(part), (part,)) for name, part in parts.items()},
    )
    return file.getvalue()


def groups(table: np.ndarray, low: int, high: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut sorted unique triples (n, 3) into groups of one subject and one relation.

    Returns:
        the relation of each group, where it begins in ``table``, and how many groups each of the subjects
        ``low`` to ``high - 1`` has.
    """
    if not len(table):
        empty = np.zeros(0, dtype=np.uint32)
        return empty, empty.astype(np.uint64), np.zeros(high - low, dtype=np.int64)
    new = np.ones(len(table), dtype=bool)
    new[1:] = (table[1:, 0] != table[:-1, 0]) | (table[1:, 1] != table[:-1, 1])
    starts = np.flatnonzero(new)
    per_subject = np.bincount(table[starts, 0].astype(np.int64) - low, minlength=high - low)
    return table[starts, 1], starts.astype(np.uint64), per_subject
