"""Pages that are played by turns: orders, boxes that make a digit, a wait, a wheel."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import (
    SUBMIT,
    Click,
    Hover,
    Move,
    Reading,
    Solution,
)

_OF_KIND = "kind => document.querySelector(`.food-item img[alt='${kind}']`).closest('.food-item').dataset.item.trim()"
_MORE = """name => Array.from(document.querySelectorAll('.food-item')).find(
  dish => dish.dataset.item.trim() === name).querySelector('.add')"""


def order(page: Reading) -> Iterator[Move]:
    """Order the dishes that are named, one of each; or so many of one of a kind."""
    if "one of each" in page.task:
        names = [(name.strip(), 1) for name in page.match("item: (.*)")[1].split(", ")]
    else:
        number, kind = page.match(r"Order (\d+) items that are (.*)").groups()
        names = [(page.js(_OF_KIND, kind), int(number))]
    for name, number in names:
        for _ in range(number):
            yield Click(page.path(_MORE, name))
    yield Click(page.css("#submit-order button"))


def digit_of_boxes(page: Reading) -> Iterator[Move]:
    """Check the boxes that make a digit, as the page's example shows it."""
    digit = int(page.match(r"(\d)")[1])
    for place in page.js("digit => PATTERNS[digit].flat().flatMap((on, n) => on ? [n] : [])", digit):
        yield Click(page.path("n => document.querySelectorAll('#area input[type=checkbox]')[n]", place))
    yield Click(SUBMIT)


def two_buttons(page: Reading) -> Iterator[Move]:
    """Click a button, let the seconds pass with the mouse over the other, click that; an action takes a second."""
    second = page.css("#subbtn2")
    yield Click(page.css("#subbtn"))
    for _ in range(int(page.match(r"wait (\d)")[1]) - 1):
        yield Hover(second)
    yield Click(second)


def slice_of_wheel(page: Reading) -> Iterator[Move]:
    """Expand the wheel and click on the slice of a name."""
    yield Click(page.path("() => document.querySelector('#divWheel svg [id$=spreadertitle]')"))
    yield Click(
        page.path(
            "name => Array.from(document.querySelectorAll('#divWheel svg text')).find(e => e.textContent === name)",
            page.quoted[0],
        )
    )


SOLUTIONS: dict[str, Solution] = {
    "button-delay": two_buttons,
    "click-pie": slice_of_wheel,
    "number-checkboxes": digit_of_boxes,
    "order-food": order,
}
