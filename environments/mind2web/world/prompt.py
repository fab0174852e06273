"""Prompts: the page pruned to a few candidates, and the question with its choices.

The form is MindAct's with brackets kept, as AgentBench asks it. What is kept of a page for each candidate:
itself, its ancestors, the first 50 of its descendants down to six levels, three siblings to either side, and the
text that stands directly in any of these. Elements that say nothing are spliced out. Ids are numbered anew from 0
in document order, on candidates only; that is also the order of the choices.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world.markup import Markup
from agentgym.environments.mind2web.world.page import TEXT, Page
from agentgym.prompts import fill

_LEVELS, _DESCENDANTS, _SIBLINGS = 6, 50, 3
_CHOICE_WORDS, _PREVIOUS = 10, 5


class Rendered(NamedTuple):
    """A pruned page.

    Attributes:
        html: its text.
        nodes: the candidates in document order; the n-th one's element has ``id=n``.
        choices: the first ten words of each candidate's own text form.
    """

    html: str
    nodes: list[int]
    choices: list[str]


def neighbourhood(page: Page, node: int, keep: set[int]) -> None:
    """Add the elements that are kept for a candidate to ``keep``."""
    parents, depths = page.parents, page.depths
    keep.add(node)
    ancestor = parents[node]
    while ancestor >= 0:
        keep.add(ancestor)
        ancestor = parents[ancestor]
    end = page.ends[node]
    if end > node + 1:
        deepest, room, tags = depths[node] + _LEVELS, _DESCENDANTS, page.tags
        for i in range(node + 1, end):
            if depths[i] <= deepest:
                if tags[i] != TEXT:
                    keep.add(i)
                room -= 1
                if not room:
                    break
    parent = parents[node]
    if parent >= 0:
        row, _ = page.children(parent)
        place = bisect_left(row, node)
        keep.update(row[max(0, place - _SIBLINGS) : place + _SIBLINGS + 1])


def render(markup: Markup, candidates: Sequence[int]) -> Rendered:
    """Prune a page to the neighbourhood of candidates (node numbers) and write it as text."""
    page, pieces = markup.page, markup.pieces
    keep: set[int] = set()
    for node in candidates:
        neighbourhood(page, node, keep)
    for node in keep.difference(pieces):
        markup.write(node)
    keep.update([text for node in keep for text in pieces[node].texts])
    marked = sorted(candidates)
    numbers = {node: i for i, node in enumerate(marked)}
    choices = [""] * len(marked)
    parents = page.parents
    # From the last node to the first: what is kept below a node is written before the node itself, backwards.
    below: dict[int, list[str]] = {}
    written = ""
    for node in sorted(keep, reverse=True):
        piece, inner = pieces[node], below.pop(node, None)
        if inner is not None:
            inner.reverse()
        if node in numbers:
            written = piece.numbered(numbers[node], None if inner is None else "".join(inner))
            choices[numbers[node]] = " ".join(written.split(None, _CHOICE_WORDS)[:_CHOICE_WORDS])
        elif inner is None:
            if piece.bare:
                continue
            written = piece.alone
        elif piece.bare and len(inner) == 1:
            written = inner[0]
        else:
            written = f"{piece.start}{''.join(inner)}{piece.end}"
        parent = parents[node]
        if parent in below:
            below[parent].append(written)
        else:
            below[parent] = [written]
    html = written.strip()
    return Rendered(" ".join(html.split()) if "  " in html else html, marked, choices)


def question(texts: Mind2WebTexts, rendered: Rendered, task: str, previous: Sequence[str]) -> str:
    """Return the multi-choice question: page, task, the last five actions, choices from B on."""
    lettered = (
        fill(texts.choice, letter=chr(66 + i), choice=choice) for i, choice in enumerate(rendered.choices)
    )
    before = _previous(texts, previous)
    return fill(texts.question, page=rendered.html, task=task, previous=before, choices="".join(lettered))


def open_question(texts: Mind2WebTexts, rendered: Rendered, task: str, previous: Sequence[str]) -> str:
    """Return the question of the element mode: the target is named by its id on the page."""
    return fill(texts.open_question, page=rendered.html, task=task, previous=_previous(texts, previous))


def _previous(texts: Mind2WebTexts, previous: Sequence[str]) -> str:
    return "".join(fill(texts.action, action=a) for a in previous[-_PREVIOUS:]) or texts.no_action
