"""The file of an index: a header in JSON, then sections of plain little-endian integers, read without parsing.

============  =====================  =================================================================
section       one entry is           what
============  =====================  =================================================================
terms         byte                   all terms in UTF-8, sorted by bytes, one after the other
term_start    uint64, terms + 1      where each term begins in ``terms``
first_group   uint32, terms + 1      where a subject's groups begin; a group is one subject and one relation
relation      uint32, groups         the relation of a group, sorted within a subject
group_start   uint64, groups + 1     where a group's objects begin in ``objects``
objects       uint32, triples        ids of terms, sorted within a group
============  =====================  =================================================================

A term's id is its position. The header holds the sorted names of relations, the namespace and the sizes, so that
a file that was cut short is told from a whole one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from agentgym.errors import DataError

MAGIC = b"AGKGIDX1"
SECTIONS = {
    "terms": "B",
    "term_start": "Q",
    "first_group": "I",
    "relation": "I",
    "group_start": "Q",
    "objects": "I",
}
"""Sections in the order of the file, with the format of their entries (as in :mod:`array`)."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The header of an index.

    Attributes:
        namespace: what the short ids and relations stand below.
        relations: names of the relations, sorted; a relation's number is its position.
        triples: how many triples there are, each counted once.
        sections: offset (behind the header) and length in bytes of each section.
    """

    namespace: str
    relations: list[str]
    triples: int
    sections: dict[str, tuple[int, int]]


def write(
    file: BinaryIO,
    *,
    namespace: str,
    relations: list[str],
    triples: int,
    sections: Mapping[str, tuple[int, Iterable[bytes]]],
) -> None:
    """Write an index; each section is its length in bytes and its bytes in blocks."""
    places: dict[str, tuple[int, int]] = {}
    offset = 0
    for name in SECTIONS:
        length = sections[name][0]
        places[name] = (offset, length)
        offset += length + (-length % 8)
    header = msgspec.json.encode(
        Header(namespace=namespace, relations=relations, triples=triples, sections=places)
    )
    header += b" " * (-len(header) % 8)
    file.write(MAGIC + len(header).to_bytes(8, "little") + header)
    for name in SECTIONS:
        length, blocks = sections[name]
        for block in blocks:
            file.write(block)
        file.write(bytes(-length % 8))


def read(buffer: memoryview, name: str) -> tuple[Header, dict[str, memoryview]]:
    """Return header and sections of an index, as views of ``buffer``.

    Raises:
        DataError: it is no index, or not all of it is there.
    """
    if sys.byteorder != "little":
        raise DataError("An index of a knowledge graph is little-endian, and this machine is not.")
    if buffer[:8] != MAGIC:
        raise DataError(f"{name} is no index of a knowledge graph; `agentgym data kg build FILE…` makes one.")
    start = 16 + int.from_bytes(buffer[8:16], "little")
    try:
        header = msgspec.json.decode(buffer[16:start], type=Header)
        needed = start + max(offset + length for offset, length in header.sections.values())
    except (msgspec.MsgspecError, ValueError) as error:
        raise DataError(f"{name} is cut short or damaged in its header ({error}); build it again.") from None
    if len(buffer) < needed or set(header.sections) != set(SECTIONS):
        raise DataError(
            f"{name} is cut short: {len(buffer):,} of {needed:,} bytes are there. Build or copy it again."
        )
    views = {}
    for section, kind in SECTIONS.items():
        offset, length = header.sections[section]
        views[section] = buffer[start + offset : start + offset + length].cast(kind)  # type: ignore[call-overload]
    return header, views


def open_map(path: Path) -> memoryview:
    """Map a file into memory.

    Raises:
        DataError: it cannot be read, or is empty.
    """
    import mmap

    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise DataError(f"The index {path} cannot be opened: {error}.") from error
