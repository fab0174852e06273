"""A tab that selenium drives."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from selenium.common.exceptions import (
    JavascriptException,
    MoveTargetOutOfBoundsException,
    NoAlertPresentException,
    NoSuchWindowException,
    TimeoutException,
    UnexpectedAlertPresentException,
    WebDriverException,
)
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.mouse_button import MouseButton
from urllib3.exceptions import HTTPError

from agentgym.browser import keys as keyboard
from agentgym.browser import trees
from agentgym.browser.chromium import Chromium
from agentgym.browser.interface import AXNode, BrowserGone, Button, DOMNode, Page, PageError
from agentgym.browser.webdriver.proxy import SiteProxy

T = TypeVar("T")
_BUTTONS = {"left": MouseButton.LEFT, "middle": MouseButton.MIDDLE, "right": MouseButton.RIGHT}
_MOST_DIALOGS = 100
"""Dialogs in a row after which a page hangs in them."""
_FRAMES = (
    "() => new Promise(d => { setTimeout(d, 200); requestAnimationFrame(() => requestAnimationFrame(d)); })"
)


class Window:
    """What the tabs of a context share: a Chromium, the proxy of its site, what dialogs have said.

    Args:
        chromium: started; ended by :meth:`end`.
        proxy: likewise.
        size: width and height of tabs.
        locale: of dates and numbers.
        settle: inputs wait for what they begin to load.
        script: runs first in every page that a tab of ours opens.
        shown: width and height of the upper left part that pictures show.
        patience: seconds without an answer after which a page hangs.
    """

    def __init__(
        self,
        chromium: Chromium,
        proxy: SiteProxy | None,
        *,
        size: tuple[int, int],
        locale: str,
        settle: bool,
        script: str,
        shown: tuple[int, int] | None,
        patience: float,
    ) -> None:
        self.chromium, self.proxy, self.driver = chromium, proxy, chromium.driver
        self.size, self.locale, self.settles, self.script = size, locale, settle, script
        self.shown = shown
        self.said: list[str] = []
        self.ended = False
        self.pages: dict[str, SeleniumPage] = {}
        self.driver.set_script_timeout(patience)
        self.driver.set_page_load_timeout(patience)

    def end(self) -> None:
        """End the Chromium."""
        if not self.ended:
            self.ended = True
            self.chromium.close()
            if self.proxy is not None:
                self.proxy.close()

    def do(self, call: Callable[[], T], *, again: bool = True) -> T | None:
        """Make a call of the driver; dialogs are accepted, and the call made ``again`` where they kept it from being.

        Raises:
            BrowserGone: the page hangs, or there is no browser.
            PageError: the page refuses, or is closed.
        """
        for _ in range(_MOST_DIALOGS):
            try:
                return call()
            except UnexpectedAlertPresentException:
                self.accept()
                if not again:
                    return None
            except NoSuchWindowException:
                raise PageError("The tab is closed.") from None
            except JavascriptException as error:
                raise PageError(f"The page's script raised: {_first(error)}") from None
            except TimeoutException as error:
                raise BrowserGone(f"The page hangs: {_first(error)}") from error
            except WebDriverException as error:
                if "net::ERR" in str(error.msg):
                    raise PageError(f"The page cannot be opened: {_first(error)}") from None
                raise BrowserGone(f"Chromium failed: {_first(error)}") from error
            except (HTTPError, OSError) as error:
                raise BrowserGone(f"Chromium is gone: {error}") from error
        raise BrowserGone(f"The page hangs in {_MOST_DIALOGS} dialogs.")

    def accept(self) -> None:
        """Accept the dialog that is open, if there is one, and note what it says."""
        with contextlib.suppress(NoAlertPresentException, NoSuchWindowException):
            dialog = self.driver.switch_to.alert
            self.said.append(dialog.text)
            dialog.accept()

    def cdp(self, method: str, params: Mapping[str, Any]) -> Any:
        """Give the current tab a DevTools command."""
        return self.driver.execute_cdp_cmd(method, dict(params))


class SeleniumPage(Page):
    """A tab.

    Args:
        window: what it belongs to.
        handle: WebDriver's name of it.
    """

    def __init__(self, window: Window, handle: str) -> None:
        self.window, self.handle = window, handle
        self._do(self._set_up)
        window.pages[handle] = self  # The same tab is the same object, whoever asks for it.

    def goto(self, url: str) -> None:
        self._do(lambda: self.window.driver.get(url))
        # Of some failures the driver says nothing, and shows the browser's own page about them.
        if str(self.evaluate("() => location.href")).startswith("chrome-error:"):
            raise PageError(f"{url} cannot be opened.")

    @property
    def url(self) -> str:
        return str(self._do(lambda: self.window.driver.current_url))

    @property
    def title(self) -> str:
        return str(self._do(lambda: self.window.driver.title))

    def evaluate(self, script: str, *args: Any) -> Any:
        return self._do(lambda: self.window.driver.execute_script(f"return ({script})(...arguments)", *args))

    def click(self, x: float, y: float, *, button: Button = "left", clicks: int = 1) -> None:
        def act(builder: Any) -> None:
            builder.pointer_action.move_to_location(round(x), round(y))
            for _ in range(clicks):
                builder.pointer_action.pointer_down(_BUTTONS[button]).pointer_up(_BUTTONS[button])

        self._input(act)

    def move(self, x: float, y: float) -> None:
        self._input(lambda builder: builder.pointer_action.move_to_location(round(x), round(y)))

    def drag(self, x: float, y: float, to_x: float, to_y: float, *, moves: int = 8) -> None:
        def act(builder: Any) -> None:
            pointer = builder.pointer_action.move_to_location(round(x), round(y)).pointer_down()
            for n in range(1, moves + 1):
                part = n / moves
                pointer.move_to_location(round(x + (to_x - x) * part), round(y + (to_y - y) * part))
            pointer.pointer_up()

        self._input(act)

    def scroll(self, dx: float, dy: float, x: float, y: float) -> None:
        self._input(
            lambda builder: builder.wheel_action.scroll(
                round(x), round(y), round(dx), round(dy), 0, "viewport"
            )
        )
        if self.window.settles:
            self.evaluate(_FRAMES)

    def type(self, text: str) -> None:
        for character in text.replace("\r\n", "\n"):
            if keyboard.typed_by_key(character):
                pressed = {"\n": keyboard.key("Enter").webdriver, "\t": keyboard.key("Tab").webdriver}
                self._keys([pressed.get(character, character)])
            else:
                self._do(lambda c=character: self.window.cdp("Input.insertText", {"text": c}))  # type: ignore[misc]
        self._settled()

    def press(self, keys: str) -> None:
        held, last = keyboard.combination(keys)
        self._keys([last.webdriver], [one.webdriver for one in held])
        self._settled()

    def screenshot(self, clip: tuple[float, float, float, float] | None = None) -> bytes:
        params: dict[str, Any] = {"format": "png"}
        if clip is None and self.window.shown is not None:
            clip = (0, 0, *self.window.shown)
        if clip is not None:
            params["clip"] = {"x": clip[0], "y": clip[1], "width": clip[2], "height": clip[3], "scale": 1}
        return base64.b64decode(self._cdp("Page.captureScreenshot", params)["data"])

    def accessibility(self) -> list[AXNode]:
        self._cdp("Accessibility.enable", {})
        tree, snapshot = self._cdp(*trees.ACCESSIBILITY), self._cdp(*trees.SNAPSHOT)
        bounds, known = trees.bounds_of(snapshot)
        for node in tree["nodes"]:
            number = node.get("backendDOMNodeId")
            if number and number not in known and number not in bounds:
                with contextlib.suppress(PageError, BrowserGone):
                    bounds[number] = self._box(number)
        return trees.ax_nodes(tree["nodes"], bounds)

    def dom(self) -> list[DOMNode]:
        return trees.dom_nodes(self._cdp(*trees.SNAPSHOT))

    def locate(self, node: int) -> tuple[float, float] | None:
        try:
            self._cdp("DOM.scrollIntoViewIfNeeded", {"backendNodeId": node})
            quads = self._cdp("DOM.getContentQuads", {"backendNodeId": node})["quads"]
        except BrowserGone:
            if self.window.ended:
                raise
            self.evaluate("() => 0")  # Raises where the page is what is gone.
            return None
        return (sum(quads[0][::2]) / 4, sum(quads[0][1::2]) / 4) if quads else None

    def back(self) -> None:
        self._do(self.window.driver.back)
        self.settle()

    def forward(self) -> None:
        self._do(self.window.driver.forward)
        self.settle()

    def reload(self) -> None:
        self._do(self.window.driver.refresh)

    def settle(self) -> None:
        # The driver itself waits for what is loading, before every command; what an input has queued comes first.
        with contextlib.suppress(PageError):
            self.evaluate("() => new Promise(done => setTimeout(done, 0))")
            self.evaluate("() => 0")

    def tabs(self) -> list[Page]:
        handles = self.window.do(lambda: self.window.driver.window_handles) or []
        return [self.window.pages.get(h) or SeleniumPage(self.window, h) for h in handles]

    def new_tab(self, url: str = "about:blank") -> Page:
        def opened() -> str:
            self.window.driver.switch_to.new_window("tab")
            return str(self.window.driver.current_window_handle)

        page = SeleniumPage(self.window, self._do(opened))
        if url != "about:blank":
            page.goto(url)
        return page

    def focus(self) -> None:
        self._cdp("Page.bringToFront", {})

    @property
    def closed(self) -> bool:
        return self.window.ended or self.handle not in (
            self.window.do(lambda: self.window.driver.window_handles) or []
        )

    def close(self) -> None:
        with contextlib.suppress(PageError, BrowserGone):
            if not self.window.ended:
                self._do(self.window.driver.close)
                if self.window.driver.window_handles:
                    return
        self.window.end()

    def end(self) -> None:
        self.window.end()

    def dialogs(self) -> list[str]:
        said, self.window.said = self.window.said, []
        return said

    def cookies(self) -> list[dict[str, Any]]:
        return list(self._cdp("Storage.getCookies", {})["cookies"])

    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        self._cdp("Storage.setCookies", {"cookies": [dict(c) for c in cookies]})

    # ---- internals -------------------------------------------------------------------------------

    def _do(self, call: Callable[[], T], *, again: bool = True) -> Any:
        def here() -> T:
            driver = self.window.driver
            driver.switch_to.window(self.handle)
            return call()

        return self.window.do(here, again=again)

    def _cdp(self, method: str, params: Mapping[str, Any]) -> Any:
        return self._do(lambda: self.window.cdp(method, params))

    def _set_up(self) -> None:
        width, height = self.window.size
        self.window.cdp(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False,
             "screenWidth": width, "screenHeight": height},
        )  # fmt: skip
        if self.window.locale != "en-US":
            self.window.cdp("Emulation.setLocaleOverride", {"locale": self.window.locale})
        if self.window.script:
            self.window.cdp("Page.addScriptToEvaluateOnNewDocument", {"source": self.window.script})

    def _input(self, act: Callable[[Any], object]) -> None:
        def perform() -> None:
            builder = ActionBuilder(self.window.driver, duration=0)
            act(builder)
            with contextlib.suppress(
                MoveTargetOutOfBoundsException
            ):  # As a click beside the window: nothing.
                builder.perform()

        self._do(perform, again=False)
        self._settled()

    def _keys(self, pressed: Sequence[str], held: Sequence[str] = ()) -> None:
        def perform() -> None:
            builder = ActionBuilder(self.window.driver)
            for one in held:
                builder.key_action.key_down(one)
            for one in pressed:
                builder.key_action.key_down(one).key_up(one)
            for one in reversed(held):
                builder.key_action.key_up(one)
            builder.perform()

        self._do(perform, again=False)

    def _settled(self) -> None:
        with contextlib.suppress(PageError):  # Closed by the very input.
            self.evaluate("() => 0")  # A dialog that an input has opened is met here.
        if self.window.settles:
            self.settle()

    def _box(self, node: int) -> tuple[float, float, float, float]:
        found = self._cdp("DOM.resolveNode", {"backendNodeId": node})["object"]["objectId"]
        box = self._cdp(
            "Runtime.callFunctionOn",
            {"objectId": found, "functionDeclaration": trees.RECTANGLE, "returnByValue": True},
        )["result"]["value"]
        return (box[0], box[1], box[2], box[3])


def _first(error: WebDriverException) -> str:
    return (str(error.msg) or type(error).__name__).splitlines()[0]
