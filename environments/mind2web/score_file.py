"""The score file ``scores_all_data.pkl``, read without running what a pickle could hold.

The file holds ``{"scores": {sample: {node: score}}, "ranks": {sample: {node: rank from 0}}}``, with samples named
``{annotation_id}_{action_uid}``.
"""

from __future__ import annotations

import collections
import contextlib
import hashlib
import os
import pickle
import struct
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import zstandard

from agentgym.errors import DataError

DEPTH = 50
"""Ranked candidates that are kept of each sample."""
_FORMAT = "mind2web-ranks-1"
_BROKEN = (
    pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError, ValueError, TypeError,
    OverflowError, MemoryError,
)  # fmt: skip
_CONTAINERS: dict[tuple[str, str], Any] = {
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "dict"): dict,
    ("builtins", "list"): list,
    ("builtins", "int"): int,
    ("builtins", "float"): float,
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("collections", "defaultdict"): collections.defaultdict,
}
_NUMBERS = {
    "f2": "e",
    "f4": "f",
    "f8": "d",
    "i1": "b",
    "i2": "h",
    "i4": "i",
    "i8": "q",
    "u1": "B",
    "u2": "H",
    "u4": "I",
    "u8": "Q",
}


class _Kind:
    """Stands in for ``numpy.dtype``: the name of a number's type and its byte order, nothing else."""

    def __init__(self, name: str, *_: Any) -> None:
        if name not in _NUMBERS:
            raise pickle.UnpicklingError(f"numpy numbers of type {name!r} are not accepted")
        self.code = _NUMBERS[name]
        self.order = "<"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.order = ">" if state[1] == ">" else "<"


def _scalar(kind: _Kind, raw: bytes) -> float:
    if not isinstance(kind, _Kind):
        raise pickle.UnpicklingError("a numpy number without a type")
    number: float = struct.unpack(kind.order + kind.code, raw)[0]
    return number


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"bytes in {encoding!r} are not accepted")
    return text.encode("latin1")


class PlainUnpickler(pickle.Unpickler):
    """Loads containers, strings and numbers; refuses everything else before it is made.

    numpy's numbers are read by code of our own, so that numpy's unpickling is not called.
    """

    _FOUND = {  # noqa: RUF012 (a constant table)
        **_CONTAINERS,
        **{
            ("__builtin__", name): value
            for (module, name), value in _CONTAINERS.items()
            if module == "builtins"
        },
        ("numpy", "dtype"): _Kind,
        ("numpy.core.multiarray", "scalar"): _scalar,
        ("numpy._core.multiarray", "scalar"): _scalar,
        ("_codecs", "encode"): _encode,
    }

    def find_class(self, module: str, name: str) -> Any:
        """Return a harmless constructor.

        Raises:
            pickle.UnpicklingError: anything else is named.
        """
        found = self._FOUND.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which is no plain container or number")
        return found


def read_plain(file: BinaryIO, name: str) -> Any:
    """Unpickle plain data.

    Raises:
        DataError: the pickle names anything but containers and numbers, is cut off, or is none.
    """
    try:
        return PlainUnpickler(file).load()
    except _BROKEN as error:
        raise DataError(
            f"{name} cannot be read as plain data: {error or type(error).__name__}. Expected a pickle of dictionaries, "
            "strings and numbers; if the file is cut off, download it again."
        ) from None


def read_ranks(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the :data:`DEPTH` best candidates of each sample, best first; kept in the cache after the first time.

    Raises:
        DataError: the file is damaged, names code, or is not of the form above.
    """
    stat = path.stat()
    digest = hashlib.sha256(
        f"{_FORMAT}/{path.resolve()}/{stat.st_size}/{stat.st_mtime_ns}".encode()
    ).hexdigest()
    kept = cache_folder() / f"ranks-{digest[:20]}.json.zst"
    if kept.exists():
        return msgspec.json.decode(
            zstandard.ZstdDecompressor().decompress(kept.read_bytes()), type=dict[str, tuple[str, ...]]
        )
    with path.open("rb") as file:
        content = read_plain(file, str(path))
    ranks = _ranked(content, path)
    with contextlib.suppress(OSError):  # Without a cache it is read again next time.
        write_atomically(kept, zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(ranks)))
    return ranks


def _ranked(content: Any, path: Path) -> dict[str, tuple[str, ...]]:
    try:
        table = content["ranks"] if "ranks" in content else content["scores"]
        sign = 1 if "ranks" in content else -1
        return {
            str(sample): tuple(str(n) for n in sorted(nodes, key=lambda n: sign * nodes[n])[:DEPTH])
            for sample, nodes in table.items()
        }
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise DataError(
            f"{path}: expected a dictionary with 'ranks' (or 'scores') by sample and node, found something else "
            f"({error!r})."
        ) from None


def cache_folder() -> Path:
    """Return the folder of derived data."""
    return Path(os.environ.get("AGENTGYM_CACHE", Path.home() / ".cache" / "agentgym")) / "mind2web"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that no other process ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_bytes(content)
    partial.replace(path)
