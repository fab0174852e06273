"""SPARQL on an index, through rdflib."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from agentgym.environments.knowledge_graph.world import rdf
from agentgym.errors import DataError, DependencyError
from tests.environments.knowledge_graph.samples import MUSIC


def test_without_oxrdflib_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxrdflib", None)
    with pytest.raises(DependencyError, match=r"needs oxrdflib.*\[kg\]"):
        rdf.rdf_graph(MUSIC)


def test_an_index_in_memory_answers_sparql() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    graph = rdf.rdf_graph(MUSIC)
    assert len(graph) == MUSIC.triples
    found: Any = graph.query(
        f"SELECT ?o WHERE {{ <{MUSIC.namespace}m.1> <{MUSIC.namespace}music.album.track> ?o }}"
    )
    assert {str(row[0]) for row in found} == {f"{MUSIC.namespace}m.a", f"{MUSIC.namespace}m.b"}


def test_a_store_that_is_none_is_told(tmp_path: Path) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    with pytest.raises(DataError, match="no SPARQL store at"):
        rdf.open_rdf(rdf.store_path(tmp_path / "g.kg"))
    (tmp_path / "g.kg.sparql").write_text("no folder")
    with pytest.raises(DataError, match="SPARQL store"):
        rdf.open_rdf(rdf.store_path(tmp_path / "g.kg"))
