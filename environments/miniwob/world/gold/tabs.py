"""Sections and tabs: the one that holds a link is opened, then the link is clicked."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import SUBMIT, Click, Move, Reading, Solution

_PLACE = """text => Array.from(document.querySelectorAll('#area > div')).findIndex(
  part => Array.from(part.querySelectorAll('.alink')).some(link => link.innerHTML === text))"""
_LINK = """(place, text) => Array.from(document.querySelectorAll('#area > div')[place].querySelectorAll('.alink')).find(
  link => link.innerHTML === text)"""


def section(page: Reading) -> Iterator[Move]:
    """Open the one section, submit."""
    yield Click(page.css("h3"))
    yield Click(SUBMIT)


def link_in_section(page: Reading) -> Iterator[Move]:
    """Open the section with a link, click it."""
    yield from _link(page, "h3")


def tab(page: Reading) -> Iterator[Move]:
    """Click a tab by its number."""
    yield Click(page.text("#area ul a", page.match(r"Tab #\d+")[0]))


def link_in_tab(page: Reading) -> Iterator[Move]:
    """Open the tab with a link, click it."""
    yield from _link(page, "#area ul li a")


def link_or_tab(page: Reading) -> Iterator[Move]:
    """Click the link if the first tab has it, else the second tab: the page has emptied that one."""
    if page.js(_PLACE, page.quoted[0]) < 0:
        yield Click(page.text("#area ul li a", "Tab #2"))
    else:
        yield Click(page.path(_LINK, 0, page.quoted[0]))


def _link(page: Reading, opener: str) -> Iterator[Move]:
    text = page.quoted[0]
    place = page.js(_PLACE, text)
    yield Click(page.path("(css, place) => document.querySelectorAll(css)[place]", opener, place))
    yield Click(page.path(_LINK, place, text))


SOLUTIONS: dict[str, Solution] = {
    "click-collapsible": section,
    "click-collapsible-2": link_in_section,
    "click-tab": tab,
    "click-tab-2": link_in_tab,
    "click-tab-2-hard": link_in_tab,
}
