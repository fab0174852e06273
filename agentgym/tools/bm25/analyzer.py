"""Lucene's English analysis without Java: tokens, possessives, stop words, Porter stems.

Follows Anserini's ``DefaultEnglishAnalyzer`` (StandardTokenizer, EnglishPossessiveFilter, LowerCaseFilter,
StopFilter, PorterStemFilter), which the original WebShop's index was built with. A search gives Lucene's order
only if every token is Lucene's token, so the word boundaries are those of Unicode's UAX #29.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import regex

from agentgym.paths import with_home

STOP_WORDS = frozenset(
    (
        "a an and are as at be but by for if in into is it no not of on or such that the their then there "
        "these they this to was will with"
    ).split()
)
"""Lucene's English stop words."""

LONGEST = 255
"""Characters of a token at most; what is longer becomes several tokens."""

# The classes of UAX #29 (Word_Break) that Lucene's tokenizer tells apart. The first set takes back what Unicode has
# made letters of since.
_LETTER = r"[\p{WB=ALetter}\p{WB=Hebrew_Letter}--[\u00b8\u02e5-\u02eb\u055a\u055f\u058a\ua708-\ua716]]"
_DIGIT = r"[\p{WB=Numeric}\uff10-\uff19]"
_LINK = r"\p{WB=ExtendNumLet}"
_KATAKANA = r"\p{WB=Katakana}"
# What adds nothing but belongs to the character before it: accents, joiners, skin tones, soft hyphens.
_MORE = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*"
# What joins letters, and what joins digits, inside one word (MidLetter, MidNum, MidNumLet).
_IN_LETTERS = rf"(?<={_LETTER}{_MORE})['‘’.:·\u0387\u05f4․‧︓﹕﹒＇．：]{_MORE}(?={_LETTER})"
_IN_DIGITS = rf"(?<={_DIGIT}{_MORE})['‘’.․﹒＇．,;\u037e\u0589\u060c\u060d\u066c\u07f8⁄︐︔﹐﹔，；]{_MORE}(?={_DIGIT})"
_IN_HEBREW = rf"(?<=\p{{WB=Hebrew_Letter}}{_MORE})\"{_MORE}(?=\p{{WB=Hebrew_Letter}})"
_PART = rf"(?:[{_LETTER}{_DIGIT}{_LINK}]{_MORE})+"
_WORD = rf"{_PART}(?:(?:{_IN_LETTERS}|{_IN_DIGITS}|{_IN_HEBREW}){_PART})*"
# Extended_Pictographic as of Unicode 12.1, which Lucene has: later versions know fewer.
_EMOJI = (
    r"[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9-\u21aa\u231a-\u231b\u2328\u2388\u23cf\u23e9-\u23f3"
    r"\u23f8-\u23fa\u24c2\u25aa-\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605\u2607-\u2612\u2614-\u2685"
    r"\u2690-\u2705\u2708-\u2712\u2714\u2716\u271d\u2721\u2728\u2733-\u2734\u2744\u2747\u274c\u274e\u2753-\u2755"
    r"\u2757\u2763-\u2767\u2795-\u2797\u27a1\u27b0\u27bf\u2934-\u2935\u2b05-\u2b07\u2b1b-\u2b1c\u2b50\u2b55\u3030"
    r"\u303d\u3297\u3299\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f12f\U0001f16c-\U0001f171"
    r"\U0001f17e-\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f1ad-\U0001f1e5\U0001f201-\U0001f20f\U0001f21a"
    r"\U0001f22f\U0001f232-\U0001f23a\U0001f23c-\U0001f23f\U0001f249-\U0001f53d"
    r"\U0001f546-\U0001f64f\U0001f680-\U0001f6ff\U0001f774-\U0001f77f\U0001f7d5-\U0001f7ff\U0001f80c-\U0001f80f"
    r"\U0001f848-\U0001f84f\U0001f85a-\U0001f85f\U0001f888-\U0001f88f\U0001f8ae-\U0001f8ff\U0001f90c-\U0001f93a"
    r"\U0001f93c-\U0001f945\U0001f947-\U0001fffd]"
)
_TOKEN = regex.compile(
    rf"{_LINK}*{_KATAKANA}{_MORE}(?:[{_KATAKANA}{_LINK}]{_MORE})*"
    rf"|{_WORD}"
    rf"|[\p{{Han}}\p{{Hiragana}}]{_MORE}"
    rf"|(?:\p{{Line_Break=SA}}{_MORE})+"
    rf"|{_EMOJI}{_MORE}(?:(?<=\u200d){_EMOJI}{_MORE})*"
    r"|[#*0-9]\ufe0f?\u20e3|\p{RI}\p{RI}",
    regex.V1,
)
# A run of underscores is no token.
_MEANINGFUL = regex.compile(rf"(?!{_LINK})\S", regex.V1)
# The same for ASCII, which is most of all text.
_ASCII_TOKEN = re.compile(
    r"\w+(?:(?:(?<=[A-Za-z])['.:](?=[A-Za-z])|(?<=[0-9])['.,;](?=[0-9]))\w+)*", re.ASCII
)


def analyze(text: str) -> list[str]:
    """Return the index terms of a text, in order."""
    return _terms((_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text))


def _terms(tokens: list[str]) -> list[str]:
    terms = []
    for token in tokens:
        if len(token) > LONGEST:
            terms += _terms(_cut(token))
            continue
        if token.isalnum():
            word = token.lower() if token.isascii() else _lowered(token)
        elif _MEANINGFUL.search(token):
            if len(token) >= 2 and token[-1] in "sS" and token[-2] in "'’＇":
                token = token[:-2]
            word = token.lower() if token.isascii() else _lowered(token)
        else:
            continue
        if word not in STOP_WORDS:
            terms.append(_stem(word))
    return terms


def _cut(token: str) -> list[str]:
    """Read a token that is too long through a window, as the tokenizer does."""
    parts, start = [], 0
    while (found := _TOKEN.search(token, start, start + LONGEST)) is not None:
        parts.append(found[0])
        start = found.end()
    return parts


def _lowered(token: str) -> str:
    # Java lowers character by character: a sigma at the end is like any other, a dotted capital I loses its dot.
    return token.replace("Σ", "σ").replace("İ", "i").lower()


@lru_cache(1 << 17)
def _stem(word: str) -> str:
    # Lucene leaves words of one and two letters alone.
    return str(_stemmer().stem(word, to_lowercase=False)) if len(word) > 2 else word


@cache
def _stemmer() -> Any:
    """Return nltk's stemmer; it brings half of scipy along, so it is imported when a word is stemmed."""
    with with_home():  # nltk looks for one as it is imported
        from nltk.stem.porter import PorterStemmer
    return PorterStemmer(mode="MARTIN_EXTENSIONS")
