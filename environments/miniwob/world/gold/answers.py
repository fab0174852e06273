"""Pages beside the paper's 46 where something is found out first: numbers, names, dates, the cheapest of several."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import (
    SUBMIT,
    Click,
    Move,
    Reading,
    Solution,
    Write,
)

_TEXT_OF = "css => document.querySelector(css).textContent"


def generated(page: Reading) -> Iterator[Move]:
    """Have numbers made until one is as asked for."""
    odd, even = "an odd" in page.task, "an even" in page.task
    bound = None if odd or even else int(page.match(r"than (\d+)")[1])
    while True:
        yield Click(page.css("#generate"))
        number = int(page.js(_TEXT_OF, "#display-number"))
        if bound is None and number % 2 == odd:
            break
        if bound is not None and (number < bound if "less" in page.task else number > bound):
            break
    yield Click(page.css("#submit"))


_KIND = """() => {
  const drawn = document.querySelector('#area_svg > *');
  const kind = { rect: 'rectangle', circle: 'circle', polygon: 'triangle' }[drawn.tagName];
  return kind || (/[0-9]/.test(drawn.textContent) ? 'digit' : 'letter');
}"""


def kind_of_shape(page: Reading) -> Iterator[Move]:
    """Say what is drawn."""
    yield Click(page.css(f"button[data-type='{page.js(_KIND)}']"))


def blocks(page: Reading) -> Iterator[Move]:
    """Count the blocks."""
    count = page.js("() => document.querySelectorAll('.addition-block').length")
    yield Write(page.css("#math-answer"), str(count))
    yield Click(SUBMIT)


_FIELD = """label => Array.from(document.querySelectorAll('#area input')).find(
  field => field.closest('p, tr, .row, .field, .ui-entry').textContent.match(label))"""


def film(page: Reading) -> Iterator[Move]:
    """Fill in a search for films, whose fields stand in any order."""
    genre, name, year = page.match(r"Search for (.+) movies directed by (.+) from year (\d+)").groups()
    for label, text in (("Genre", genre), ("Director", name), ("Year|Date", year)):
        yield Write(page.path(_FIELD, label), text)
    yield Click(page.css("#area button, #area .final, #area .ui-submit"))


def contact(page: Reading) -> Iterator[Move]:
    """Leaf through the contacts to a name, click its number or address."""
    name, kind = page.match(
        r"Find (.+) in the contact book and click on their (phone|email|address)"
    ).groups()
    for _ in range(4):
        if page.js(_TEXT_OF, "#contact .name") == name:
            break
        yield Click(page.text("#pagination a", ">"))
    yield Click(page.css(f"#contact a.{kind}"))


_MONTH = """() => {
  const shown = document.querySelector('#ui-datepicker-div [data-month]');
  return shown.dataset.year * 12 + Number(shown.dataset.month) + 1;
}"""
_DAY = """day => Array.from(document.querySelectorAll('#ui-datepicker-div a.ui-state-default')).find(
  link => link.textContent === day)"""


def calendar(page: Reading) -> Iterator[Move]:
    """Open the calendar, turn to the month, click the day."""
    month, day, year = (int(part) for part in page.match(r"(\d+)/(\d+)/(\d+)").groups())
    yield Click(page.css("#datepicker"))
    for _ in range(24):
        ahead = year * 12 + month - page.js(_MONTH)
        if not ahead:
            break
        yield Click(page.css(f"#ui-datepicker-div .ui-datepicker-{'next' if ahead > 0 else 'prev'}"))
    yield Click(page.path(_DAY, str(day)))
    yield Click(SUBMIT)


_TICKETS = """(part, css) => Array.from(document.querySelectorAll('.flight'), ticket =>
  Number(ticket.querySelector(css).dataset[part]))"""


def ticket(page: Reading) -> Iterator[Move]:
    """Buy the ticket that is the cheapest, dearest, shortest or longest."""
    extreme, kind = page.match(r"with the (.+) (cost|duration)").groups()
    part, css = ("price", ".buy-ticket") if kind == "cost" else ("duration", ".time-duration")
    values: list[float] = page.js(_TICKETS, part, css)
    wanted = values.index((min if extreme in ("cheapest", "shortest") else max)(values))
    yield Click(page.path("place => document.querySelectorAll('.buy-ticket')[place]", wanted))


SOLUTIONS: dict[str, Solution] = {
    "buy-ticket": ticket,
    "choose-date": calendar,
    "choose-date-easy": calendar,
    "choose-date-medium": calendar,
    "choose-date-nodelay": calendar,
    "generate-number": generated,
    "identify-shape": kind_of_shape,
    "multi-layouts": film,
    "multi-orderings": film,
    "phone-book": contact,
    "visual-addition": blocks,
}
