"""Pages beside the paper's 46 that take few lines: words, tables, sums, buttons, mails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.choices import button, submit
from agentgym.environments.miniwob.world.gold.mail import mail
from agentgym.environments.miniwob.world.gold.reading import (
    SUBMIT,
    Choose,
    Click,
    Hover,
    Move,
    Reading,
    Solution,
    Write,
)
from agentgym.environments.miniwob.world.gold.tabs import link_in_section, link_in_tab, link_or_tab, section

_TEXT_OF = "css => document.querySelector(css).textContent"
_VALUE = """key => Array.from(document.querySelectorAll('#tab tr')).find(
  row => row.children[0].textContent === key).children[1].textContent"""


def ascending(page: Reading) -> Iterator[Move]:
    """Click the numbers from 1 on; after the first one they are covered, in their order."""
    yield Click(page.text("#area_svg text", "1"))
    for _ in range(4):
        yield Click(page.css("#area_svg rect"))


_ENTRY = """(label, icon) => Array.from(document.querySelectorAll('#menu li')).find(entry =>
  !entry.querySelector('ul') && (label ? entry.textContent === label : entry.querySelector(`.${icon}`)))
  .querySelector('div')"""


def icon_menu(page: Reading) -> Iterator[Move]:
    """Open the menu, and the one below it where the entry is there."""
    icon = page.js("() => document.querySelector('#query span')?.className.split(' ').at(-1) || ''")
    label = page.quoted[1] if len(page.quoted) > 1 else ""
    yield Click(page.css("#open-menu"))
    entry = page.path(_ENTRY, label, icon)
    if not page.js("path => __miniwob.find(path).checkVisibility()", entry):
        yield Hover(page.text("#menu > li > div", "Playback"))
    yield Click(entry)


def cased(page: Reading) -> Iterator[Move]:
    """Write a text in upper or lower case."""
    text = page.quoted[0]
    yield Write(page.css("#tt"), text.upper() if "upper case" in page.task else text.lower())
    yield Click(SUBMIT)


def nth_word(page: Reading) -> Iterator[Move]:
    """Write a word of the paragraph, without what stands beside it."""
    words = page.js(_TEXT_OF, "#area p").split()
    word = words[int(page.match(r"the (\d+)")[1]) - 1]
    yield Write(page.css("#answer-input"), re.sub(r"[^a-zA-Z]", "", word))
    yield Click(SUBMIT)


def last_word(page: Reading) -> Iterator[Move]:
    """Write the last word of a long text."""
    word = page.js("() => document.getElementById('text-area').value").split()[-1]
    yield Write(page.css("#answer-input"), re.sub(r"[^a-zA-Z0-9]", "", word))
    yield Click(SUBMIT)


def radio_and_number(page: Reading) -> Iterator[Move]:
    """Check a radio button by its place, write a number into a field by its place."""
    radio, number, field = page.match(
        r'the (\d)\w\w radio button and enter the number "(.*)" into the (\d)'
    ).groups()
    yield Click(page.css(f"input[type=radio][value='{radio}']"))
    yield Write(page.css(f"#input-{field}"), number)
    yield Click(SUBMIT)


def option_and_button(page: Reading) -> Iterator[Move]:
    """Choose an option, then click a button."""
    yield Choose(page.text("#dropdown option", page.match("Choose (.*) from")[1]))
    yield Click(page.text("#buttons button", page.quoted[0]))


def login_with_popup(page: Reading) -> Iterator[Move]:
    """Log in; a popup that comes between is cancelled, and what it kept from being is done again."""
    for name, value in zip(("username", "password"), page.quoted, strict=True):
        path = page.css(f"#{name}")
        yield Click(path)
        if page.js("() => Boolean(document.getElementById('popup'))"):
            yield Click(page.css("#popup-cancel"))
        yield Write(path, value)
    yield Click(SUBMIT)


def odd_or_even(page: Reading) -> Iterator[Move]:
    """Mark each number."""
    numbers = page.js(
        "() => Array.from(document.querySelectorAll('.display-number'), e => Number(e.textContent))"
    )
    for place, number in enumerate(numbers):
        kind = "odd" if number % 2 else "even"
        yield Click(page.path("(place, kind) => document.querySelectorAll(`.${kind}`)[place]", place, kind))
    yield Click(page.css("#submit"))


def table(page: Reading) -> Iterator[Move]:
    """Write what a table has beside a key."""
    yield Write(page.css("#tt"), page.js(_VALUE, page.match("the value of (.*) into")[1]))
    yield Click(SUBMIT)


def table_twice(page: Reading) -> Iterator[Move]:
    """Write what a table has beside the labels of two fields."""
    for place in (1, 2):
        key = page.js(_TEXT_OF, f"#ll{place}").rstrip(":")
        yield Write(page.css(f"#tt{place}"), page.js(_VALUE, key))
    yield Click(SUBMIT)


def arithmetic(page: Reading) -> Iterator[Move]:
    """Solve ``7 - 2 =``."""
    left, sign, right = page.js(_TEXT_OF, "#math-problem").replace("=", " ").split()
    results = {"+": int(left) + int(right), "-": int(left) - int(right), "x": int(left) * int(right)}
    yield Write(page.css("#math-answer"), str(results[sign]))
    yield Click(SUBMIT)


def distorted(page: Reading) -> Iterator[Move]:
    """Write the letters that are drawn askew."""
    letters = page.js(
        "() => Array.from(document.querySelectorAll('#captcha span'), e => e.textContent).join('')"
    )
    yield Write(page.css("#tt"), letters)
    yield Click(SUBMIT)


_TAG = "(first, last) => ui_utils.COUNTRIES.find(name => name.startsWith(first) && name.endsWith(last))"


def autocomplete(page: Reading) -> Iterator[Move]:
    """Write a name that begins, and maybe ends, as asked for; the page has the list of them."""
    first, *last = page.quoted
    name = page.js(_TAG, first, last[0] if last else "")
    yield Write(page.css("#tags"), name)
    yield Click(page.text(".ui-menu-item", name))  # The list lies over the button until one is chosen.
    yield Click(SUBMIT)


SOLUTIONS: dict[str, Solution] = {
    "ascending-numbers": ascending,
    "click-collapsible-nodelay": section,
    "click-collapsible-2-nodelay": link_in_section,
    "click-menu-2": icon_menu,
    "click-tab-2-easy": link_in_tab,
    "click-tab-2-medium": link_or_tab,
    "click-test-transfer": submit,
    "email-inbox-delete": mail,
    "email-inbox-forward": mail,
    "email-inbox-important": mail,
    "email-inbox-noscroll": mail,
    "email-inbox-reply": mail,
    "email-inbox-star-reply": mail,
    "enter-text-2": cased,
    "find-word": nth_word,
    "form-sequence-2": radio_and_number,
    "form-sequence-3": option_and_button,
    "login-user-popup": login_with_popup,
    "odd-or-even": odd_or_even,
    "read-table": table,
    "read-table-2": table_twice,
    "scroll-text": last_word,
    "simple-arithmetic": arithmetic,
    "text-transform": distorted,
    "unicode-test": button,
    "use-autocomplete": autocomplete,
    "use-autocomplete-nodelay": autocomplete,
}
