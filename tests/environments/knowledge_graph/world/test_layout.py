"""The file of an index."""

from __future__ import annotations

import io

import pytest

from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.world import layout
from agentgym.errors import DataError


def test_what_is_written_is_read() -> None:
    lengths = {"terms": 5, "term_start": 16, "first_group": 8, "relation": 4, "group_start": 16, "objects": 4}
    parts = {name: bytes(range(length)) for name, length in lengths.items()}
    file = io.BytesIO()
    layout.write(
        file,
        namespace="urn:x:",
        relations=["r"],
        triples=1,
        sections={name: (len(part), (part[:3], part[3:])) for name, part in parts.items()},
    )
    header, views = layout.read(memoryview(file.getvalue()), "it")
    assert (header.namespace, header.relations, header.triples) == ("urn:x:", ["r"], 1)
    assert {name: view.tobytes() for name, view in views.items()} == parts
    assert len(views["term_start"]) == 2 and len(views["objects"]) == 1


def test_a_section_that_is_missing_is_told() -> None:
    whole = encode([("m.1", "a.b.c", "m.2")])
    with pytest.raises(DataError, match="cut short"):
        layout.read(memoryview(whole.replace(b'"objects"', b'"object_"')), "it")
