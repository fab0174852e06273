"""Task files in the official layout, opened lazily.

The official files are gigabytes of JSON: each is mapped and scanned once for where its tasks lie (kept in the
cache), and a task is decoded when it is played. ``*.json.zst`` is read as well; the embedded data is that.
"""

from __future__ import annotations

import mmap
import warnings
from functools import lru_cache
from pathlib import Path

import msgspec
import zstandard

from agentgym.environments.mind2web.official.derived import derived
from agentgym.environments.mind2web.official.records import TaskRecord
from agentgym.errors import DataError

TESTS = ("test_task", "test_website", "test_domain")
SPLITS = ("train", "dev", "test", *TESTS)
"""``test`` is ``test_domain``, as in AgentBench; ``dev`` is every tenth task of the training files."""
_EVERY = 10
_FORMAT = "mind2web-index-2"
_SMALL = 1 << 24
_MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""


class _ActionHead(msgspec.Struct):
    action_uid: str


class _TaskHead(msgspec.Struct):
    annotation_id: str
    domain: str
    actions: list[_ActionHead]


class Entry(msgspec.Struct, frozen=True):
    """Where a task lies in its file, and what there is to know of it without decoding it.

    Attributes:
        start, length: place in the file (unpacked, if it is packed), in bytes.
        annotation_id: the task.
        domain: what its site is about.
        actions: ids of its actions.
    """

    start: int
    length: int
    annotation_id: str
    domain: str
    actions: tuple[str, ...]


def locate(data: Path, split: str) -> list[Path]:
    """Return the files of a split below ``data`` (or ``data`` itself, if it is a file), in order.

    Raises:
        DataError: there are none.
    """
    if data.is_file():
        return [data]
    stem = "train" if split in ("train", "dev") else "test_domain" if split == "test" else split
    found: dict[Path, None] = {}
    for base in (data, data / "data"):
        for pattern in (f"{stem}_*.json", f"{stem}_*.json.zst", f"{stem}/*.json", f"{stem}/*.json.zst"):
            found.update(dict.fromkeys(sorted(base.glob(pattern), key=_numbered)))
    if found:
        return list(found)
    zipped = next(iter([*data.glob("test*.zip"), *data.glob("data/test*.zip")]), None)
    unzip = f" {zipped} is still packed: unzip it first." if zipped is not None and stem != "train" else ""
    raise DataError(
        f"{data} has no files of split {split!r}: expected {stem}_*.json or {stem}/*.json, as in the official layout."
        f"{unzip}"
    )


def entries_of(data: Path, split: str) -> list[tuple[Path, Entry]]:
    """Return the tasks of a split, in the order of the files."""
    listed = [(path, entry) for path in locate(data, split) for entry in index(path)]
    if data.is_file() or split not in ("train", "dev"):
        return listed
    return [pair for i, pair in enumerate(listed) if (i % _EVERY == _EVERY - 1) == (split == "dev")]


def read_task(path: Path, entry: Entry) -> TaskRecord:
    """Decode one task.

    Raises:
        DataError: it is not of the official schema.
    """
    return _read_task(str(path), path.stat().st_mtime_ns, entry)


@lru_cache(maxsize=64)
def _read_task(path: str, modified: int, entry: Entry) -> TaskRecord:
    where = Path(path)
    if where.suffix == ".zst":
        raw = _unpacked(where, modified)[entry.start : entry.start + entry.length]
    else:
        with where.open("rb") as file:
            file.seek(entry.start)
            raw = file.read(entry.length)
    try:
        record = msgspec.json.decode(raw, type=TaskRecord)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 ({error}). Convert it, or download it again.") from None
    except msgspec.DecodeError as error:
        raise DataError(
            f"{path}: task {entry.annotation_id!r} is not of the official schema: {error}."
        ) from None
    return record.check(path)


def index(path: Path) -> list[Entry]:
    """Return where the tasks of a file lie; scanned once, then kept in the cache if the file is large.

    Raises:
        DataError: the file is damaged, cut off, or no list of tasks.
    """
    stat = path.stat()
    if stat.st_size < _SMALL:
        return _small_index(str(path), stat.st_size, stat.st_mtime_ns)
    return derived(path, _FORMAT, list[Entry], _scan)


@lru_cache(maxsize=256)
def _small_index(path: str, _size: int, _modified: int) -> list[Entry]:
    return _scan(Path(path))


def _scan(path: Path) -> list[Entry]:
    if path.suffix == ".zst":
        return _entries(_unpacked(path, path.stat().st_mtime_ns), path)
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise DataError(f"{path} is empty. Download it again.") from None
        return _entries(mapped, path)


def _entries(content: bytes | mmap.mmap, path: Path) -> list[Entry]:
    if content[:24].startswith(b"version https://git-lfs"):
        raise DataError(f"{path} is a Git LFS pointer, not the data. Fetch it with 'git lfs pull'.")
    mark = len(_MARK) if content[: len(_MARK)] == _MARK else 0  # tools of Windows write it
    view = memoryview(content)[mark:]
    try:
        raws = msgspec.json.decode(view, type=list[msgspec.Raw])
        heads = [msgspec.json.decode(raw, type=_TaskHead) for raw in raws]
    except msgspec.ValidationError as error:
        raise DataError(f"{path}: expected a list of tasks in the official schema: {error}.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 ({error}). Convert it, or download it again.") from None
    except msgspec.DecodeError as error:
        raise DataError(f"{path} is damaged or cut off: {error}. Download it again.") from None
    found, position = [], content[: 64 + mark].index(b"[") + 1
    known: set[str] = set()
    for raw, head in zip(raws, heads, strict=True):
        while content[position : position + 1] in (b" ", b"\n", b"\r", b"\t", b","):
            position += 1
        length = memoryview(raw).nbytes
        if head.annotation_id in known:
            warnings.warn(
                f"{path}: task {head.annotation_id!r} is there more than once; the first is played.",
                stacklevel=2,
            )
            position += length
            continue
        known.add(head.annotation_id)
        if not head.actions:
            raise DataError(f"{path}: task {head.annotation_id!r} has no actions; expected at least one.")
        actions = tuple(a.action_uid for a in head.actions)
        found.append(Entry(position, length, head.annotation_id, head.domain, actions))
        position += length
    return found


@lru_cache(maxsize=32)
def _unpacked(path: Path, _modified: int) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(path.read_bytes())
    except zstandard.ZstdError as error:
        raise DataError(f"{path} is damaged or cut off: {error}. Download it again.") from None


def _numbered(path: Path) -> tuple[str, int, str]:
    stem = path.name.split(".")[0]
    digits = stem[len(stem.rstrip("0123456789")) :]
    return (stem.rstrip("0123456789"), int(digits or -1), path.name)
