"""Terms of a graph as text: ``m.0d05w3``, ``<http://elsewhere/x>``, ``"1.5"^^<datatype>``, ``"Paris"@en``.

An IRI below the graph's namespace is written as its last part, every other one in angle brackets. A literal is
written as N-Triples does, with a full datatype and escapes; ``xsd:string`` is left out.
"""

from __future__ import annotations

import re
from datetime import date

FREEBASE = "http://rdf.freebase.com/ns/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NAME = "type.object.name"
"""The attribute that holds an entity's name, as in Freebase."""
TYPE = "type.object.type"

_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_NEEDS = re.compile(r'["\\\n\r]')
_WRITTEN = {"\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NUMERIC = re.compile(
    rf"<{re.escape(XSD)}(?:integer|decimal|double|float|int|long|short|byte|"
    r"(?:nonNegative|positive|negative|nonPositive)Integer|unsigned(?:Int|Long|Short|Byte))>"
)
_DATED = re.compile(rf"<{re.escape(XSD)}(?:date|dateTime|gYear|gYearMonth)>", re.IGNORECASE)
_DATE = re.compile(
    r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(?:Z|[+-]\d\d:\d\d)?$"
)
_ENTITY = re.compile(r"[a-z]\.\w+$", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}$", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d*\.\d+$", re.ASCII)

Triple = tuple[str, str, str]
"""Subject, relation and object, as terms."""
SortKey = tuple[int, float | int | str, tuple[float, ...]]


def from_iri(iri: str, namespace: str) -> str:
    """Write an IRI (without brackets) as a term."""
    return iri[len(namespace) :] if iri.startswith(namespace) else f"<{iri}>"


def to_iri(term: str, namespace: str) -> str:
    """Return the full IRI of a term that is no literal, without brackets."""
    return term[1:-1] if term.startswith("<") else namespace + term


def literal(text: str, datatype: str = "", language: str = "") -> str:
    """Write a literal as a term."""
    escaped = _NEEDS.sub(lambda m: _WRITTEN[m[0]], text)
    if language:
        return f'"{escaped}"@{language}'
    if datatype and datatype != f"{XSD}string":
        return f'"{escaped}"^^<{datatype}>'
    return f'"{escaped}"'


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def split_literal(term: str) -> tuple[str, str, str]:
    """Return text, datatype and language of a literal; datatype and language may be empty."""
    end = term.rindex('"')
    rest = term[end + 1 :]
    text = unescape(term[1:end])
    return text, rest[3:-1] if rest.startswith("^^") else "", rest[1:] if rest.startswith("@") else ""


def unescape(text: str) -> str:
    """Resolve the escapes of N-Triples."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPES.get(m[3], m[3]), text
    )


def value(term: str) -> str:
    """Return a term as AgentBench answers it: the id, or the literal's text without ``-08:00``."""
    if not is_literal(term):
        return term
    return split_literal(term)[0].removesuffix("-08:00")


def foreign(term: str) -> bool:
    """Whether a term is text in a language other than English, which answers leave out."""
    if not is_literal(term):
        return False
    language = split_literal(term)[2].lower()
    return bool(language) and language != "en" and not language.startswith("en-")


def sort_key(term: str) -> SortKey:
    """Return what superlatives compare by: numbers, then dates (by their start), then texts and entities.

    The same order holds for every store, so that the stores of one graph agree.
    """
    if not is_literal(term):
        return 2, term, ()
    end = term.rindex('"')
    text, rest = term[1:end], term[end + 1 :]
    if _NUMERIC.fullmatch(rest, 2):
        number = _number(text)
        if number is not None:
            return 0, number, ()
    dated = _DATE.match(text) if _DATED.fullmatch(rest, 2) else None
    if dated is not None:
        return 1, int(dated[1]), tuple(float(part or 0) for part in dated.groups()[1:])
    return 2, text, ()


def _number(text: str) -> float | int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return None if number != number else number


def from_text(text: str) -> str:
    """Write a bare value of a TSV file as a term: an id, a number, a date, or else a string."""
    if _ENTITY.match(text) or (text.startswith("<") and text.endswith(">")):
        return text
    if text.startswith('"') and re.fullmatch(r'"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?', text):
        return text
    if _INTEGER.match(text):
        return literal(text, f"{XSD}integer")
    if _DECIMAL.match(text):
        return literal(text, f"{XSD}decimal")
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            date.fromisoformat(text)
        except ValueError:
            return literal(text)
        return literal(text, f"{XSD}date")
    return literal(text)
