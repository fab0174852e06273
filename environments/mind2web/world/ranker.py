"""A lexical ranker of candidates, for pages that no score file ranks: BM25 between the task and the candidates.

A candidate's document is its own words (text and describing attributes) and, at less weight, the words around it
(the field's label, the row's text). Words of the task that say what was done already count less. Elements that
can be used go before plain text; what the recorded actions used already goes back, and buttons come forward once
a field was filled.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from agentgym.environments.mind2web.world.page import Page

_K1, _B = 1.2, 0.4
_AROUND, _DONE = 0.35, 0.6
_OWN_WORDS, _NEAR_WORDS, _ROW_WORDS = 60, 12, 40
_USABLE, _FIELD, _SEND, _REPEATED = 2.0, 3.0, 2.5, 2.0
_FIELDS = frozenset({"input", "select", "textarea"})
_BUTTONS = frozenset({"a", "button", "summary", "label"})
_ROLES = frozenset(
    {"button", "link", "tab", "menuitem", "checkbox", "radio", "switch", "option", "combobox", "textbox"}
)
_NAMING = (
    "aria_label",
    "label",
    "title",
    "placeholder",
    "alt",
    "name",
    "value",
    "id",
    "role",
    "type",
    "class",
)
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    "a an and are as at be by do for from has have how i in is it its me my of on or our please that the their then "
    "this to was what when where which who will with you your".split()
)


def words(text: str) -> list[str]:
    """Return the words of a text that say something, in their shortest form (``lamps`` is ``lamp``)."""
    return [_stem(w) for w in _WORD.findall(text.lower()) if w not in _STOP]


def _stem(word: str) -> str:
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def rank(page: Page, nodes: Sequence[int], task: str, previous: Sequence[str]) -> list[int]:
    """Return the candidates' nodes from the most to the least likely target.

    Args:
        page: the page.
        nodes: the candidates.
        task: what is to be done.
        previous: descriptions of the actions before, ``[tag]  text -> OP: value``.
    """
    documents = [_document(page, node) for node in nodes]
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / max(len(lengths), 1) or 1.0
    holders: Counter[str] = Counter()
    for document in documents:
        holders.update(document.keys())
    weights = _query(task, previous, holders, len(documents))
    done = Counter(action.partition(" -> ")[0].partition("]")[2].strip().lower() for action in previous)
    filled = bool(previous) and not previous[-1].endswith("CLICK")
    scores = []
    for node, document, length in zip(nodes, documents, lengths, strict=True):
        norm = _K1 * (1 - _B + _B * length / mean)
        score = sum(
            w * document[t] * (_K1 + 1) / (document[t] + norm) for t, w in weights.items() if t in document
        )
        scores.append(score + _prior(page, node, done, filled))
    order = sorted(range(len(nodes)), key=lambda i: (-scores[i], nodes[i]))
    return [nodes[i] for i in order]


def _query(task: str, previous: Iterable[str], holders: Counter[str], size: int) -> dict[str, float]:
    said = {w for action in previous for w in words(action)}
    weights = {}
    for word in dict.fromkeys(words(task)):
        count = holders.get(word, 0)
        if count:
            rarity = math.log(1 + (size - count + 0.5) / (count + 0.5))
            weights[word] = rarity * (_DONE if word in said else 1.0)
    return weights


def _document(page: Page, node: int) -> dict[str, float]:
    attributes = page.attributes[node]
    own = page.words(node, _OWN_WORDS) + [attributes[name] for name in _NAMING if name in attributes]
    document: dict[str, float] = {}
    for word in words(" ".join(own)):
        document[word] = min(document.get(word, 0.0) + 1.0, 3.0)
    for word in set(words(" ".join(_around(page, node)))):
        document[word] = document.get(word, 0.0) + _AROUND
    return document


def _around(page: Page, node: int) -> list[str]:
    """Return words around an element: what stands before it, and the row or box it is in."""
    parent = page.parents[node]
    if parent < 0:
        return []
    found: list[str] = []
    elements, texts = page.children(parent)
    before = [n for n in (*elements, *texts) if n < node]
    if before:
        found += page.words(max(before), _NEAR_WORDS)
    for _ in range(2):
        if parent >= 0 and page.ends[parent] - parent < 40:
            found += page.words(parent, _ROW_WORDS)
            parent = page.parents[parent]
    return found


def _prior(page: Page, node: int, done: Counter[str], filled: bool) -> float:
    tag, attributes = page.tags[node], page.attributes[node]
    role = attributes.get("role", "")
    value = _FIELD if tag in _FIELDS else _USABLE if tag in _BUTTONS or role in _ROLES else 0.0
    if filled and tag == "button":
        value += _SEND
    if value and done:
        name = " ".join(page.words(node, 20)).lower()
        if tag in _FIELDS:
            name = attributes.get("aria_label", attributes.get("placeholder", name)).lower()
        if name and done.get(name):
            value -= _REPEATED
    return value
