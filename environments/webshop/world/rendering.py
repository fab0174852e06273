"""Pages as ``text_rich``, ``html`` and ``url`` observations."""

from __future__ import annotations

from html import escape

from agentgym.environments.webshop.world.pages import Node
from agentgym.environments.webshop.world.session import Session

MODES = ("text", "text_rich", "html", "url")
"""Observation modes of the original."""


def render_page(session: Session, mode: str) -> str:
    """Return the page in one of :data:`MODES`."""
    if mode == "url":
        return session.url()
    if mode == "html":
        return html(session)
    return rich(session) if mode == "text_rich" else session.text()


def rich(session: Session) -> str:
    """Mark buttons, options and links in the text, one piece a line; clicked ones as clicked."""
    clicked = set(session.options.values())
    lines = [_rich_line(node, clicked, session.visited) for node in session.nodes() if node.text.strip()]
    told = f"You have clicked {session.clicked}.\n" if session.clicked and session.where == "item" else ""
    return told + "\n".join(lines)


def _rich_line(node: Node, clicked: set[str], visited: set[str]) -> str:
    text = node.text.strip()
    if node.kind == "button":
        return f"[button] {text} [button_]"
    if node.kind == "option":
        mark = "clicked button" if text in clicked else "button"
        return f"  [{mark}] {text} [{mark}_]"
    if node.kind == "product":
        mark = "clicked button" if text in visited else "button"
        return f"\n[{mark}] {text} [{mark}_]"
    return text


def html(session: Session) -> str:
    """Return the page as bare HTML of our own; classes and nesting say what can be clicked."""
    body = "\n".join(_html_piece(node, session) for node in session.nodes())
    return f"<!DOCTYPE html>\n<html>\n<body>\n{body}\n</body>\n</html>"


def _html_piece(node: Node, session: Session) -> str:
    text = escape(node.text)
    if node.kind == "button":
        bar = '<input id="search_input" type="text">\n' if node.text == "Search" else ""
        return f'{bar}<button class="btn">{text}</button>'
    if node.kind == "product":
        return f'<a class="product-link">{text}</a>'
    if node.kind == "option":
        checked = " checked" if session.options.get(node.group) == node.text else ""
        return (
            f'<label><input type="radio" name="{escape(node.group)}" value="{text}"{checked}>{text}</label>'
        )
    return f"<p>{text}</p>"
