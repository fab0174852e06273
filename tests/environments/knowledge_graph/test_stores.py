"""The stores: index, builder, readers, SPARQL through rdflib, endpoints that misbehave, a real Virtuoso."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.benchmarks.speed import virtuoso as server
from agentgym.cli.data import command as data_command
from agentgym.environments.knowledge_graph.world import embedded, rdf, terms
from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.world.endpoint import Endpoint
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.official.triples import read_triples
from agentgym.environments.knowledge_graph.world.sparql import Writer
from agentgym.environments.knowledge_graph.world.sparql_graph import RdflibExecutor, SparqlGraph
from agentgym.errors import DataError, EnvironmentFailure, OptionError

INT = f"^^<{terms.XSD}integer>"
DATE = terms.XSD
NS = terms.FREEBASE


def _random_triples(count: int, seed: int = 0) -> list[tuple[str, str, str]]:
    rng = random.Random(seed)
    things = [f"m.{i:03x}" for i in range(count // 30)] + [
        f'"{i}"{INT}' if i % 2 else f'"tëxt {i}"' for i in range(40)
    ]
    return [
        (f"m.{rng.randrange(count // 30):03x}", f"a.b.r{rng.randrange(8)}", rng.choice(things))
        for _ in range(count)
    ]


# ---- index and builder ----------------------------------------------------------------------------


def test_the_stream_builder_writes_what_the_one_in_memory_does(tmp_path: Path) -> None:
    triples = _random_triples(6000)
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


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    whole = encode(_random_triples(500))
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


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([f'"9"{INT}', f'"10"{INT}', f'"9.5"^^<{terms.XSD}decimal>'], [0, 2, 1]),
        ([f'"1999-12-31"^^<{DATE}date>', f'"2000"^^<{DATE}gYear>', f'"-0044"^^<{DATE}gYear>'], [2, 0, 1]),
        (['"b"', '"a"', f'"1"{INT}'], [2, 1, 0]),
    ],
)  # fmt: skip
def test_values_are_compared_by_what_they_are(texts: list[str], expected: list[int]) -> None:
    assert sorted(range(len(texts)), key=lambda i: terms.sort_key(texts[i])) == expected


def test_values_are_answered_as_agentbench_does() -> None:
    assert terms.value('"2010-08-08-08:00"^^<x>') == "2010-08-08"
    assert terms.value('"a \\"b\\" \\n"@en') == 'a "b" \n'
    assert terms.value("m.1") == "m.1"


@pytest.mark.parametrize(
    "text",
    ["(JOIN a.b.c", "(FOO a b)", "(AND m.1)", "", ")", "(COUNT m.1) extra", "(ARGMAX m.1 (JOIN a.b.c m.2))"],
)
def test_a_malformed_s_expression_is_told(text: str) -> None:
    with pytest.raises(DataError, match="S-expression"):
        parse(text)


# ---- reading --------------------------------------------------------------------------------------


def test_reading_ntriples_and_tsv(tmp_path: Path) -> None:
    lines = [
        f'<{NS}m.1> <{NS}type.object.name> "D\\u00fcsseldorf \\"x\\""@de .',
        "# a comment",
        f"<{NS}m.1> <{NS}a.b.c> <{NS}m.2> . # another",
        f'<{NS}m.1> <http://elsewhere/p> "1"{INT} .',
        f'_:b1 <{NS}a.b.c> "s"^^<{terms.XSD}string> .',
    ]
    with gzip.open(tmp_path / "x.nt.gz", "wt") as file:
        file.write("\n".join(lines))
    assert list(read_triples(tmp_path / "x.nt.gz", NS)) == [
        ("m.1", "type.object.name", '"Düsseldorf \\"x\\""@de'),
        ("m.1", "a.b.c", "m.2"),
        ("m.1", "<http://elsewhere/p>", f'"1"{INT}'),
        ("_:b1", "a.b.c", '"s"'),
    ]
    (tmp_path / "x.tsv").write_text(
        f"m.1\ta.b.c\tm.2\nm.1\ta.b.n\t12\nm.1\ta.b.d\t1999-01-02\n<{NS}m.1>\ta.b.t\tx.y z\n"
    )
    assert [o for _, _, o in read_triples(tmp_path / "x.tsv", NS)] == [
        "m.2", f'"12"{INT}', f'"1999-01-02"^^<{terms.XSD}date>', '"x.y z"',
    ]  # fmt: skip


def test_bad_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad.nt").write_text(f"<{NS}m.1> <{NS}a.b.c> <{NS}m.2> .\nnonsense\n")
    with pytest.raises(DataError, match=r"bad\.nt, line 2: expected"):
        list(read_triples(tmp_path / "bad.nt", NS))
    left_out: list[DataError] = []
    assert len(list(read_triples(tmp_path / "bad.nt", NS, on_bad_line=left_out.append))) == len(left_out) == 1
    (tmp_path / "two.tsv").write_text("m.1\ta.b.c\n")
    with pytest.raises(DataError, match="separated by tabs; found 2 columns"):
        list(read_triples(tmp_path / "two.tsv", NS))
    whole = gzip.compress("\n".join(f"m.{i}\ta.b.c\tm.{i * 7}" for i in range(9000)).encode())
    (tmp_path / "cut.tsv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="cut short"):
        list(read_triples(tmp_path / "cut.tsv.gz", NS))
    (tmp_path / "x.rdf").write_text("")
    with pytest.raises(DataError, match=r"expected a file \.nt or \.tsv"):
        list(read_triples(tmp_path / "x.rdf", NS))


def test_the_command_builds_shows_and_answers_sparql(tmp_path: Path) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: pip install 'agentgym[kg]'")
    triples = _random_triples(2000)
    with gzip.open(tmp_path / "g.tsv.gz", "wt") as file:
        file.writelines("\t".join(t) + "\n" for t in triples)
    out = tmp_path / "g.kg"
    done = CliRunner().invoke(
        data_command, ["kg", "build", str(tmp_path / "g.tsv.gz"), "--out", str(out), "--sparql"]
    )
    assert done.exit_code == 0 and f"{len(set(triples)):,} triples" in done.output, done.output
    assert set(Index.open(out)) == set(triples)
    assert len(rdf.open_rdf(rdf.store_path(out))) == len(set(triples))
    shown = CliRunner().invoke(data_command, ["kg", "show", str(out), "m.001"])
    assert shown.exit_code == 0 and "a.b.r" in shown.output
    assert "alfworld" in CliRunner().invoke(data_command, ["--help"]).output


def test_reopening_maps_the_file_and_reads_next_to_nothing(tmp_path: Path) -> None:
    build(iter(_random_triples(60_000)), tmp_path / "g.kg")
    code = (
        "import sys; from agentgym.environments.knowledge_graph.world.index import Index;"
        "i = Index.open(sys.argv[1]); print(i.triples, 'numpy.ma' in sys.modules, 'rdflib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "g.kg")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[2] == "False", "rdflib is imported only when SPARQL is asked for"


# ---- SPARQL ---------------------------------------------------------------------------------------


def _programs(index: Index) -> list[str]:
    entities = [index.term(i) for i in range(len(index)) if i >= index.literals][::2]
    programs = []
    for number, entity in enumerate(entities[:60]):
        r, s, a = f"a.b.r{number % 8}", f"a.b.r{(number + 3) % 8}", f"a.b.r{(number + 5) % 8}"
        step = f"(JOIN (R {r}) {entity})"
        programs += [
            step,
            f"(JOIN (R {s}) {step})",
            f"(AND {step} (JOIN (R {s}) (JOIN (R {a}) {entity})))",
            f"(COUNT (JOIN (R {s}) {step}))",
            f"(ARGMAX (JOIN (R {s}) {step}) {a})",
            f"(ARGMIN (JOIN (R {s}) {step}) {a})",
            f"(JOIN (R {r}) (ARGMAX (JOIN (R {s}) {step}) {a}))",
        ]
    return programs


def _same(index: Index, graph: SparqlGraph) -> int:
    ours, theirs = index.episode(), graph.episode()
    filled = 0
    for text in _programs(index):
        program = parse(text)
        assert theirs.answers(program) == ours.answers(program), text
        if not text.startswith("(COUNT"):
            assert set(theirs.relations(program)) == ours.relations(program), text
        filled += bool(ours.answers(program))
    return filled


def test_programs_give_the_same_answers_through_rdflib() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: pip install 'agentgym[kg]'")
    index = Index(encode(_random_triples(3000)))
    graph = rdf.rdf_graph(index)
    assert _same(index, SparqlGraph(RdflibExecutor(graph))) > 300


def test_the_embedded_graph_answers_sparql() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: pip install 'agentgym[kg]'")
    index = embedded.embedded_graph()
    graph = rdf.rdf_graph(index)
    assert len(graph) == index.triples
    executor = RdflibExecutor(graph, index.namespace)
    for question in list(embedded.embedded_questions("test").values())[:100]:
        rows = executor.select(Writer(index.namespace).select(parse(question.s_expression)), "x")
        assert {terms.value(t) for row in rows for t in row.values()} == set(question.answer), question.id


# ---- endpoints ------------------------------------------------------------------------------------

Answer = Callable[[BaseHTTPRequestHandler, str], None]


@contextmanager
def _endpoint(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer(self, query)

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/sparql"
    finally:
        httpd.shutdown()
        httpd.server_close()


def _send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _result(*ids: str) -> bytes:
    bindings = [{"x": {"type": "uri", "value": NS + i}} for i in ids]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


def _quick(url: str, **options: object) -> Endpoint:
    endpoint = Endpoint(url, timeout=0.5, retries=2, **options)  # type: ignore[arg-type]
    endpoint.pause = 0.01
    return endpoint


def test_an_endpoint_that_is_down_is_a_clear_error() -> None:
    with _endpoint(lambda h, q: None) as url:
        pass
    with pytest.raises(EnvironmentFailure, match=r"gave no answer in 3 attempts.*Is it running"):
        _quick(url).select("SELECT", "x")
    with pytest.raises(OptionError, match="An endpoint is a URL"):
        Endpoint("ftp://x")


def test_a_slow_endpoint_times_out() -> None:
    def slow(handler: BaseHTTPRequestHandler, query: str) -> None:
        time.sleep(1.0)

    with _endpoint(slow) as url, pytest.raises(EnvironmentFailure, match=r"no reply within 0\.5 s"):
        _quick(url).select("SELECT", "x")


@pytest.mark.parametrize("trouble", ["busy", "cut body", "cut json", "partial", "html"])
def test_trouble_that_passes_is_retried(trouble: str) -> None:
    calls = []

    def flaky(handler: BaseHTTPRequestHandler, query: str) -> None:
        calls.append(query)
        if len(calls) % 3:
            if trouble == "busy":
                _send(handler, b"busy", 503)
            elif trouble == "cut body":
                _send(handler, _result("m.1")[:20], Content_Length="500")
                handler.close_connection = True
            elif trouble == "cut json":
                _send(handler, _result("m.1")[:-9])
            elif trouble == "partial":
                _send(handler, _result("m.9"), X_SQL_State="S1TAT")
            else:
                _send(handler, b"<html>a proxy's page</html>")
        else:
            _send(handler, _result("m.1", "m.2"))

    with _endpoint(flaky) as url:
        endpoint = _quick(url)
        endpoint._limit = 100
        assert [r["x"] for r in endpoint.select("SELECT", "x")] == ["m.1", "m.2"]
    assert len(calls) == 3


def test_a_refused_query_is_not_retried() -> None:
    calls = []

    def refuse(handler: BaseHTTPRequestHandler, query: str) -> None:
        calls.append(query)
        _send(handler, b"syntax error at line 1", 400)

    with _endpoint(refuse) as url, pytest.raises(EnvironmentFailure, match="status 400: syntax error"):
        _quick(url).select("SELECT", "x")
    assert len(calls) == 1


def test_rows_that_cannot_be_paged_are_an_error() -> None:
    with _endpoint(lambda h, q: _send(h, _result("m.1", "m.1"))) as url:
        endpoint = _quick(url)
        endpoint._limit = 2
        with pytest.raises(EnvironmentFailure, match="cannot be had in full"):
            endpoint.select("SELECT", "x")


def test_an_episode_at_a_dead_endpoint_has_no_reward(tmp_path: Path) -> None:
    with _endpoint(lambda h, q: None) as url:
        pass
    question = {
        "question": "which?", "qid": "1", "source": "x", "entities": {"One": "m.1"},
        "s_expression": "(JOIN (R a.b.c) m.1)", "answer": [{"answer_argument": "m.2"}],
        "actions": ["get_relations(m.1)", "get_neighbors(m.1,a.b.c)"],
    }  # fmt: skip
    (tmp_path / "test.json").write_text(json.dumps([question]))
    (tmp_path / "vocab.json").write_text(json.dumps({"relations": ["a.b.c"], "attributes": []}))
    (tmp_path / "fb_roles").write_text("a.b a.b.c x.y\n")
    (tmp_path / "reverse_properties").write_text("a.b.c\tx.y.z\n")
    from agentgym.environments.knowledge_graph.world.graphs import open_graph

    endpoint = open_graph(url).executor  # type: ignore[attr-defined]
    endpoint.pause, endpoint.retries = 0.01, 1
    run = agentgym.rollout("AgentTune/KG-v0", "expert", data=tmp_path, graph=url, out=tmp_path / "run")
    assert (run.failed, run.mean_reward) == (1, None)


@pytest.mark.slow
@pytest.mark.parametrize("rows", [10_000, 25])
def test_programs_give_the_same_answers_at_a_real_virtuoso(tmp_path: Path, rows: int) -> None:
    if missing := server.missing():
        pytest.skip(missing)
    triples = set(_random_triples(3000))
    # A hub with more neighbours than the server gives rows.
    triples |= {("m.hub", "a.b.r0", f"m.{i:03x}") for i in range(300)}
    index = Index(encode(triples))
    with server.virtuoso(tmp_path, triples, NS, rows=rows) as url:
        graph = SparqlGraph(Endpoint(url))
        assert graph.executor.row_limit() == min(rows, len(triples))  # type: ignore[attr-defined]
        assert _same(index, graph) > 300
        hub = parse("(JOIN (R a.b.r0) m.hub)")
        assert len(graph.episode().answers(hub)) == 300
        assert graph.episode().answers(
            parse("(ARGMAX (JOIN (R a.b.r0) m.hub) a.b.r1)")
        ) == index.episode().answers(parse("(ARGMAX (JOIN (R a.b.r0) m.hub) a.b.r1)"))
