"""Speed of KG: ``python -m agentgym.benchmarks.speed.kg``.

Gold episodes of the embedded questions on the index, on rdflib in memory, on oxrdflib and on Virtuoso over HTTP, in one
run; then an index of ten million made-up triples: built as a stream, reopened in a process of its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.actions import Action
from agentgym.benchmarks.speed import virtuoso
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines
from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.expert import gold_actions, try_plan
from agentgym.environments.knowledge_graph.tasks import embedded_questions
from agentgym.environments.knowledge_graph.world import rdf, terms
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.endpoint import Endpoint
from agentgym.environments.knowledge_graph.world.graphs import Graph
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.sparql_graph import RdflibExecutor, SparqlGraph
from agentgym.environments.knowledge_graph.world.toolkit import Toolkit

if TYPE_CHECKING:
    import rdflib

Plans = list[tuple[Question, list[Action]]]


def plans() -> Plans:
    """Return the test questions with their gold actions."""
    graph, ontology = embedded_graph(), embedded_ontology()
    return [
        (q, gold_actions(q, ontology, lambda q=q: Toolkit(graph.episode(), ontology, q.entities)))  # type: ignore[misc]
        for q in embedded_questions("test").values()
    ]


def play(graph: Graph, played: Plans) -> None:
    """Play gold episodes on a graph.

    Raises:
        RuntimeError: an answer is not the stored one.
    """
    ontology = embedded_ontology()
    for question, actions in played:
        answer = try_plan(actions, Toolkit(graph.episode(), ontology, question.entities))
        if answer != frozenset(question.answer):
            raise RuntimeError(f"{question.id}: {answer} is not the stored answer {question.answer}")


def wall_ms(graph: Graph, played: Plans) -> float:
    """Return the milliseconds of wall time that an episode takes."""
    start = time.perf_counter()
    play(graph, played)
    return 1e3 * (time.perf_counter() - start) / len(played)


def episode_lines(slow: int) -> list[Line]:
    """Measure gold episodes on every store; ``slow`` is how many rdflib's own engine plays."""
    played, index = plans(), embedded_graph()
    play(index, played)
    tools = median_of(lambda: cpu_seconds(lambda: play(index, played))) / len(played)
    lines = [
        Line(f"gold episode, index, tools only ({len(played)} questions)", 1e3 * tools, "CPU-ms", 0.5),
        Line("  with env.reset and env.step", 1e3 * _through_env(played), "CPU-ms"),
    ]
    few = [p for p in played if p[0].kind in ("chain-1", "chain-2")][:slow]
    if slow:
        memory, seconds = _timed(lambda: _rdflib_memory(index))
        lines += [
            Line("load, rdflib in memory", seconds, "s"),
            Line(
                f"gold episode, rdflib in memory ({len(few)} of one or two hops)",
                wall_ms(SparqlGraph(RdflibExecutor(memory, index.namespace), index.namespace), few),
                "ms",
            ),
            Line("  the same questions on the index", wall_ms(index, few), "ms"),
        ]
    ox, seconds = _timed(lambda: rdf.rdf_graph(index))
    over_ox = SparqlGraph(RdflibExecutor(ox, index.namespace), index.namespace)
    lines += [
        Line("load, oxrdflib", seconds, "s"),
        Line("gold episode, oxrdflib in memory", wall_ms(over_ox, played), "ms"),
    ]
    if missing := virtuoso.missing():
        click.echo(f"Without Virtuoso: {missing}", err=True)
        return lines
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with virtuoso.virtuoso(Path(folder), index, index.namespace) as url:
            up = time.perf_counter() - started
            remote = SparqlGraph(Endpoint(url, namespace=index.namespace), index.namespace)
            lines += [
                Line("start and load, Virtuoso", up, "s"),
                Line("gold episode, Virtuoso over HTTP", wall_ms(remote, played), "ms"),
            ]
    return lines


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _rdflib_memory(index: Index) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for triple in rdf.rdf_graph(index):
        graph.add(triple)
    return graph


def _through_env(played: Plans) -> float:
    env = gymnasium.make("AgentTune/KG-v0").unwrapped
    rendered = [(q.id, [env.format.render(a) for a in actions]) for q, actions in played]  # type: ignore[attr-defined]

    def run() -> None:
        for number, (task, messages) in enumerate(rendered):
            env.reset(seed=number, options={"task": task})
            for message in messages:
                env.step(message)

    run()
    return median_of(lambda: cpu_seconds(run)) / len(played)


def made_up(count: int) -> Iterator[tuple[str, str, str]]:
    """Yield triples with hubs, as real graphs have them."""
    rng = random.Random(0)
    things = count // 4
    for number in range(count):
        s, o = int(things * rng.random() ** 2), int(things * rng.random() ** 2)
        if number % 10 == 0:
            yield f"m.{s:07x}", f"a.b.n{number % 7}", f'"{o}"^^<{terms.XSD}integer>'
        else:
            yield f"m.{s:07x}", f"a.b.r{int(300 * rng.random() ** 2)}", f"m.{o:07x}"


_REOPEN = """
import sys, time

def resident(kind):
    return [int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(kind)][0] / 1024

start = time.perf_counter()
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import Entity, Join
imported = time.perf_counter()
index = Index.open(sys.argv[1])
episode = index.episode()

def ask(i):
    entity = Entity(f"m.{i * 977:07x}")
    for relation in sorted(episode.relations(entity))[:2]:
        episode.answers(Join(relation, entity))

ask(1)
opened = time.perf_counter()
print(opened - imported, imported - start, resident("VmRSS"))
for i in range(200):
    ask(i)
print(time.perf_counter() - opened, resident("RssAnon"), resident("RssFile"))
"""


def large_lines(count: int) -> list[Line]:
    """Build an index as a stream and reopen it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.kg"
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        triples, seconds = _timed(lambda: build(made_up(count), path))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = path.stat().st_size / 2**20
        runs = []
        for _ in range(3):
            done = subprocess.run(
                [sys.executable, "-c", _REOPEN, str(path)], check=True, capture_output=True, text=True
            )
            runs.append([float(x) for x in done.stdout.split()])
        opened, imported, resident, asked, own, mapped = sorted(runs)[1]
    return [
        Line(f"build the index of {triples:,} triples (made up in the same loop)", seconds, "s"),
        Line("  file", size, "MiB"),
        Line("  peak memory of the process (before the build, after it)", before, "MiB"),
        Line("", after, "MiB"),
        Line("reopen and ask the first entity, without imports", opened, "s", 1.0),
        Line("  resident memory of the whole process then", resident, "MiB", 64.0),
        Line("  imports", imported, "s"),
        Line("  ask 200 more", asked, "s"),
        Line("  the process's own memory then", own, "MiB"),
        Line("  pages of files that it maps, reclaimable", mapped, "MiB"),
    ]


@click.command()
@click.option(
    "--triples", default=10_000_000, show_default=True, help="Size of the large index; 0 leaves it out."
)
@click.option(
    "--slow", default=2, show_default=True, help="Questions that rdflib's own engine plays; 0 leaves it out."
)
@click.option("--stores/--no-stores", default=True, show_default=True, help="Gold episodes on every store.")
def main(triples: int, slow: int, stores: bool) -> None:
    """Measure KG."""
    large = large_lines(triples) if triples else []  # first: peak memory is the process's own
    print_lines("KG", (episode_lines(slow) if stores else []) + large)


if __name__ == "__main__":
    main()
