"""``UnicodeText``: a Gymnasium space of arbitrary strings that vectorises.

Gymnasium's own ``Text`` space holds strings over a fixed alphabet and fails on any other character, in
``AsyncVectorEnv`` with a ``KeyError``. This space holds any Unicode text up to a length and teaches
Gymnasium's vector functions (``batch_space``, ``concatenate``, shared memory …) to handle it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from copy import deepcopy
from types import ModuleType
from typing import Any, overload

import numpy as np
from gymnasium import Space
from gymnasium.spaces import Box, Tuple
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector.utils import (
    batch_space,
    concatenate,
    create_empty_array,
    create_shared_memory,
    read_from_shared_memory,
    write_to_shared_memory,
)
from gymnasium.vector.utils.space_utils import batch_differing_spaces
from gymnasium.wrappers.utils import create_zero_array
from numpy.typing import NDArray

from agentgym.errors import OptionError

_HEADER = 8
_BYTES_PER_CHARACTER = 4
# Blocks to sample from: Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, CJK, emoji.
_BLOCKS = (
    (32, 126),
    (161, 591),
    (880, 1023),
    (1040, 1103),
    (1488, 1514),
    (0x4E00, 0x9FFF),
    (0x1F600, 0x1F64F),
)


class UnicodeText(Space[str]):
    """Strings of at most ``max_length`` characters (code points), of any Unicode text.

    Args:
        max_length: longest member, in characters.
        sample_length: longest text that :meth:`sample` draws.
        seed: seed of the space's generator.
    """

    def __init__(
        self,
        max_length: int = 2**18,
        *,
        sample_length: int = 64,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        if max_length < 1:
            raise OptionError(f"max_length must be at least 1, got {max_length}.")
        self.max_length = max_length
        self.sample_length = min(sample_length, max_length)
        super().__init__(shape=(), dtype=str, seed=seed)

    @property
    def is_np_flattenable(self) -> bool:
        """Text can be flattened into the numbers of its characters."""
        return True

    min_length = 0
    """Shortest member, in characters, as ``gymnasium.spaces.Text`` has it."""

    @property
    def character_set(self) -> None:
        """No characters are excluded; ``gymnasium.spaces.Text`` has a set here."""
        return None

    def sample(self, mask: None = None, probability: None = None) -> str:
        """Draw a text of random length over several scripts.

        Raises:
            OptionError: a mask or probability is given; text has none.
        """
        if mask is not None or probability is not None:
            raise OptionError("UnicodeText.sample takes neither mask nor probability.")
        rng = self.np_random
        length = int(rng.integers(1, self.sample_length + 1))
        blocks = rng.integers(len(_BLOCKS), size=length)
        return "".join(chr(int(rng.integers(_BLOCKS[b][0], _BLOCKS[b][1] + 1))) for b in blocks)

    def contains(self, x: Any) -> bool:
        """Whether ``x`` is a string that is short enough."""
        return isinstance(x, str) and len(x) <= self.max_length

    def to_jsonable(self, sample_n: Iterable[str]) -> list[str]:
        """Strings are JSON already."""
        return list(sample_n)

    def from_jsonable(self, sample_n: list[Any]) -> list[str]:
        """Inverse of :meth:`to_jsonable`."""
        return [str(s) for s in sample_n]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnicodeText) and self.max_length == other.max_length

    def __hash__(self) -> int:
        return hash((UnicodeText, self.max_length))

    def __repr__(self) -> str:
        return f"UnicodeText({self.max_length})"

    @property
    def slot(self) -> int:
        """Bytes that one environment's text takes in shared memory."""
        return _HEADER + _BYTES_PER_CHARACTER * self.max_length


class SharedTexts(Sequence[str]):
    """A live view of the texts in shared memory.

    ``AsyncVectorEnv`` reads shared memory once, when it is made, and hands the same object out after every
    step; so this decodes on access, and a ``deepcopy`` (what the vector environment returns with
    ``copy=True``) is a plain tuple of strings.
    """

    def __init__(self, buffer: Any, slot: int, n: int) -> None:
        self._bytes = memoryview(buffer).cast("B")
        self._slot = slot
        self._n = n

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(self._n)))
        if not -self._n <= index < self._n:
            raise IndexError(index)
        start = (index % self._n) * self._slot
        length = int.from_bytes(self._bytes[start : start + _HEADER], "little")
        return bytes(self._bytes[start + _HEADER : start + _HEADER + length]).decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __deepcopy__(self, memo: dict[int, Any]) -> tuple[str, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        return repr(tuple(self))


@batch_space.register(UnicodeText)
def _batch_space(space: UnicodeText, n: int = 1) -> Tuple[Any]:
    batch = Tuple([deepcopy(space) for _ in range(n)])
    # Each copy a stream of its own, as Gymnasium's custom spaces do; the original's stream is not consumed.
    batch.seed([int(s) for s in deepcopy(space.np_random).integers(0, 2**31 - 1, n)])
    return batch


@batch_differing_spaces.register(UnicodeText)
def _batch_differing(spaces: Sequence[UnicodeText]) -> Tuple[Any]:  # type: ignore[misc]
    return Tuple([deepcopy(s) for s in spaces])


@concatenate.register(UnicodeText)
def _concatenate(space: UnicodeText, items: Iterable[str], out: Any) -> tuple[str, ...]:
    return tuple(items)


@create_empty_array.register(UnicodeText)
def _create_empty(space: UnicodeText, n: int = 1, fn: Any = np.zeros) -> Any:
    return "" if n is None else ("",) * n


@create_shared_memory.register(UnicodeText)
def _create_shared(space: UnicodeText, n: int = 1, ctx: ModuleType = multiprocessing) -> Any:
    return ctx.RawArray("c", n * space.slot)


@read_from_shared_memory.register(UnicodeText)
def _read_shared(space: UnicodeText, shared_memory: Any, n: int = 1) -> SharedTexts:
    return SharedTexts(shared_memory, space.slot, n)


@write_to_shared_memory.register(UnicodeText)
def _write_shared(space: UnicodeText, index: int, values: str, shared_memory: Any) -> None:
    raw = values.encode("utf-8", "surrogatepass")
    if len(raw) > space.slot - _HEADER:
        raise OptionError(
            f"An observation of {len(values)} characters does not fit {space!r}; "
            "make the space's max_length larger."
        )
    start = index * space.slot
    view = memoryview(shared_memory).cast("B")
    view[start + _HEADER : start + _HEADER + len(raw)] = raw
    view[start : start + _HEADER] = len(raw).to_bytes(_HEADER, "little")


@flatdim.register(UnicodeText)
def _flatdim(space: UnicodeText) -> int:
    return space.max_length


@flatten.register(UnicodeText)
def _flatten(space: UnicodeText, x: str) -> NDArray[np.int32]:  # type: ignore[misc]
    """Numbers of the characters; -1 after the text's end."""
    flat = np.full(space.max_length, -1, dtype=np.int32)
    flat[: len(x)] = np.fromiter(map(ord, x), dtype=np.int32, count=len(x))
    return flat


@unflatten.register(UnicodeText)
def _unflatten(space: UnicodeText, x: NDArray[np.int32]) -> str:  # type: ignore[misc]
    return "".join(chr(int(code)) for code in x if code >= 0)


@flatten_space.register(UnicodeText)
def _flatten_space(space: UnicodeText) -> Box:
    return Box(low=-1, high=0x10FFFF, shape=(space.max_length,), dtype=np.int32)


@create_zero_array.register(UnicodeText)
def _create_zero(space: UnicodeText) -> str:  # type: ignore[misc]
    return ""
