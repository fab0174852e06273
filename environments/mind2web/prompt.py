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

from agentgym.environments.mind2web.page import Page

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
                if tags[i] != "text":
                    keep.add(i)
                room -= 1
                if not room:
                    break
    parent = parents[node]
    if parent >= 0:
        row, _ = page.children[parent] or page.make(parent)
        place = bisect_left(row, node)
        keep.update(row[max(0, place - _SIBLINGS) : place + _SIBLINGS + 1])


def render(page: Page, candidates: Sequence[int]) -> Rendered:
    """Prune a page to the neighbourhood of candidates (node numbers) and write it as text."""
    keep: set[int] = set()
    for node in candidates:
        neighbourhood(page, node, keep)
    made, make = page.children, page.make
    keep.update([t for node in keep for t in (made[node] or make(node))[1]])
    marked = sorted(candidates)
    numbers = {node: i for i, node in enumerate(marked)}
    parents, whole, empty, closing, plain = page.parents, page.whole, page.empty, page.closing, page.plain
    inside = [""] * len(whole)
    children = [0] * len(whole)
    choices = [""] * len(marked)
    for node in sorted(keep, reverse=True):
        if node in numbers:
            piece = _candidate(page, node, numbers[node], inside[node] if children[node] else None)
            choices[numbers[node]] = " ".join(piece.split(None, _CHOICE_WORDS)[:_CHOICE_WORDS])
        elif not children[node]:
            if plain[node]:
                continue
            # Text nodes have their text here, in full; empty elements close themselves.
            piece = empty[node] or whole[node]
        elif plain[node] and children[node] == 1:
            piece = inside[node]
        else:
            piece = f"{whole[node]}{inside[node]}{closing[node]}"
        parent = parents[node]
        if parent >= 0:
            inside[parent] = piece + inside[parent]
            children[parent] += 1
    html = piece.strip()
    return Rendered(" ".join(html.split()) if "  " in html else html, marked, choices)


def _candidate(page: Page, node: int, number: int, inner: str | None) -> str:
    head = page.head[node]
    start = f"<{page.tags[node]} id={number} {head}" if head else f"<{page.tags[node]} id={number}"
    return f"{start} />" if inner is None else f"{start}>{inner}{page.closing[node]}"


def question(rendered: Rendered, task: str, previous: Sequence[str]) -> str:
    """Return the multi-choice question: page, task, the last five actions, choices from B on."""
    lettered = "".join(f"{chr(66 + i)}. {choice}\n" for i, choice in enumerate(rendered.choices))
    return (
        f"{_before(rendered.html, task, previous)}What should be the next action? Please select from the following "
        "choices (If the correct action is not in the page above, please select A. 'None of the above'):\n\n"
        f"A. None of the above\n{lettered}"
    )


def open_question(rendered: Rendered, task: str, previous: Sequence[str]) -> str:
    """Return the question of the element mode: the target is named by its id on the page."""
    return (
        f"{_before(rendered.html, task, previous)}What should be the next action? Name the element by the number "
        "of its id on the page, the operation, and its value."
    )


def _before(html: str, task: str, previous: Sequence[str]) -> str:
    actions = "\n".join(previous[-_PREVIOUS:]) or "None"
    return (
        f"'''\n{html}\n'''\n\nBased on the HTML webpage above, try to complete the following task:\n"
        f"Task: {task}\nPrevious actions:\n{actions}\n"
    )
