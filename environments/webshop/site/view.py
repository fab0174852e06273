"""What a template needs to place each piece of text of a page: its order, and a key to find it by."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.webshop.world.pages import Node
from agentgym.environments.webshop.world.session import Session


class Piece(NamedTuple):
    """One :class:`Node` on the page.

    ``order`` is its place in the text observation. ``key`` names it within the page: ``button:buy now``,
    ``option:color:red``, ``product:b01``, ``text:3``.
    """

    order: int
    key: str
    kind: str
    text: str
    click: str


def pieces(session: Session) -> list[Piece]:
    """Return the page's pieces in the order of the text observation."""
    return [_piece(order, node) for order, node in enumerate(session.nodes())]


def _piece(order: int, node: Node) -> Piece:
    value = node.text.lower()
    if node.kind == "text":
        return Piece(order, f"text:{order}", node.kind, node.text, "")
    if node.kind == "option":
        return Piece(order, f"option:{node.group}:{node.text}", node.kind, node.text, value)
    return Piece(order, f"{node.kind}:{value}", node.kind, node.text, value)
