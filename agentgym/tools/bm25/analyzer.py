"""Lucene's English analysis without Java: tokens, possessives, stop words, Porter stems.

Follows Anserini's ``DefaultEnglishAnalyzer`` (StandardTokenizer, EnglishPossessiveFilter, LowerCaseFilter,
StopFilter, PorterStemFilter), which the original WebShop's index was built with. A search gives Lucene's order
only if every token is Lucene's token, so the word boundaries are those of Unicode's UAX #29.
"""

from __future__ import annotations

from functools import lru_cache

import regex
from nltk.stem.porter import PorterStemmer

STOP_WORDS = frozenset(
    (
        "a an and are as at be but by for if in into is it no not of on or such that the their then there "
        "these they this to was will with"
    ).split()
)
"""Lucene's English stop words."""

_EMOJI = r"\p{Extended_Pictographic}\u2600-\u2605\u2607-\u2612\u2614-\u2685\u2690-\u2705\u2708-\u2712"
_EXTEND = r"[\p{M}\u200d\ufe0f\u00ad]*"
_CHARACTER = r"[\p{L}\p{Nd}\p{Nl}_--\p{Han}--\p{Hiragana}]"
_WORD = rf"(?:{_CHARACTER}{_EXTEND})+"
# What joins letters, and what joins digits, inside one word (MidLetter, MidNum, MidNumLet of UAX #29).
_MID_LETTER = r"(?<=\p{L}[\p{M}\u200d\ufe0f]*)['‘’.:·․‧﹒﹕＇．：](?=[\p{L}--\p{Han}--\p{Hiragana}])"
_MID_NUMBER = r"(?<=\p{Nd}[\p{M}\u200d\ufe0f]*)['‘’.․﹒＇．,;；，､﹐﹔⁄](?=\p{Nd})"
_TOKEN = regex.compile(
    rf"[\p{{Han}}\p{{Hiragana}}](?:[\p{{M}}\u200d\ufe0f])*"
    rf"|{_WORD}(?:(?:{_MID_LETTER}|{_MID_NUMBER}){_WORD})*"
    rf"|[{_EMOJI}][\ufe0f\p{{EMod}}]*(?:\u200d[{_EMOJI}][\ufe0f\p{{EMod}}]*)*"
    r"|[#*0-9]\ufe0f?\u20e3|\p{RI}\p{RI}",
    regex.V1,
)
_MEANINGFUL = regex.compile(rf"[\p{{L}}\p{{Nd}}\p{{Nl}}{_EMOJI}]|\p{{RI}}", regex.V1)
_PLAIN = regex.compile(r"[a-z0-9]+")
_SIMPLE_TEXT = regex.compile(r"[A-Za-z0-9 \-]*")
_stemmer = PorterStemmer(mode="MARTIN_EXTENSIONS")


def analyze(text: str) -> list[str]:
    """Return the index terms of a text, in order."""
    if _SIMPLE_TEXT.fullmatch(text):
        # ASCII words between blanks and hyphens: nothing can join, so the plain pattern finds the same words.
        words = _PLAIN.findall(text.lower())
        return [_stem(w) for w in words if w not in STOP_WORDS]
    terms = []
    for token in _TOKEN.findall(text):
        if not _MEANINGFUL.search(token):
            continue
        if len(token) >= 2 and token[-1] in "sS" and token[-2] in "'’＇":
            token = token[:-2]
        word = token.lower()
        if word not in STOP_WORDS:
            terms.append(_stem(word))
    return terms


@lru_cache(1 << 17)
def _stem(word: str) -> str:
    # Lucene leaves words of one and two letters alone.
    return str(_stemmer.stem(word, to_lowercase=False)) if len(word) > 2 else word
