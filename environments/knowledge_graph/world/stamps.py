"""Stamps of files: what is kept of a file in memory is kept under its stamp, so that a changed file is read again."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[tuple[int, int, int], ...]


def stamp(*paths: Path) -> Stamp:
    """Return inode, size and modification time (in ns) of each file, zeros for one that is not there."""
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_ino, status.st_size, status.st_mtime_ns)
