"""Texts as arrays of token numbers.

Texts stand behind each other in one array, with a separator before, between and after them, so that a run of tokens
never crosses a border. Only tokens of the test set have numbers of their own: no other can match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agentgym.card import load
from agentgym.errors import DependencyError, OptionError
from agentgym.install import hint

Tokenizer = Callable[[str], Sequence[Hashable]]
"""Cuts a text into tokens: numbers or texts."""
Tokens = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]

TEST_BORDER = -1
TRAIN_BORDER = -2
UNKNOWN = -3
"""A token of the training set that the test set does not have."""
_WORD = re.compile(r"\w+|[^\w\s]")
_MULTIPLIERS = np.random.default_rng(10).integers(1, 2**63, 64, dtype=np.uint64) | np.uint64(1)


def words(text: str) -> list[str]:
    """Cut a text into words and signs, without regard to case; numbers are words."""
    return _WORD.findall(text.casefold())


def tokenizer(name: str) -> Tokenizer:
    """Return a tokenizer by name.

    Args:
        name: ``words``; the path of a ``tokenizer.json``; or ``module:function``, which returns a text's tokens.

    Raises:
        OptionError: there is no such tokenizer.
        DependencyError: the file needs the package ``tokenizers``.
    """
    if name == "words":
        return words
    if Path(name).is_file():
        return _from_file(name)
    if ":" not in name:
        raise OptionError(
            f"The tokenizer {name!r} is not known: give words, the path of a tokenizer.json, or MODULE:FUNCTION."
        )
    try:
        found: Tokenizer = load(name)
    except (ImportError, AttributeError) as error:
        raise OptionError(f"The tokenizer {name}: {error}.") from None
    return found


def _from_file(path: str) -> Tokenizer:
    try:
        from tokenizers import Tokenizer as Loaded  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise DependencyError(f"Reading {path} needs tokenizers: {hint('transformers')}.") from None
    try:
        made = Loaded.from_file(path)
    except Exception as error:  # noqa: BLE001 - the library raises plain Exception for a file that it cannot read
        raise OptionError(f"{path} is no tokenizer: {error}") from None

    def encode(text: str) -> Sequence[int]:
        ids: Sequence[int] = made.encode(text, add_special_tokens=False).ids
        return ids

    return encode


class Vocabulary:
    """Numbers of tokens; it grows with the test set and stays as it is for the training set.

    Args:
        cut: the tokenizer.
    """

    def __init__(self, cut: Tokenizer) -> None:
        self._cut = cut
        self._numbers: dict[Hashable, int] = {}

    def learn(self, text: str) -> list[int]:
        """Return the numbers of a text of the test set."""
        numbers = self._numbers
        return [numbers.setdefault(token, len(numbers)) for token in self._cut(text)]

    def look_up(self, text: str) -> list[int]:
        """Return the numbers of a text of the training set; :data:`UNKNOWN` for tokens of no test sample."""
        get = self._numbers.get
        return [get(token, UNKNOWN) for token in self._cut(text)]

    def text(self, numbers: Iterable[int]) -> str:
        """Return tokens as a text to be read, with blanks between them."""
        names = list(self._numbers)
        return " ".join(str(names[n]) if n >= 0 else "…" for n in numbers)


class Texts(NamedTuple):
    """Texts behind each other.

    Attributes:
        tokens: all of them, with a border before, between and after them.
        starts: where each text begins.
        lengths: how many tokens each has.
    """

    tokens: Tokens
    starts: Positions
    lengths: Positions

    @classmethod
    def of(cls, texts: Sequence[Sequence[int]], border: int) -> Texts:
        """Put texts behind each other."""
        lengths = np.fromiter((len(t) for t in texts), np.int64, len(texts))
        starts = np.cumsum(lengths + 1) - lengths
        tokens = np.full(int((lengths + 1).sum()) + 1, border, np.int32)
        for start, text in zip(starts, texts, strict=True):
            tokens[start : start + len(text)] = text
        return cls(tokens, starts, lengths)


def mixed(tokens: Tokens) -> Hashes:
    """Return a 64-bit number for each token (splitmix64), so that sums of them are hashes."""
    x = tokens.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def hashes(mix: Hashes, at: Positions, offsets: Sequence[int]) -> Hashes:
    """Return a hash for the tokens at some offsets of each position.

    Args:
        mix: the array's :func:`mixed` tokens.
        at: positions.
        offsets: which tokens from there on.
    """
    total = np.zeros(len(at), np.uint64)
    for offset in offsets:
        total += mix[at + offset] * _MULTIPLIERS[offset]
    return total


def window_starts(tokens: Tokens, window: int, border: int) -> Positions:
    """Return where runs of ``window`` tokens begin that cross no border."""
    if len(tokens) < window:
        return np.zeros(0, np.int64)
    borders = np.concatenate(([0], np.cumsum(tokens == border)))
    return np.flatnonzero(borders[window:] == borders[:-window])
