"""Building an index as a stream."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import parse
from tests.environments.knowledge_graph.samples import random_triples


def test_the_stream_builder_writes_what_the_one_in_memory_does(tmp_path: Path) -> None:
    triples = random_triples(6000)
    for chunk in (500, 7000):
        stages: list[str] = []
        count = build(
            iter(triples), tmp_path / "g.kg", chunk=chunk, report=lambda stage, *_, s=stages: s.append(stage)
        )
        assert (tmp_path / "g.kg").read_bytes() == encode(triples)
        assert count == len(set(triples)) and "writing groups" in stages
    assert set(Index.open(tmp_path / "g.kg")) == set(triples)
    assert [p.name for p in tmp_path.iterdir()] == ["g.kg"], "work files are gone"


def test_an_empty_graph_can_be_built_and_asked(tmp_path: Path) -> None:
    assert build(iter(()), tmp_path / "g.kg") == 0
    index = Index.open(tmp_path / "g.kg")
    assert len(index) == 0 and index.episode().answers(parse("(JOIN (R a.b.c) m.1)")) == frozenset()
