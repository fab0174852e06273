"""What a template draws: an intention, how its end is judged, and the actions that reach it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Gold = list[list[Any]]
Databases = Mapping[str, sqlite3.Connection]


class Draft(NamedTuple):
    """One task of a template.

    ``values`` fill the holes of the template's intention; ``judge`` is the configuration's ``eval``.
    """

    values: Mapping[str, object]
    judge: dict[str, Any]
    gold: Gold
    start: list[str] | None = None


class Template(NamedTuple):
    """A template: its name, its split, its sites, its intention with holes, and what draws its tasks."""

    name: str
    split: str
    sites: tuple[str, ...]
    intent: str
    draw: Callable[[Databases, random.Random], Iterator[Draft]]
    most: int


TEMPLATES: list[Template] = []
Drawing = Callable[[Databases, random.Random], Iterator[Draft]]


def template(
    name: str, split: str, sites: str, intent: str, *, count: int = 4
) -> Callable[[Drawing], Drawing]:
    """Register a template.

    Args:
        name: its name, unique.
        split: the split of all of its tasks.
        sites: its sites, with commas; the episode begins on the first.
        intent: what is asked, with ``{holes}``.
        count: tasks that are drawn at most.
    """

    def registered(drawing: Drawing) -> Drawing:
        TEMPLATES.append(Template(name, split, tuple(sites.split(",")), intent, drawing, count))
        return drawing

    return registered


# ---- how an end is judged ------------------------------------------------------------------------------


def said(exact: str = "", *include: str) -> dict[str, Any]:
    """Judge the answer: equal to a text, or with each of some texts in it."""
    wanted: dict[str, Any] = {"must_include": list(include)} if include else {"exact_match": exact}
    return {"eval_types": ["string_match"], "reference_answers": wanted}


def includes(*texts: str) -> dict[str, Any]:
    """Judge the answer: each of the texts in it."""
    return said("", *texts)


def not_achievable() -> dict[str, Any]:
    """Judge the answer: that it cannot be done."""
    return said("N/A")


def at(url: str) -> dict[str, Any]:
    """Judge the page that is open."""
    return {"eval_types": ["url_match"], "reference_url": url, "url_note": "GOLD in PRED"}


def check(url: str, locator: str, *include: str, exact: str | None = None) -> dict[str, Any]:
    """Return a check of a page's content."""
    wanted: dict[str, Any] = {"must_include": list(include)} if exact is None else {"exact_match": exact}
    return {"url": url, "locator": locator, "required_contents": wanted}


def holds(*checks: dict[str, Any], url: str = "", answer: dict[str, Any] | None = None) -> dict[str, Any]:
    """Judge pages by their content, and the page that is open or the answer where they are given."""
    judge: dict[str, Any] = {"eval_types": ["program_html"], "program_html": list(checks)}
    if url:
        judge = {**at(url), **judge, "eval_types": ["url_match", "program_html"]}
    if answer is not None:
        judge = {**answer, **judge, "eval_types": [*answer["eval_types"], *judge["eval_types"]]}
    return judge


def both(answer: dict[str, Any], url: str) -> dict[str, Any]:
    """Judge the answer and the page that is open."""
    return {**answer, **at(url), "eval_types": ["string_match", "url_match"]}


# ---- actions that reach it -------------------------------------------------------------------------------


def click(role: str, name: str, nth: int = 0) -> list[Any]:
    """Click on the element of a role and name, of several on the one with this number."""
    return ["click", role, name, nth]


def link(name: str, nth: int = 0) -> list[Any]:
    """Click on a link."""
    return click("link", name, nth)


def button(name: str, nth: int = 0) -> list[Any]:
    """Click on a button."""
    return click("button", name, nth)


def write(name: str, text: str, *, role: str = "textbox", enter: bool = False, nth: int = 0) -> list[Any]:
    """Type into the field of a name."""
    return ["type", role, name, nth, text, enter]


def choose(name: str, option: str, nth: int = 0) -> list[Any]:
    """Select an option of the list of a name."""
    return ["select", "combobox", name, nth, option]


def goto(url: str) -> list[Any]:
    """Open an address."""
    return ["goto", url]


def stop(answer: str = "") -> list[Any]:
    """End with an answer."""
    return ["stop", answer]
