"""Pickles of plain data, read without running what a pickle could hold."""

from __future__ import annotations

import collections
import pickle
import struct
from typing import Any, BinaryIO

from agentgym.errors import DataError

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
