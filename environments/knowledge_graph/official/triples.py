"""Reading triples from files: N-Triples (``.nt``) and tab-separated values (``.tsv``), plain or gzipped."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.terms import Triple
from agentgym.errors import DataError

_NT = re.compile(
    r"\s*(?:<(?P<s>[^<>\s]+)>|(?P<sb>_:\S+?(?=[\s<])))\s*<(?P<p>[^<>\s]+)>\s*"
    r'(?:<(?P<o>[^<>\s]+)>|(?P<ob>_:\S+?(?=\s|\.?\s*$))|(?P<l>"(?:[^"\\]|\\.)*")(?:@(?P<g>[\w-]+)|\^\^<(?P<d>[^<>\s]+)>)?)\s*\.\s*(?:\#.*)?$'
)


class Progress(NamedTuple):
    """Where reading stands: bytes of the file (as it lies on the disk) read so far, and in all."""

    done: int
    total: int


def read_triples(
    path: Path,
    namespace: str,
    *,
    on_bad_line: Callable[[DataError], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Triple]:
    """Yield the triples of a file as terms, without holding them.

    TSV has three columns, subject, relation and object; ids and relations are below the namespace or full IRIs
    in angle brackets, an object may be a bare value (number, date, text).

    Args:
        path: ``.nt``, ``.tsv`` or ``.txt`` (tab-separated), or one of these with ``.gz``.
        namespace: what ids are below.
        on_bad_line: takes what is wrong with a line, which is then left out; the default raises it.
        on_progress: called now and then.

    Raises:
        DataError: an unknown kind of file, a malformed line, or a file that was cut short.
    """
    kind = path.name.removesuffix(".gz").rsplit(".", 1)[-1]
    if kind not in ("nt", "tsv", "txt"):
        raise DataError(f"{path}: expected a file .nt or .tsv (or these with .gz).")
    parse = _ntriple if kind == "nt" else _row
    total = path.stat().st_size
    number = 0
    with path.open("rb") as raw:
        opened = gzip.GzipFile(fileobj=raw) if path.name.endswith(".gz") else raw
        for number, line in enumerate(_lines(opened, path), 1):
            if on_progress is not None and number % 20_000 == 0:
                on_progress(Progress(raw.tell(), total))
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if not text.strip() or (kind == "nt" and text.lstrip().startswith("#")):
                    continue
                yield parse(text, namespace)
            except ValueError as error:
                problem = DataError(f"{path}, line {number}: {error}")
                if on_bad_line is None:
                    raise problem from None
                on_bad_line(problem)
    if on_progress is not None:
        on_progress(Progress(total, total))


def _lines(file: BinaryIO | gzip.GzipFile, path: Path) -> Iterator[bytes]:
    try:
        yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is cut short or no gzip file ({error}); get it again.") from None


def _ntriple(line: str, namespace: str) -> Triple:
    found = _NT.match(line)
    if found is None:
        raise ValueError(
            f"expected <subject> <relation> <object or literal> . — found {line.strip()[:120]!r}"
        )
    s, sb, p, o, ob, text, language, datatype = found.groups()
    subject = terms.from_iri(s, namespace) if s else sb
    relation = terms.from_iri(p, namespace)
    if o:
        return subject, relation, terms.from_iri(o, namespace)
    if ob:
        return subject, relation, ob
    if "\\" in text:
        return subject, relation, terms.literal(terms.unescape(text[1:-1]), datatype or "", language or "")
    suffix = f"@{language}" if language else ""
    if datatype and datatype != f"{terms.XSD}string":
        suffix = f"^^<{datatype}>"
    return subject, relation, text + suffix


def _row(line: str, namespace: str) -> Triple:
    columns = line.rstrip("\r\n").split("\t")
    if len(columns) != 3 or not all(columns):
        raise ValueError(
            f"expected subject, relation and object, separated by tabs; found {len(columns)} columns: {line[:120]!r}"
        )
    subject, relation, obj = columns
    if relation == terms.TYPE:
        return _short(subject, namespace), relation, _short(obj, namespace)
    return _short(subject, namespace), _short(relation, namespace), terms.from_text(_short(obj, namespace))


def _short(text: str, namespace: str) -> str:
    return terms.from_iri(text[1:-1], namespace) if text.startswith("<") and text.endswith(">") else text
