"""``agentgym data kg``: an index of a graph from files, what an index holds, and what it answers to SPARQL."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from agentgym.environments.knowledge_graph.authoring.builder import CHUNK, build
from agentgym.environments.knowledge_graph.authoring.sparql_store import build_rdf
from agentgym.environments.knowledge_graph.official.triples import Progress, read_triples
from agentgym.environments.knowledge_graph.world import rdf
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.sparql_graph import RdflibExecutor
from agentgym.environments.knowledge_graph.world.terms import FREEBASE, Triple
from agentgym.errors import DataError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("kg")
def commands() -> None:
    """Knowledge graphs: index one from N-Triples or TSV, look into an index, ask it in SPARQL."""


@commands.command("build")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Index to write.")
@click.option("--namespace", default=FREEBASE, show_default=True, help="What ids and relations are below.")
@click.option(
    "--skip-bad-lines",
    is_flag=True,
    help="Leave malformed lines out and count them; otherwise the first ends it.",
)
@click.option("--sparql", is_flag=True, help="Write a store for SPARQL beside the index, too (extra kg).")
@click.option(
    "--chunk", default=CHUNK, show_default=True, help="Triples held in memory; less needs less memory."
)
def build_index(
    files: tuple[Path, ...], out: Path, namespace: str, skip_bad_lines: bool, sparql: bool, chunk: int
) -> None:
    """Build the index of FILES (.nt, .tsv, each also .gz) as a stream: memory stays bounded.

    TSV has three columns: subject, relation, object.
    """
    started = time.monotonic()
    problems: Counter[str] = Counter()

    def bad(error: DataError) -> None:
        problems["lines"] += 1
        if problems["lines"] <= 3:
            click.echo(f"Left out: {error}", err=True)

    with _Bars() as bars:

        def triples() -> Iterator[Triple]:
            for path in files:
                yield from read_triples(
                    path,
                    namespace,
                    on_bad_line=bad if skip_bad_lines else None,
                    on_progress=lambda p, path=path: bars.file(path, p),  # type: ignore[misc]
                )

        count = build(triples(), out, namespace=namespace, chunk=chunk, report=bars.stage)
    index = Index.open(out)
    if sparql:
        click.echo("Writing the store for SPARQL …", err=True)
        build_rdf(index, rdf.store_path(out), index.namespace)
    left_out = f", {problems['lines']:,} lines left out" if problems else ""
    click.echo(
        f"{count:,} triples, {len(index):,} terms, {len(index.relations):,} relations in {out} "
        f"({out.stat().st_size / 2**20:,.1f} MiB, {time.monotonic() - started:.1f} s{left_out}).\n"
        f"agentgym rollout kg --env-arg graph={out} --data QUESTIONS.json --env-arg ontology=FOLDER …"
    )


@commands.command()
@click.argument("index", type=_FILE)
@click.argument("entity", required=False)
@click.option("--limit", default=20, show_default=True, help="Objects shown of each relation.")
def show(index: Path, entity: str | None, limit: int) -> None:
    """Say what INDEX holds, or what leads out of ENTITY."""
    graph = Index.open(index)
    if entity is None:
        click.echo(
            f"{graph.triples:,} triples, {len(graph):,} terms, {len(graph.relations):,} relations, {graph.namespace}"
        )
        return
    number = graph.find(entity)
    if number is None:
        raise DataError(f"{entity!r} is not in {index}; ids look like {graph.term(len(graph) - 1)!r}.")
    click.echo(f"{entity}: {graph.name_of(entity)}")
    for relation in graph.relations_of(number):
        objects = graph.objects(number, relation)
        shown = ", ".join(graph.term(o) for o in objects[:limit])
        click.echo(f"  {graph.relations[relation]}: {shown}{' …' if len(objects) > limit else ''}")


@commands.command()
@click.argument("index", type=_FILE)
@click.argument("sparql")
def query(index: Path, sparql: str) -> None:
    """Answer a SELECT query from the store for SPARQL beside INDEX; one row a line, terms separated by tabs.

    Ids and relations are full IRIs in a query, short in an answer.
    """
    graph = rdf.open_rdf(rdf.store_path(index))
    executor = RdflibExecutor(graph, Index.open(index).namespace)
    for row in executor.select(sparql, ""):
        click.echo("\t".join(row.values()))


class _Bars:
    """A progress bar for each file and stage; nothing where nobody looks on."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bar: Any = None
        self._label = ""

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *exception: object) -> None:
        self._finish()

    def file(self, path: Path, progress: Progress) -> None:
        """Show how far a file has been read."""
        self._show(f"reading {path.name}", progress.done, progress.total)

    def stage(self, name: str, done: int, total: int) -> None:
        """Show how far a stage of the build is."""
        self._show(name, done, total or done + 1)

    def _show(self, label: str, done: int, total: int) -> None:
        if label != self._label:
            self._finish()
            self._label = label
            self._bar = self._stack.enter_context(
                click.progressbar(length=total, label=label, file=sys.stderr, width=30)
            )
        self._bar.length = total
        self._bar.update(max(0, done - self._bar.pos))

    def _finish(self) -> None:
        self._stack.close()
        self._stack = ExitStack()
        self._label = ""
