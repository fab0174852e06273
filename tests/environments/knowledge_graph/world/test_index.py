"""The index: damage, superlatives, reopening, identity."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.errors import DataError
from tests.environments.knowledge_graph.samples import INT, random_triples


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    whole = encode(random_triples(500))
    for name, content, message in (
        ("cut.kg", whole[: len(whole) // 2], "cut short"),
        ("head.kg", whole[:40], "cut short or damaged"),
        ("other.kg", b"PK\x03\x04 something else altogether", "no index"),
        ("empty.kg", b"", "cannot be opened"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=message):
            Index.open(tmp_path / name)


def test_superlatives_follow_agentbench() -> None:
    """The best value is taken without the named entity; every member that has it is an answer."""
    index = Index(
        encode(
            [
                ("m.1", "a.b.near", "m.1"),
                ("m.1", "a.b.near", "m.2"),
                ("m.1", "a.b.near", "m.3"),
                ("m.1", "a.b.size", f'"30"{INT}'),
                ("m.2", "a.b.size", f'"20"{INT}'),
                ("m.3", "a.b.size", f'"20"{INT}'),
                ("m.3", "a.b.size", f'"5"{INT}'),
                ("m.1", "a.b.near", '"près"@fr'),
            ]
        )
    )
    episode = index.episode()
    assert episode.answers(parse("(JOIN (R a.b.near) m.1)")) == {"m.2", "m.3"}
    assert episode.answers(parse("(ARGMAX (JOIN (R a.b.near) m.1) a.b.size)")) == {"m.2", "m.3"}
    assert episode.answers(parse("(ARGMIN (JOIN (R a.b.near) m.1) a.b.size)")) == {"m.3"}
    assert episode.answers(parse("(COUNT (JOIN (R a.b.near) m.1))")) == {"2"}
    with pytest.raises(DataError, match="outwards only"):
        episode.answers(parse("(JOIN a.b.near m.2)"))


def test_reopening_maps_the_file_and_reads_next_to_nothing(tmp_path: Path) -> None:
    build(iter(random_triples(60_000)), tmp_path / "g.kg")
    code = (
        "import sys; from agentgym.environments.knowledge_graph.world.index import Index;"
        "i = Index.open(sys.argv[1]); print(i.triples, 'numpy.ma' in sys.modules, 'rdflib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "g.kg")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[2] == "False", "rdflib is imported only when SPARQL is asked for"


def test_the_identity_is_that_of_the_content(tmp_path: Path) -> None:
    triples = random_triples(500)
    build(iter(triples), tmp_path / "g.kg")
    opened = Index.open(tmp_path / "g.kg")
    assert opened.identity() == Index(encode(triples), "another name").identity()
    assert opened.identity() != Index(encode(triples[1:])).identity()


def test_looking_terms_up() -> None:
    index = Index(encode([("m.1", "type.object.name", '"Eins"@de'), ("m.1", "type.object.name", '"One"@en')]))
    assert index.name_of("m.1") == "One" and index.name_of("m.2") == "m.2"
    number = index.find("m.1")
    assert (
        number is not None and index.term(number) == "m.1" and index.knows("m.1") and not index.knows("m.2")
    )
