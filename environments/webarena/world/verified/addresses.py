"""Addresses of requests, as WebArena-Verified compares them: a place, and parameters."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

_ENCODED = re.compile(r"[A-Za-z0-9_-]{4,}={0,2}")
_FILES = ".css .js .png .jpg .jpeg .gif .svg .woff .woff2 .ttf .ico .webp".split()

Parameters = dict[str, str]
"""By name; of several values the first in alphabetical order counts, in small letters."""


class Place(NamedTuple):
    """An address taken apart: where it is, in small letters, as it is written, and its parameters."""

    where: str
    written: str
    parameters: Parameters


def place_of(url: str, *, encoded: bool = False) -> Place:
    """Take an address apart.

    Args:
        url: the address.
        encoded: parts of the path may be parameters in base64.
    """
    parts = urlsplit(url.rstrip("/"))
    found, path = [parts.query] if parts.query else [], parts.path
    if encoded:
        kept = []
        for segment in path.split("/"):
            text = _decoded(segment)
            if text is None:
                kept.append(segment)
            else:
                found.insert(0, text)
        path = "/".join(kept)
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    base = f"{parts.scheme.lower()}://{host}{path}"
    return Place(unquote(base).lower().rstrip("/"), base, parameters_of(parse_qs("&".join(found), True)))


def parameters_of(given: Mapping[str, Any]) -> Parameters:
    """Return parameters of which each may have several values."""
    made: Parameters = {}
    for name, values in given.items():
        texts = [str(v).strip() for v in (values if isinstance(values, list) else [values]) if v is not None]
        made[name] = min(texts, key=str.lower, default="")
    return made


def is_pattern(text: object) -> bool:
    """Say whether something expected is a pattern: ``^...$``."""
    return isinstance(text, str) and text.startswith("^") and text.endswith("$")


def same_place(wanted: str, given: Place, *, encoded: bool = False) -> bool:
    """Compare where an address is, whatever its parameters; ``wanted`` may be a pattern."""
    if is_pattern(wanted):
        return re.match(wanted, given.written) is not None
    return place_of(wanted, encoded=encoded).where == given.where


def same_parameters(
    wanted: Parameters,
    given: Parameters,
    ignored: Callable[[str], bool],
    compare: Callable[[str, str, str], bool],
) -> bool:
    """Compare parameters: none more, none less; one without a value is none.

    Args:
        wanted: as expected; values may be patterns.
        given: as asked.
        ignored: says of a name that it does not count.
        compare: compares the values of a name, wanted and given.
    """
    for name in {*wanted, *given}:
        if ignored(name):
            continue
        left, right = wanted.get(name, ""), given.get(name, "")
        if is_pattern(left):
            if re.match(left, right, re.IGNORECASE) is None:
                return False
        elif left != right and not compare(name, left, right):
            return False
    return True


def is_file(url: str) -> bool:
    """Say whether an address is that of a style sheet, a script, a picture or a font."""
    return urlsplit(url).path.endswith(tuple(_FILES))


def _decoded(segment: str) -> str | None:
    if not _ENCODED.fullmatch(segment):
        return None
    try:
        text = urlsafe_b64decode(segment + "=" * (-len(segment) % 4)).decode()
    except ValueError:
        return None
    return unquote(text).strip().lstrip("?&") if "=" in text else None
