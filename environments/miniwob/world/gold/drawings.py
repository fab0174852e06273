"""Drawn shapes: items by colour, size and kind, as the pages themselves tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import Click, Move, Reading, Solution

_ITEMS = """words => {
  const KINDS = {rect: 'rectangle', circle: 'circle', polygon: 'triangle'};
  const size = item => {
    if (item.tagName === 'polygon') {
      const corners = item.getAttribute('points').split(/[ ,]/).map(Number);
      return corners[4] - corners[0];
    }
    const told = item.getAttribute('font-size') || item.getAttribute('width');
    return Number.parseFloat(told || 2 * item.getAttribute('r'));
  };
  const is = (item, word) => {
    const kind = KINDS[item.tagName];
    const sort = kind ? 'shape' : /[0-9]/.test(item.textContent) ? 'digit' : 'letter';
    const scale = size(item) > shapes.MAX_SIZE * 0.75 ? 'large' : 'small';
    return ['item', item.getAttribute('fill'), kind || item.textContent, sort, scale].includes(word);
  };
  return Array.from(document.querySelectorAll('#area_svg > *')).filter(
    item => words.split(' ').every(word => is(item, word)));
}"""


def click_item(page: Reading) -> Iterator[Move]:
    """Click an item that is described."""
    yield Click(page.paths(_ITEMS, page.match("Click on an? (.*)$")[1])[0])


def count_items(page: Reading) -> Iterator[Move]:
    """Count the items that are described."""
    found = page.paths(_ITEMS, page.match("How many (.*)s are there")[1])
    yield Click(page.text("#count-buttons button", str(len(found))))


SOLUTIONS: dict[str, Solution] = {"click-shape": click_item, "count-shape": count_items}
