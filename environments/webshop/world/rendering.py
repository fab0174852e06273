"""Pages as ``text_rich``, ``html`` and ``url`` observations."""

from __future__ import annotations

from html import escape

from agentgym.environments.webshop.world.pages import Node, kept
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
    """Mark buttons, options and links in the text, one piece a line; clicked ones as clicked.

    As in the original, an option counts as clicked if it stands in the page's url between quotes.
    """
    url, told, lines = session.url(), "", ""
    for kind, raw, _ in session.nodes():
        text = kept(raw)
        if not text:
            continue
        if kind == "text":
            lines += f"{text}\n"
        elif kind == "button":
            lines += f"[button] {text} [button_]\n"
        else:
            clicked = f'"{text}"' in url if kind == "option" else text in session.visited
            if clicked and kind == "option":
                told = f"You have clicked {text}.\n{told}"
            mark = "clicked button" if clicked else "button"
            lines += f"{'  ' if kind == 'option' else chr(10)}[{mark}] {text} [{mark}_]\n"
    return told + lines


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
