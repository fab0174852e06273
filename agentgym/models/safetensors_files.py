"""Reads the tensors of a folder of safetensors, without torch; numpy itself has no bfloat16.

The format: eight bytes, the length of the header; the header, a JSON object with type, shape and place of each tensor;
the tensors.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from agentgym.errors import DataError

Floats = np.ndarray[Any, np.dtype[np.float32]]
_TYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": np.uint16}


class _Placed(msgspec.Struct):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def tensors(folder: Path) -> Iterator[tuple[str, Floats]]:
    """Yield the tensors of all of a folder's files as 32-bit floats, one at a time.

    Raises:
        DataError: no safetensors, a damaged file, or a type that is no float.
    """
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise DataError(f"{folder} has no safetensors.")
    for file in files:
        yield from _of_file(file)


def _of_file(file: Path) -> Iterator[tuple[str, Floats]]:
    size = file.stat().st_size
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= size - 8:
            raise DataError(f"{file} is damaged: its header claims {length:,} bytes of {size:,}.")
        try:
            header = msgspec.json.decode(stream.read(length))
            header.pop("__metadata__", None)
            placed = msgspec.convert(header, dict[str, _Placed])
        except (msgspec.DecodeError, msgspec.ValidationError, AttributeError, UnicodeDecodeError) as error:
            raise DataError(f"{file} is damaged: its header cannot be read: {error}.") from None
    begin = 8 + length
    for name, one in placed.items():
        kind = _TYPES.get(one.dtype)
        if kind is None:
            raise DataError(f"{file}: {name} is {one.dtype}; expected one of {', '.join(_TYPES)}.")
        if begin + one.data_offsets[1] > size:
            raise DataError(
                f"{file} is cut short: {name} ends at byte {begin + one.data_offsets[1]:,} of {size:,}."
            )
        raw = np.memmap(
            file, dtype=kind, mode="r", offset=begin + one.data_offsets[0], shape=tuple(one.shape)
        )
        # A bfloat16 is the upper half of a 32-bit float.
        yield (
            name,
            (raw.astype(np.uint32) << 16).view(np.float32) if one.dtype == "BF16" else raw.astype(np.float32),
        )
