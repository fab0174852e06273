"""A session with a page: one tab that stays open from episode to episode, reset by the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from agentgym.browser import BrowserGone, Page, PageError, open_page
from agentgym.environments.miniwob.world import pages
from agentgym.errors import EnvironmentFailure

Mode = Literal["html", "accessibility"]
MODES: tuple[Mode, ...] = ("html", "accessibility")
SIZE = (500, 400)
"""Width and height of the window in CSS pixels, as the package's."""
FRAME = (160, 210)
"""Width and height of what belongs to the task: the upper left part of the window, which alone is drawn."""
_ASIDE = (480, 390)
"""Where the mouse waits when an episode begins: beside everything."""
_SCRIPT = "\n".join(Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in ("clock", "page"))


class State(msgspec.Struct, frozen=True):
    """What a page says.

    Attributes:
        utterance: the task.
        done: the episode has ended.
        raw: its reward in [-1, 1], without the share that the page takes off for time; 0 before the end.
        reason: why, where the page says so.
        page: HTML or the lines of its elements; empty after the end.
        fields: parts of the utterance, where the page tells them.
    """

    utterance: str
    done: bool
    raw: float
    reason: str
    page: str
    fields: dict[str, Any] | None = None


class Session:
    """A tab with one page.

    Args:
        driver: ``devtools`` or ``selenium``.
        name: the page.

    Raises:
        BrowserGone: there is no browser to open it in, or it is gone.
        EnvironmentFailure: the page does not come up.
    """

    def __init__(self, driver: str, name: str) -> None:
        self.driver, self.name = driver, name
        self.episodes = 0
        self.page: Page = open_page(
            driver, site=pages.site, size=SIZE, settle=False, script=_SCRIPT, still=True, shown=FRAME
        )
        try:
            self._load()
        except BaseException:
            self.page.end()
            raise

    def ask(self, question: str, *arguments: Any) -> Any:
        """Call a function of ``page.js``.

        Raises:
            EnvironmentFailure: the page's script raised: it is broken, or was broken by what was done to it.
            BrowserGone: there is no page any more.
        """
        try:
            return self.page.evaluate(f"(...given) => __miniwob.{question}(...given)", *arguments)
        except PageError as error:
            raise EnvironmentFailure(f"The page {self.name} of MiniWoB++ failed: {error}") from error

    def script(self, function: str, *arguments: Any) -> Any:
        """Call a function of one's own on the page: how the experts read it.

        Raises:
            EnvironmentFailure: it raised.
        """
        try:
            return self.page.evaluate(function, *arguments)
        except PageError as error:
            raise EnvironmentFailure(f"The page {self.name} of MiniWoB++ failed: {error}") from error

    def begin(self, seed: int, mode: Mode, *, data_mode: str, limited: bool) -> State:
        """Begin an episode and return what there is to see.

        Args:
            seed: what everything random on the page follows.
            mode: what the page is shown as.
            data_mode: which of the page's texts are used, where it has several sets.
            limited: the page's own time limit holds.
        """
        if self.episodes and self.name in pages.KEEPING:
            self._load()
        self.episodes += 1
        self.page.move(*_ASIDE)
        begun = self.ask("begin", seed, data_mode, limited, mode)
        if begun is None:
            raise EnvironmentFailure(f"The page {self.name} of MiniWoB++ makes no problem of seed {seed}.")
        self.page.draw()
        return msgspec.convert(begun, State)

    def _load(self) -> None:
        self._icons = False
        self.page.goto(pages.address(self.name))
        if not self.ask("open"):
            raise EnvironmentFailure(f"The page {self.name} of MiniWoB++ does not come up.")

    def state(self, mode: Mode) -> State:
        """Return what there is to see."""
        return msgspec.convert(self.ask("state", mode), State)

    def go_on(self, milliseconds: int, mode: Mode) -> State:
        """Let the page's clock go on and return what there is to see."""
        state = msgspec.convert(self.ask("go_on", milliseconds, mode), State)
        self.page.draw()
        return state

    def point(self, where: str | int) -> tuple[float, float] | None:
        """Return a point of an element (its path or its number) to click at; ``None`` if there is no such element."""
        found = self.ask("point", where)
        return None if found is None else (float(found[0]), float(found[1]))

    def screenshot(self) -> bytes:
        """Return the task's frame as PNG, 160 by 210 pixels."""
        if not self._icons:
            self._icons = True
            self.ask("icons")
        return self.page.screenshot()

    @property
    def well(self) -> bool:
        """Whether it can be used again."""
        try:
            return not self.page.closed
        except BrowserGone:
            return False

    def close(self) -> None:
        """Close the tab."""
        self.page.end()
