"""Building an index in memory."""

from __future__ import annotations

import numpy as np

from agentgym.environments.knowledge_graph.authoring.encode import encode, groups
from agentgym.environments.knowledge_graph.world.index import Index


def test_duplicates_count_once_and_everything_comes_back() -> None:
    triples = [
        ("m.2", "b.b.b", "m.1"),
        ("m.1", "a.a.a", '"ü"'),
        ("m.1", "a.a.a", "m.2"),
        ("m.1", "a.a.a", "m.2"),
    ]
    index = Index(encode(triples, "urn:x:"))
    assert index.triples == 3 and set(index) == set(triples) and index.namespace == "urn:x:"
    assert list(index.relations) == ["a.a.a", "b.b.b"]
    assert encode(triples) == encode(triples[::-1])


def test_groups_are_cut_where_subject_or_relation_changes() -> None:
    table = np.array([[0, 0, 1], [0, 0, 2], [0, 1, 1], [2, 1, 0]], dtype=np.uint32)
    relation, starts, per_subject = groups(table, 0, 4)
    assert (relation.tolist(), starts.tolist(), per_subject.tolist()) == ([0, 1, 1], [0, 2, 3], [2, 0, 1, 0])
    assert [len(part) for part in groups(table[:0], 0, 4)] == [0, 0, 4]
