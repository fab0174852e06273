"""GrailQA's files of an ontology."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.official.ontology import load_ontology
from agentgym.errors import DataError


def test_malformed_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"vocab\.json, fb_roles"):
        load_ontology(tmp_path)
    (tmp_path / "vocab.json").write_text('{"relations": []}')
    (tmp_path / "fb_roles").write_text("a b\n")
    (tmp_path / "reverse_properties").write_text("")
    with pytest.raises(DataError, match=r"fb_roles, line 1: expected 3 columns, found 2"):
        load_ontology(tmp_path)
    (tmp_path / "fb_roles").write_text("")
    with pytest.raises(DataError, match="expected lists 'relations' and 'attributes'"):
        load_ontology(tmp_path)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "vocab.json").write_text('{"relations": ["a.b.c"], "attributes": ["a.b.size"]}')
    (tmp_path / "fb_roles").write_text("a.b a.b.c x.y and more\n\n")
    (tmp_path / "reverse_properties").write_text("a.b.c x.y.z\n")
    ontology = load_ontology(tmp_path)
    assert load_ontology(tmp_path) is ontology
    assert (ontology.domains, ontology.ranges) == ({"a.b.c": "a.b"}, {"a.b.c": "x.y"})
    assert ontology.reverse == {"a.b.c": "x.y.z", "x.y.z": "a.b.c"}
    (tmp_path / "reverse_properties").write_text("")
    assert load_ontology(tmp_path).reverse == {}
