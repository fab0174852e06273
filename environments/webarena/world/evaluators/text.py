"""Comparison of an answer with what is expected of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from agentgym.errors import DataError
from agentgym.paths import with_home

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_NO_END = re.compile(r"(?:^|[\s(\"'])(?:\d+|\w|e\.g|i\.e|mr|mrs|dr|st|vs|etc|no|approx)\.$")


def clean(text: str) -> str:
    """Return a text stripped, without one pair of equal quotes around it, in lower case.

    >>> clean(" 'Blue' "), clean('"x')
    ('blue', '"x')
    """
    text = text.strip()
    for quote in "'\"":
        if text.startswith(quote) and text.endswith(quote):
            return text[1:-1].lower()
    return text.lower()


def equal(reference: str, answer: str) -> bool:
    """Say whether an answer is the reference, after :func:`clean`."""
    return clean(answer) == clean(reference)


def includes(reference: str, answer: str, *, alone: bool = False) -> bool:
    """Say whether an answer includes the reference, after :func:`clean`.

    Args:
        reference: what must occur.
        answer: what was said.
        alone: it is the only thing that must occur: one character then counts only as a word of its own, so that
            ``6`` is not found in ``16``.
    """
    wanted, said = clean(reference), clean(answer)
    if alone and len(wanted) == 1:
        return wanted in words(said)
    return wanted in said


def words(text: str) -> list[str]:
    """Return the words and signs of a text in lower case.

    NLTK's word tokeniser takes a full stop off at the end of a sentence only; its sentence model is a data file that
    few machines have. So that a verdict never depends on that, sentences end here where that model ends them in
    lower-case text: at ``.``, ``!`` or ``?``, but not after a number, a single letter, or a common abbreviation.
    """
    found: list[str] = []
    held = ""
    for part in _SENTENCE_END.split(text):
        held = f"{held} {part}" if held else part
        if not _NO_END.search(held):
            found += _tokenise()(held, preserve_line=True)
            held = ""
    return found + (_tokenise()(held, preserve_line=True) if held else [])


@functools.cache
def _tokenise() -> Callable[..., list[str]]:
    """Return nltk's tokeniser; it brings half of scipy along, so it is imported when a text is compared."""
    with with_home():  # nltk looks for one as it is imported
        from nltk.tokenize import word_tokenize
    tokenise: Callable[..., list[str]] = word_tokenize
    return tokenise


def texts(value: object, where: str) -> list[str]:
    """Return a value that must be a list of texts.

    Raises:
        DataError: it is something else.
    """
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return value
    raise DataError(f"{where} must be a list of texts, got {value!r:.80}.")


def one_text(value: object, where: str) -> str:
    """Return a value that must be a text.

    Raises:
        DataError: it is something else.
    """
    if isinstance(value, str):
        return value
    raise DataError(f"{where} must be a text, got {value!r:.80}.")
