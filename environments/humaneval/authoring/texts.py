"""Problems about texts."""

from __future__ import annotations

import re
from typing import Any


def count_vowels(text: str) -> int:
    """Count the letters a, e, i, o and u, in either case."""
    return sum(letter in "aeiou" for letter in text.lower())


def is_pangram(text: str) -> bool:
    """Tell whether every letter from a to z occurs in a text, in either case."""
    return set("abcdefghijklmnopqrstuvwxyz") <= set(text.lower())


def run_lengths(text: str) -> str:
    """Write every run of equal characters as the character and its number; single characters stay alone."""
    result = ""
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        result += text[at] + (str(end - at) if end - at > 1 else "")
        at = end
    return result


def shift_letters(text: str, places: int) -> str:
    """Move every letter so many places on in the alphabet, from z to a; other characters and the case stay."""
    result = ""
    for letter in text:
        if letter.isascii() and letter.isalpha():
            base = ord("a") if letter.islower() else ord("A")
            letter = chr((ord(letter) - base + places) % 26 + base)
        result += letter
    return result


def longest_word(sentence: str) -> str:
    """Return the longest word of a sentence, whose words are divided by blanks; of several, the first; "" if there
    is none.
    """
    words = sentence.split()
    return max(words, key=len) if words else ""


def balanced(text: str) -> bool:
    """Tell whether round, square and curly brackets are closed in the right order; other characters do not count."""
    closing = {")": "(", "]": "[", "}": "{"}
    still_open: list[str] = []
    for sign in text:
        if sign in "([{":
            still_open.append(sign)
        elif sign in closing and (not still_open or still_open.pop() != closing[sign]):
            return False
    return not still_open


def common_prefix(words: list[str]) -> str:
    """Return the longest text that all words begin with."""
    if not words:
        return ""
    prefix = words[0]
    for word in words[1:]:
        while not word.startswith(prefix):
            prefix = prefix[:-1]
    return prefix


def acronym(name: str) -> str:
    """Return the first letters of the words in upper case; words are divided by blanks or hyphens."""
    return "".join(word[0].upper() for word in name.replace("-", " ").split())


def anagram_groups(words: list[str]) -> list[list[str]]:
    """Put words of the same letters together; groups and words stay in the order in which they come first."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return list(groups.values())


def snake_case(name: str) -> str:
    """Turn a name like parseHttpAnswer into parse_http_answer: each capital letter becomes small, with an underscore
    before it unless it is the first.
    """
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines that are no longer than width, between words only; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def hamming(first: str, second: str) -> int:
    """Count the places at which two texts of equal length differ; -1 if their lengths differ."""
    if len(first) != len(second):
        return -1
    return sum(a != b for a, b in zip(first, second))


def edit_distance(first: str, second: str) -> int:
    """Return the least number of insertions, deletions and replacements of single characters that turn one text into
    the other.
    """
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def is_palindrome(text: str) -> bool:
    """Tell whether the letters and digits of a text read the same from both ends, whatever their case."""
    kept = [c.lower() for c in text if c.isalnum()]
    return kept == kept[::-1]


def parse_query(text: str) -> dict[str, str]:
    """Read a text like a=1&b=2 as a dictionary; a part without = has an empty value, and of a key that comes again
    the last value counts.
    """
    found = {}
    for part in text.split("&"):
        if part:
            key, _, value = part.partition("=")
            found[key] = value
    return found


def first_unique(text: str) -> str:
    """Return the first character that occurs once, "" if there is none."""
    return next((c for c in text if text.count(c) == 1), "")


CALLS: list[tuple[Any, list[tuple[Any, ...]]]] = [
    (count_vowels, [("Garden",), ("XYZ",), ("",), ("AEIOU aeiou",), ("rhythm",)]),
    (
        is_pangram,
        [("abc",), ("The quick brown fox jumps over the lazy dog",), ("",), ("abcdefghijklmnopqrstuvwxyZ",)],
    ),
    (run_lengths, [("aaab",), ("abc",), ("",), ("zzzzzzzzzzzz",), ("aabbaa",), ("  x",)]),
    (shift_letters, [("abc", 1), ("Xyz!", 3), ("", 5), ("Hello", -1), ("a b", 26), ("é", 2)]),
    (longest_word, [("a fine garden",), ("to be or",), ("",), ("one",), ("three four seven",)]),
    (balanced, [("(a[b])",), ("(]",), ("",), ("((",), ("x)y(",), ("{[()]}",)]),
    (
        common_prefix,
        [(["flower", "flow", "flight"],), (["a", "b"],), ([],), (["same", "same"],), (["abc", "ab", ""],)],
    ),
    (
        acronym,
        [("portable network graphics",), ("First-in first-out",), ("",), ("x",), ("as soon as possible",)],
    ),
    (
        anagram_groups,
        [(["tea", "eat", "tan"],), ([],), (["a", "b", "a"],), (["listen", "silent", "enlist", "x"],)],
    ),
    (snake_case, [("parseHttpAnswer",), ("Name",), ("",), ("already",), ("aB",), ("XY",)]),
    (
        wrap,
        [("the quick brown fox", 10), ("a bb ccc", 3), ("", 5), ("enormous", 3), ("one two three four", 8)],
    ),
    (hamming, [("karolin", "kathrin"), ("a", "ab"), ("", ""), ("same", "same"), ("abcd", "dcba")]),
    (
        edit_distance,
        [("kitten", "sitting"), ("", "abc"), ("same", "same"), ("ab", "ba"), ("intention", "execution")],
    ),
    (is_palindrome, [("Never odd or even",), ("abc",), ("",), ("12 21",), ("A man, a plan",)]),
    (parse_query, [("a=1&b=2",), ("x&y=",), ("",), ("a=1&a=2",), ("k=v=w&&",)]),
    (first_unique, [("swiss",), ("aabb",), ("",), ("abcab",), ("z",)]),
]
