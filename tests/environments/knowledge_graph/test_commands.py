"""``agentgym data kg``."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.data import command as data_command
from agentgym.environments.knowledge_graph.commands import commands
from agentgym.environments.knowledge_graph.world import rdf
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.errors import DataError
from tests.environments.knowledge_graph.samples import NS, random_triples


def test_the_command_builds_shows_and_answers_sparql(tmp_path: Path) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    triples = random_triples(2000)
    with gzip.open(tmp_path / "g.tsv.gz", "wt") as file:
        file.writelines("\t".join(t) + "\n" for t in triples)
    out = tmp_path / "g.kg"
    done = CliRunner().invoke(commands, ["build", str(tmp_path / "g.tsv.gz"), "--out", str(out), "--sparql"])
    assert done.exit_code == 0 and f"{len(set(triples)):,} triples" in done.output, done.output
    assert set(Index.open(out)) == set(triples)
    assert len(rdf.open_rdf(rdf.store_path(out))) == len(set(triples))
    shown = CliRunner().invoke(commands, ["show", str(out), "m.001"])
    assert shown.exit_code == 0 and "a.b.r" in shown.output


def test_the_commands_are_found_by_the_name_of_the_environment() -> None:
    assert "build" in CliRunner().invoke(data_command, ["kg", "--help"]).output
    assert "alfworld" in CliRunner().invoke(data_command, ["--help"]).output


def test_a_query_needs_the_store_beside_the_index(tmp_path: Path) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    (tmp_path / "g.tsv").write_text("m.1\ta.b.c\tm.2\n")
    files = [str(tmp_path / "g.tsv"), "--out", str(tmp_path / "g.kg")]
    assert CliRunner().invoke(commands, ["build", *files]).exit_code == 0
    failed = CliRunner().invoke(commands, ["query", str(tmp_path / "g.kg"), "SELECT"])
    assert isinstance(failed.exception, DataError) and "--sparql" in str(failed.exception)
    assert CliRunner().invoke(commands, ["build", *files, "--sparql"]).exit_code == 0
    query = f"SELECT ?o ?s WHERE {{ ?s <{NS}a.b.c> ?o }}"
    found = CliRunner().invoke(commands, ["query", str(tmp_path / "g.kg"), query])
    assert found.output == "m.2\tm.1\n"


def test_bad_lines_end_it_or_are_counted(tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("m.1\ta.b.c\tm.2\nnonsense\n")
    files = [str(tmp_path / "g.tsv"), "--out", str(tmp_path / "g.kg")]
    assert isinstance(CliRunner().invoke(commands, ["build", *files]).exception, DataError)
    done = CliRunner().invoke(commands, ["build", *files, "--skip-bad-lines"])
    assert "1 triples" in done.output and "1 lines left out" in done.output
    shown = CliRunner().invoke(commands, ["show", str(tmp_path / "g.kg")])
    assert "1 triples, 2 terms, 1 relations" in shown.output
    missing = CliRunner().invoke(commands, ["show", str(tmp_path / "g.kg"), "m.9"])
    assert isinstance(missing.exception, DataError)
