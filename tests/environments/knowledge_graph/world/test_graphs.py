"""Opening graphs by name."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from weakref import ref

import pytest

from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph
from agentgym.environments.knowledge_graph.world.graphs import full_name, is_url, open_graph
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import Entity, Join
from agentgym.errors import DataError, OptionError


def test_a_graph_is_shared_until_its_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "g.kg"
    build(iter([("m.1", "a.b.c", "m.2")]), path)
    first = open_graph(str(path))
    assert open_graph(str(path)) is first
    build(iter([("m.1", "a.b.c", "m.3")]), path)
    second = open_graph(str(path))
    step = Join("a.b.c", Entity("m.1"))
    assert second.episode().answers(step) == {"m.3"}
    assert first.episode().answers(step) == {"m.2"}, "who plays on the old one goes on with it"


def test_few_graphs_are_kept_open(tmp_path: Path) -> None:
    kept = []
    for number in range(20):
        build(iter([("m.1", "a.b.c", f"m.{number}")]), tmp_path / f"{number}.kg")
        kept.append(ref(open_graph(str(tmp_path / f"{number}.kg"))))
    gc.collect()
    assert sum(graph() is not None for graph in kept) <= 8


def test_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert full_name("g.kg") == full_name(Path("g.kg")) == str(tmp_path / "g.kg")
    assert full_name("embedded") == "embedded" and open_graph("embedded") is embedded_graph()
    assert full_name("~/g.kg") == os.path.expanduser("~/g.kg")
    assert (
        full_name("http://x/sparql") == "http://x/sparql"
        and is_url("https://x")
        and not is_url(Path("http:/x"))
    )
    with pytest.raises(OptionError, match="given as an object"):
        full_name("content:0123")
    with pytest.raises(DataError, match="no such file"):
        open_graph("nowhere.kg")


def test_endpoints_are_shared_by_url_and_namespace() -> None:
    one = open_graph("http://localhost:1/sparql")
    assert open_graph("http://localhost:1/sparql") is one
    assert open_graph("http://localhost:1/sparql", "urn:x:") is not one
    assert (one.identity(), open_graph("http://localhost:1/sparql", "urn:x:").namespace) == (
        "http://localhost:1/sparql", "urn:x:",
    )  # fmt: skip
    assert isinstance(open_graph("embedded"), Index)
