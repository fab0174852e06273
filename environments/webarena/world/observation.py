"""The page as text: WebArena's accessibility tree, from the browser's own nodes.

A line is a node: tabs for its depth, ``[number] role 'name'`` and its properties. Which nodes are shown, and how, is
the original's (``TextObervationProcessor``), except for two things that make it the same from run to run: numbers are
given in the order in which nodes are first seen, and whether a text repeats what stands just above is decided without
the numbers of those lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

# Nodes of these roles are left out where they have neither a name nor a property; their children move up.
_BARE = frozenset(
    "generic img list strong paragraph banner navigation Section LabelText Legend listitem".split()
)
_UNTOLD = frozenset("focusable editable readonly level settable multiline invalid".split())
_TEXT = re.compile(r"\[\d*\] StaticText (.+)", re.DOTALL)
_ROOT = "RootWebArea"
VISIBLE = 0.6
"""The original's threshold. It compares a product of two lengths divided by the one and multiplied by the other, not a
share: any node of which a visible strip is in the window passes."""


class Element(NamedTuple):
    """A node that is shown, and can be acted on.

    ``node`` is the browser's number of its DOM node, ``value`` what a field holds.
    """

    node: int
    role: str
    name: str
    value: str = ""


class Observation(NamedTuple):
    """A page as text, and the elements behind its numbers."""

    text: str
    elements: dict[int, Element]


class Numbers:
    """Numbers of nodes over an episode: given in the order of first sight, never used twice."""

    def __init__(self) -> None:
        self._given: dict[tuple[object, str], int] = {}
        self.page: object = None

    def of(self, node: str) -> int:
        """Return the number of a node of the page that is open (:attr:`page`)."""
        return self._given.setdefault((self.page, node), len(self._given) + 1)


def render(
    nodes: Sequence[Mapping[str, Any]],
    numbers: Numbers,
    *,
    window: tuple[int, int] | None = (1280, 720),
    old_names: bool = False,
) -> Observation:
    """Return a page as text.

    Args:
        nodes: nodes of the accessibility tree as DevTools gives them, each with ``bounds`` (x, y, width, height in the
            window, or ``None``); the root first.
        numbers: the episode's numbers.
        window: size of the window whose contents alone are shown; ``None`` shows the whole page.
        old_names: as Chromium of 2023 gave it: images are ``img``, and links and pages tell no address.
    """
    told = list(_Tree(nodes, window).lines(old_names))
    bare = ["\t" * depth + f"[] {text}" for _, depth, text in told]
    lines: list[str] = []
    elements: dict[int, Element] = {}
    for (node, depth, text), repeats in zip(told, repeated(bare), strict=True):
        if repeats:
            continue
        number = numbers.of(node["nodeId"])
        lines.append("\t" * depth + f"[{number}] {text}")
        if node.get("backendDOMNodeId") is not None:
            elements[number] = Element(
                node["backendDOMNodeId"],
                node["role"]["value"],
                node["name"]["value"],
                str(node.get("value", {}).get("value", "")),
            )
    return Observation("\n".join(lines), elements)


def repeated(lines: Sequence[str]) -> Iterator[bool]:
    """Say of each line, written without its number, whether it is a text that one of the three lines before holds."""
    before: list[str] = []
    for line in lines:
        if "statictext" in line.lower():
            found = _TEXT.search(line)
            text = found[1][1:-1] if found else ""
            if not text or any(text in earlier for earlier in before):
                yield True
                continue
        yield False
        before = [*before[-2:], line]


class _Tree:
    def __init__(self, nodes: Sequence[Mapping[str, Any]], window: tuple[int, int] | None) -> None:
        self.nodes: dict[str, Mapping[str, Any]] = {}
        for node in nodes:
            self.nodes.setdefault(node["nodeId"], node)
        self.children = {key: list(node.get("childIds", ())) for key, node in self.nodes.items()}
        self.gone: set[str] = set()
        if window is not None:
            self._cut(window)

    def lines(self, old_names: bool) -> Iterator[tuple[Mapping[str, Any], int, str]]:
        """Yield the nodes that are shown with their depth and what is told of them, in the order of the page."""
        root = next(iter(self.nodes), None)
        stack = [(root, 0)] if root is not None else []
        while stack:
            key, depth = stack.pop()
            node = self.nodes[key]
            told = _told(node, old_names)
            made = key.startswith("-") and _role(node) == "StaticText"
            if (
                told is not None and not made
            ):  # Text that a style sheet makes (marks of lists, quotes) is not told.
                yield node, depth, told
            # A node without a DOM node is shown, but what is below it is not deeper.
            inner = depth + (told is not None and node.get("backendDOMNodeId") is not None)
            shown = [c for c in self.children[key] if c in self.nodes and c not in self.gone]
            stack += [(child, inner) for child in reversed(shown)]

    def _cut(self, window: tuple[int, int]) -> None:
        """Take out the nodes that are not in the window; their children take their places."""
        parents = {key: node.get("parentId") for key, node in self.nodes.items()}
        for key, node in self.nodes.items():
            if _role(node) == _ROOT or in_window(_bounds(node), window):
                continue
            parent = parents[key]
            self.gone.add(key)
            if parent is None or parent not in self.children:
                continue
            place = self.children[parent].index(key)
            self.children[parent][place : place + 1] = self.children[key]
            for child in self.children[key]:
                if child in parents:
                    parents[child] = parent


def in_window(bounds: tuple[float, float, float, float] | None, window: tuple[int, int]) -> bool:
    """Say whether the original shows a node with these bounds; see :data:`VISIBLE`."""
    if bounds is None or not bounds[2] or not bounds[3]:
        return False
    x, y, width, height = bounds
    across = max(0.0, min(x + width, window[0]) - max(x, 0.0))
    down = max(0.0, min(y + height, window[1]) - max(y, 0.0))
    return across * down / width * height >= VISIBLE


def _told(node: Mapping[str, Any], old_names: bool) -> str | None:
    """Return what is said about a node, ``None`` if it is not shown."""
    role, name = _role(node), node.get("name", {}).get("value")
    if role is None or name is None:
        return None
    if old_names and role == "image":
        role = "img"
    told = [
        f"{p['name']}: {p['value']['value']}"
        for p in node.get("properties", ())
        if p["name"] not in _UNTOLD
        and "value" in p.get("value", {})
        and not (old_names and p["name"] == "url")
    ]
    if not name.strip() and ((not told and role in _BARE) or (told and role == "listitem")):
        return None
    return " ".join([f"{role} {name!r}", *told])


def _role(node: Mapping[str, Any]) -> str | None:
    role: str | None = node.get("role", {}).get("value")
    return role


def _bounds(node: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    given = node.get("bounds")
    return None if given is None else (given[0], given[1], given[2], given[3])
