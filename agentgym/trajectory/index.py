"""An index of a log for fast listing: one small record an episode, kept beside the log.

The index is derived: it is brought up to date from the log whenever it is opened, and made anew when it does
not fit. Building reads only the fields it needs.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from agentgym.trajectory.codec import TornLine, decode
from agentgym.trajectory.files import episode_files, lines

INDEX = ".index.msgpack"


class Entry(msgspec.Struct, array_like=True):
    """What a listing shows of an episode, and where its line is (``number``: line within ``file``)."""

    file: str
    number: int
    key: str
    env_id: str
    task_id: str
    task_kind: str
    policy: str
    repeat: int
    status: str
    reward: float | None
    steps: int
    seconds: float


class _Line(msgspec.Struct):
    env_id: str
    task_id: str
    status: str
    reward: float | None
    key: str = ""
    task_kind: str = ""
    policy: str = ""
    repeat: int = 0
    seconds: float = 0.0
    metrics: dict[str, float] = {}


class _Table(msgspec.Struct, array_like=True):
    sizes: dict[str, int]
    entries: list[Entry]


_line = msgspec.json.Decoder(_Line)
_table = msgspec.msgpack.Decoder(_Table)


def index(folder: str | os.PathLike[str]) -> list[Entry]:
    """Return the entries of all episodes below ``folder``, failures included, up to date with the log."""
    root = Path(folder)
    files = episode_files(root, failures=True)
    sizes = {str(f.relative_to(root)): f.stat().st_size for f in files}
    cached = _load(root)
    kept = [e for e in cached.entries if cached.sizes.get(e.file) == sizes.get(e.file)]
    known = {name for name, size in cached.sizes.items() if sizes.get(name) == size}
    entries = kept
    for file in files:
        name = str(file.relative_to(root))
        if name not in known:
            entries += _scan(file, name)
    if known != set(sizes) or len(cached.sizes) != len(sizes):
        _save(root, _Table(sizes, entries))
    return entries


def _scan(file: Path, name: str) -> list[Entry]:
    entries = []
    for number, raw in enumerate(lines(file)):
        try:
            e = _read(raw)
        except TornLine:
            continue
        steps = int(e.metrics.get("steps", 0))
        entries.append(
            Entry(
                name, number, e.key, e.env_id, e.task_id, e.task_kind, e.policy, e.repeat, e.status, e.reward,
                steps, e.seconds,
            )
        )  # fmt: skip
    return entries


def _read(raw: bytes) -> _Line:
    try:
        return _line.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):  # torn, or text that only the full codec reads
        return msgspec.convert(decode(raw), _Line, from_attributes=True)


def _load(root: Path) -> _Table:
    try:
        return _table.decode((root / INDEX).read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):
        return _Table({}, [])


def _save(root: Path, table: _Table) -> None:
    partial = root / f"{INDEX}.{os.getpid()}.tmp"
    try:
        partial.write_bytes(msgspec.msgpack.encode(table))
        partial.replace(root / INDEX)
    except OSError:  # A read-only or full folder: the index is a convenience, the log is the truth.
        partial.unlink(missing_ok=True)
