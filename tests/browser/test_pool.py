"""Which browser a page is opened in."""

from __future__ import annotations

from typing import Any, cast

import pytest

from agentgym.browser import Browser, BrowserGone, open_browser
from agentgym.browser.pool import SharedBrowsers
from agentgym.errors import UnknownNameError


class Fake:
    """A browser that opens numbers."""

    def __init__(self, *, broken: bool = False, well: bool = True) -> None:
        self.broken, self.alive, self.ended, self.contexts, self.pids = broken, well, False, 0, [0]

    def open(self, **options: Any) -> int:
        if self.broken:
            raise BrowserGone("it hangs")
        self.contexts += 1
        return self.contexts

    def close(self) -> None:
        self.ended = True


def shared(*fakes: Fake, **options: int) -> SharedBrowsers:
    waiting = list(fakes)
    return SharedBrowsers(lambda driver, still: cast(Browser, waiting.pop(0)), **options)


def test_one_browser_serves_all_until_it_ends() -> None:
    first, second = Fake(), Fake()
    browsers = shared(first, second)
    assert [browsers.open(), browsers.open()] == [1, 2]
    first.ended = True
    assert browsers.open() == 1 and browsers.get() is cast(Browser, second)


def test_one_that_hangs_is_replaced_one_that_answers_is_not() -> None:
    hangs, second = Fake(broken=True, well=False), Fake()
    assert shared(hangs, second).open() == 1 and hangs.ended
    with pytest.raises(BrowserGone):
        shared(Fake(broken=True)).open()


def test_closing_ends_all() -> None:
    first = Fake()
    browsers = shared(first)
    browsers.open()
    browsers.close()
    assert first.ended


def test_another_driver_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="selenium"):
        open_browser("playwright")
