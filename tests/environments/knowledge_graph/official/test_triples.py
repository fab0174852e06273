"""Triples from N-Triples and TSV."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.official.triples import Progress, read_triples
from agentgym.environments.knowledge_graph.world import terms
from agentgym.errors import DataError
from tests.environments.knowledge_graph.samples import INT, NS


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


def test_progress_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("m.1\ta.b.c\tm.2\n" * 45_000)
    seen: list[Progress] = []
    assert sum(1 for _ in read_triples(tmp_path / "x.tsv", NS, on_progress=seen.append)) == 45_000
    size = (tmp_path / "x.tsv").stat().st_size
    assert len(seen) == 3 and seen[0].done < seen[1].done <= seen[2].done == seen[2].total == size


@pytest.mark.parametrize(
    "line", ["<a><b><c>.", "\ufeff<a> <b> <c> .", "<a>\t<b><c>  .", "<a><b>_:c.", '<a><b>"c".']
)
def test_spaces_between_terms_may_be_left_out_and_a_byte_order_mark_is_none(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "x.nt").write_text(line + "\n")
    ((subject, relation, _),) = read_triples(tmp_path / "x.nt", NS)
    assert (subject, relation) == ("<a>", "<b>")
