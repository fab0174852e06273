"""Fields: texts, dates, numbers, log-ins, a search, a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import (
    SUBMIT,
    Click,
    Move,
    Press,
    Reading,
    Solution,
    Write,
)

_FIELD = '//input[@id="tt"]'


def focus(page: Reading) -> Iterator[Move]:
    """Click the one field."""
    yield Click(_FIELD)


def focus_nth(page: Reading) -> Iterator[Move]:
    """Click one of three fields."""
    yield Click(page.css(f"#tt{page.match('[0-9]')[0]}"))


def text(page: Reading) -> Iterator[Move]:
    """Write a text and submit it."""
    yield Write(_FIELD, page.quoted[0])
    yield Click(SUBMIT)


def date(page: Reading) -> Iterator[Move]:
    """Write a date."""
    yield Write(_FIELD, page.match(r"\d+/\d+/\d+")[0], date=True)
    yield Click(SUBMIT)


def time(page: Reading) -> Iterator[Move]:
    """Write a time."""
    hour, minute, half = page.match(r"(\d+):(\d+)\s*([AP]M)").groups()
    yield Write(_FIELD, f"{int(hour):02}:{minute} {half}", date=True)
    yield Click(SUBMIT)


def password(page: Reading) -> Iterator[Move]:
    """Write a password twice."""
    for name in ("password", "verify"):
        yield Write(page.css(f"#{name}"), page.quoted[0])
    yield Click(SUBMIT)


def login(page: Reading) -> Iterator[Move]:
    """Write name and password."""
    for name, value in zip(("username", "password"), page.quoted, strict=True):
        yield Write(page.css(f"#{name}"), value)
    yield Click(SUBMIT)


def algebra(page: Reading) -> Iterator[Move]:
    """Solve for x: the page says ``3 - x = -2``."""
    problem = page.js("() => document.getElementById('math-problem').textContent")
    left, sign, right, total = problem.replace("=", " ").split()
    result = int(total)
    if left == "x":
        found = result - int(right) if sign == "+" else result + int(right)
    else:
        found = result - int(left) if sign == "+" else int(left) - result
    yield Write(page.css("#math-answer"), str(found))
    yield Click(SUBMIT)


def spinner(page: Reading) -> Iterator[Move]:
    """Click one arrow as often as the number says."""
    number = int(page.match(r"Select (-?\d+)")[1])
    for _ in range(abs(number)):
        yield Click(page.css(f".ui-spinner-{'up' if number > 0 else 'down'}"))
    yield Click(SUBMIT)


def search(page: Reading) -> Iterator[Move]:
    """Search, turn to the page of a result, click it. Three results are on a page."""
    place = int(page.match(r"the (\d+)")[1]) - 1
    yield Write(page.css("#search-text"), page.quoted[0])
    yield Click(page.css("#search"))
    if place >= 3:
        yield Click(page.text("#pagination a", str(place // 3 + 1)))
    yield Click(page.css(f"a[data-result='{place}']"))


def terminal(page: Reading) -> Iterator[Move]:
    """List the files, remove one with an extension, or one without any."""
    target = page.css("#terminal-target")
    yield Write(target, "ls")
    yield Press("enter")
    files = page.js("() => Array.from(document.querySelectorAll('.output')).at(-1).textContent").split()
    ending = f".{page.match(r'extension .(.+)$')[1]}" if "extension ." in page.task else None
    fits = [f for f in files if (f.endswith(ending) if ending else "." not in f)]
    yield Write(target, f"rm {fits[0]}")
    yield Press("enter")


SOLUTIONS: dict[str, Solution] = {
    "focus-text": focus,
    "focus-text-2": focus_nth,
    "enter-text": text,
    "enter-text-dynamic": text,
    "enter-date": date,
    "enter-time": time,
    "enter-password": password,
    "login-user": login,
    "simple-algebra": algebra,
    "use-spinner": spinner,
    "search-engine": search,
    "terminal": terminal,
}
