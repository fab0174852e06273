"""The files of a run folder: names, order, and reading them as lines.

A folder holds ``episodes.jsonl`` (being written), ``episodes-0001.jsonl.zst`` … (rotated), ``failures.jsonl``
(episodes that failed for reasons of the machinery), ``scores.jsonl`` (scores that were given later),
``verdicts.jsonl`` (what judges said) and ``runs.jsonl``
(how the folder was written: a line for each call). Rotated files are zstd frames of about a megabyte each, so that a
single episode can be read without the rest.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import zstandard

from agentgym.errors import DataError

EPISODES = "episodes.jsonl"
FAILURES = "failures.jsonl"
SCORES = "scores.jsonl"
VERDICTS = "verdicts.jsonl"
RUNS = "runs.jsonl"
FRAME_BYTES = 1 << 20
_CHUNK = 1 << 18


def episode_files(folder: Path, *, failures: bool = False) -> list[Path]:
    """Return the episode files below ``folder``, rotated ones first, in the order they were written.

    A rotated file that exists plain and compressed (the process died in between) counts once.
    """
    found: list[Path] = []
    for root, names, files in os.walk(folder, followlinks=True):
        names.sort()
        here = Path(root)
        rotated = {f.removesuffix(".zst"): here / f for f in sorted(files) if _is_rotated(f)}
        found += [rotated[k] for k in sorted(rotated)]
        found += [here / n for n in ((FAILURES,) if failures else ()) if n in files]
        if EPISODES in files:
            found.append(here / EPISODES)
    return found


def _is_rotated(name: str) -> bool:
    return name.startswith("episodes-") and name.endswith((".jsonl", ".jsonl.zst"))


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a plain or compressed file, without newlines; a torn last line is yielded as well."""
    with _opened(path) as file:
        stream: io.BufferedIOBase = file
        if file.name.endswith(".zst"):
            reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            stream = io.BufferedReader(reader)
        for line in stream:
            stripped = line.rstrip(b"\n")
            if stripped:
                yield stripped


def _opened(path: Path) -> io.BufferedReader:
    """Open a file, or what it has been compressed to since it was listed: a run may still be writing."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        compressed = path.with_name(path.name + ".zst")
        if path.suffix == ".zst" or not compressed.exists():
            raise
        return compressed.open("rb")


def set_aside(folder: Path) -> Path:
    """Move ``episodes.jsonl`` aside, to be compressed, and return its new path; safe against a crash at any point."""
    current = folder / EPISODES
    taken = [int(f.name[9:13]) for f in folder.glob("episodes-[0-9][0-9][0-9][0-9].jsonl*")]
    plain = folder / f"episodes-{max(taken, default=0) + 1:04d}.jsonl"
    current.rename(plain)
    return plain


def compress(plain: Path) -> None:
    """Compress one rotated file frame by frame, then remove the plain one."""
    target = plain.with_name(plain.name + ".zst")
    partial = target.with_name(target.name + ".tmp")
    compressor = zstandard.ZstdCompressor(level=6)
    with partial.open("wb") as out:
        block: list[bytes] = []
        size = 0
        for line in lines(plain):
            block.append(line + b"\n")
            size += len(line) + 1
            if size >= FRAME_BYTES:
                out.write(compressor.compress(b"".join(block)))
                block, size = [], 0
        if block:
            out.write(compressor.compress(b"".join(block)))
        out.flush()
        os.fsync(out.fileno())
    partial.rename(target)
    plain.unlink()


def frames(path: Path, start: int = 0, size: int = 4 << 20) -> Iterator[tuple[int, bytes]]:
    """Yield blocks of whole lines with their positions, from byte ``start`` on.

    A compressed file gives its frames, decompressed, with their positions in the compressed file; a plain file
    blocks of about ``size`` bytes, the last of which may end in a line that is still being written.
    """
    if path.suffix == ".zst":
        yield from _compressed_frames(path, start)
        return
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while block := file.read(size):
            block = rest + block
            cut = block.rfind(b"\n") + 1
            if cut:
                yield start, block[:cut]
                start += cut
            rest = block[cut:]
        if rest:
            yield start, rest


def _compressed_frames(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        file.seek(start)
        chunk = file.read(_CHUNK)
        while chunk:
            frame, parts = zstandard.ZstdDecompressor().decompressobj(), []
            offset = start
            while True:
                parts.append(frame.decompress(chunk))
                start += len(chunk) - len(frame.unused_data)
                if frame.eof:
                    break
                chunk = file.read(_CHUNK)
                if not chunk:
                    raise DataError(f"{path} ends within a frame: it was cut. Restore it from its source.")
            yield offset, b"".join(parts)
            chunk = frame.unused_data or file.read(_CHUNK)


def frame_at(path: Path, offset: int) -> bytes:
    """Return the frame of a compressed file that begins at ``offset``, decompressed."""
    return next(_compressed_frames(path, offset))[1]
