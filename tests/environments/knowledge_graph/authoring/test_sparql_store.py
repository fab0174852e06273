"""The store for SPARQL beside an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.authoring.sparql_store import build_rdf
from agentgym.environments.knowledge_graph.world.rdf import open_rdf
from tests.environments.knowledge_graph.samples import NS, random_triples


def test_an_older_store_is_replaced(tmp_path: Path) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    folder = tmp_path / "g.kg.sparql"
    for count in (100, 200):
        triples = random_triples(count)
        build_rdf(triples, folder, NS)
        assert len(open_rdf(folder)) == len(set(triples))
    assert [p.name for p in tmp_path.iterdir()] == ["g.kg.sparql"], "nothing half-written is left"
