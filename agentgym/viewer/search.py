"""Searching lines of logs for a text: as bytes first, and only what may hold it as episodes."""

from __future__ import annotations

import bisect
import mmap

import msgspec
import numpy as np

from agentgym.trajectory.codec import TornLine, decode
from agentgym.trajectory.files import frame_at
from agentgym.trajectory.index import Entry, Index
from agentgym.trajectory.transcript import texts

_BLOCK = 1 << 20


class Search:
    """Looks for one text in everything that was said in episodes, regardless of case; in any order of episodes.

    Plain files are mapped and looked through block by block: a bit of every byte is set, which makes letters
    small (and a few signs look alike, which does no harm), so that a plain search over the block finds all.

    Args:
        query: the text.
    """

    def __init__(self, query: str) -> None:
        self.folded = query.casefold()
        self.needle = _small(_needle(query))
        self._maps: dict[tuple[int, str], mmap.mmap] = {}
        self._hits: dict[tuple[int, str, int], list[int]] = {}
        self._frame: tuple[int, str, int] | None = None
        self._block = b""

    def holds(self, index: Index, entry: Entry) -> bool:
        """Whether the text was said in an episode."""
        if not self._may_hold(index, entry):
            return False
        try:
            return any(self.folded in text.casefold() for text in texts(decode(self._read(index, entry))))
        except TornLine:
            return False

    def close(self) -> None:
        """Unmap the files."""
        for mapped in self._maps.values():
            mapped.close()

    def _may_hold(self, index: Index, entry: Entry) -> bool:
        """Whether the line holds the text, as far as bytes tell."""
        if not self.needle:
            return True
        if entry.file.endswith(".zst"):
            hits = self._hits.get((id(index), entry.file, entry.offset))
            if hits is None:
                hits = self._find(index, entry, entry.offset, self._decompressed(index, entry), 0)
            return _between(hits, entry.within, entry.within + entry.length - len(self.needle))
        last = entry.offset + entry.length - len(self.needle)
        for block in range(entry.offset // _BLOCK, last // _BLOCK + 1):
            hits = self._hits.get((id(index), entry.file, block))
            if hits is None:
                start = block * _BLOCK
                text = self._map(index, entry)[start : start + _BLOCK + len(self.needle) - 1]
                hits = self._find(index, entry, block, text, start)
            if _between(hits, entry.offset, last):
                return True
        return False

    def _find(self, index: Index, entry: Entry, block: int, text: bytes, start: int) -> list[int]:
        small = _small(text)
        hits, at = [], small.find(self.needle)
        while at >= 0:
            hits.append(start + at)
            at = small.find(self.needle, at + 1)
        self._hits[id(index), entry.file, block] = hits
        return hits

    def _read(self, index: Index, entry: Entry) -> bytes:
        if entry.file.endswith(".zst"):
            return self._decompressed(index, entry)[entry.within : entry.within + entry.length]
        return self._map(index, entry)[entry.offset : entry.offset + entry.length]

    def _decompressed(self, index: Index, entry: Entry) -> bytes:
        frame = (id(index), entry.file, entry.offset)
        if frame != self._frame:
            self._frame = frame
            self._block = frame_at(index.folder / entry.file, entry.offset)
        return self._block

    def _map(self, index: Index, entry: Entry) -> mmap.mmap:
        name = (id(index), entry.file)
        mapped = self._maps.get(name)
        if mapped is None:
            with (index.folder / entry.file).open("rb") as file:
                mapped = self._maps[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return mapped


def _between(hits: list[int], first: int, last: int) -> bool:
    if not hits:
        return False
    at = bisect.bisect_left(hits, first)
    return at < len(hits) and hits[at] <= last


def _small(data: bytes) -> bytes:
    return np.bitwise_or(np.frombuffer(data, np.uint8), 0x20).tobytes()


def _needle(query: str) -> bytes:
    """Return a piece of the query that the line must hold: its longest run of ASCII, as JSON writes it.

    Letters beyond ASCII have no simple lower case in bytes, and some lines write them as escapes.
    """
    runs = "".join(c if c.isascii() and c >= " " and c not in "\x7f" else "\n" for c in query).split("\n")
    longest = max(runs, key=len)
    return msgspec.json.encode(longest)[1:-1]
