"""Buttons, links, boxes, lists, dialogs: what is named is clicked."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import SUBMIT, Choose, Click, Move, Reading, Solution


def submit(page: Reading) -> Iterator[Move]:
    """Click the one button."""
    yield Click(SUBMIT)


def sequence(page: Reading) -> Iterator[Move]:
    """Click button ONE, then button TWO."""
    yield Click(SUBMIT)
    yield Click(page.css("#subbtn2"))


def button(page: Reading) -> Iterator[Move]:
    """Click the button of a text."""
    yield Click(page.text("button", page.quoted[0]))


def link(page: Reading) -> Iterator[Move]:
    """Click the link of a text."""
    yield Click(page.text(".alink", page.quoted[0]))


def option(page: Reading) -> Iterator[Move]:
    """Choose a radio button by its label."""
    yield Click(page.text("label", page.match("Select (.*) and click")[1]))
    yield Click(SUBMIT)


def boxes(page: Reading) -> Iterator[Move]:
    """Check boxes by their labels."""
    for word in page.match("Select (.*) and click")[1].split(", "):
        if word != "nothing":
            yield Click(page.text("label", word))
    yield Click(SUBMIT)


_ALIKE = """word => {
  const known = SYNONYMS.filter(group => group.includes(word));
  return Array.from(document.querySelectorAll('label')).find(label =>
    known.some(group => group.some(other => other.includes(label.textContent))));
}"""


def alike(page: Reading) -> Iterator[Move]:
    """Check the boxes of words that mean the same; the page has the table of them."""
    for word in page.match("similar to (.*) and click")[1].split(", "):
        yield Click(page.path(_ALIKE, word))
    yield Click(SUBMIT)


def choose(page: Reading) -> Iterator[Move]:
    """Choose one option of a list, or several."""
    for word in page.match("Select (.*) from")[1].split(", "):
        yield Choose(page.text("option", word))
    yield Click(page.css("button"))


def dialog(page: Reading) -> Iterator[Move]:
    """Close the dialog by the cross of its bar."""
    yield Click(page.css(".ui-dialog-titlebar button"))


def dialog_button(page: Reading) -> Iterator[Move]:
    """Close the dialog by the button that is named; ``x`` is the cross."""
    if page.quoted[0] == "x":
        yield from dialog(page)
    else:
        yield Click(page.text(".ui-dialog-buttonset button", page.quoted[0]))


def color(page: Reading) -> Iterator[Move]:
    """Click the box of a colour."""
    yield Click(page.css(f"div[data-color='{page.match('the (.+) colored')[1]}']"))


def shades(page: Reading) -> Iterator[Move]:
    """Click all shades of a colour."""
    kind = page.match(r"shades of (\w+)")[1]
    for path in page.paths("kind => document.querySelectorAll(`#area span[data-color=${kind}]`)", kind):
        yield Click(path)
    yield Click(page.css("#submit"))


def widget(page: Reading) -> Iterator[Move]:
    """Click a widget of a kind."""
    yield Click(page.css(f"[data-type='{page.quoted[0]}']"))


def coordinate(page: Reading) -> Iterator[Move]:
    """Click the point of the grid whose id is the coordinate."""
    yield Click(page.path("id => document.getElementById(id)", page.match(r"\(.*\)")[0]))


SOLUTIONS: dict[str, Solution] = {
    "click-test": submit,
    "click-test-2": submit,
    "click-button-sequence": sequence,
    "click-button": button,
    "click-link": link,
    "click-option": option,
    "click-checkboxes": boxes,
    "click-checkboxes-large": boxes,
    "click-checkboxes-transfer": boxes,
    "click-checkboxes-soft": alike,
    "choose-list": choose,
    "click-scroll-list": choose,
    "click-dialog": dialog,
    "click-dialog-2": dialog_button,
    "click-color": color,
    "click-shades": shades,
    "click-widget": widget,
    "grid-coordinate": coordinate,
}
