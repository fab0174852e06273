"""Menus and trees, opened level by level."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import Click, Hover, Move, Reading, Solution


def menu(page: Reading) -> Iterator[Move]:
    """Open submenus by the mouse, click the last entry."""
    *above, last = (page.text("#menu div", name) for name in page.match("Select (.*)")[1].split(">"))
    for path in above:
        yield Hover(path)
    yield Click(last)


_FOLDERS = """name => {
  const way = [];
  const found = Array.from(document.querySelectorAll('#tree span')).find(label => label.textContent === name);
  for (let item = found; item.id !== 'tree'; item = item.parentElement) {
    if (item.tagName === 'LI') way.unshift(item.querySelector(':scope > span'));
  }
  return way;
}"""


def tree(page: Reading) -> Iterator[Move]:
    """Open the folders above an entry, click it."""
    for path in page.paths(_FOLDERS, page.quoted[0]):
        yield Click(path)


SOLUTIONS: dict[str, Solution] = {"click-menu": menu, "navigate-tree": tree}
