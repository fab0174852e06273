"""A tab over the DevTools pipe."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agentgym.browser import keys as keyboard
from agentgym.browser import pictures, trees
from agentgym.browser.devtools.connection import Message
from agentgym.browser.devtools.context import Context
from agentgym.browser.interface import AXNode, BrowserGone, Button, DOMNode, Page, PageError

Command = tuple[str, Message]
"""A command of the protocol and its parameters."""

_LOADING = 30.0
"""Seconds after which a page that is still loading is taken as it is."""
_STOPS, _STOPPED = 10, 0.2
"""How often a page is stopped that hangs while it draws, and seconds within which it should go on."""
_FRAME = 10.0
"""Seconds after which a page that draws a frame, which takes milliseconds, hangs: no other can draw meanwhile."""
_POPUP = 5.0
"""Seconds that a popup may take until it has an address."""
_NEXT_TASK = "new Promise(done => setTimeout(done, 0))"
_FRAMES = """new Promise(done => {
  setTimeout(done, 200);
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""
_STARTED = ("Page.frameStartedLoading", "Page.frameStartedNavigating", "Page.frameRequestedNavigation")
_BUTTONS = {"left": 1, "right": 2, "middle": 4}


class DevtoolsPage(Page):
    """A tab; made by its context when the browser says that there is one.

    Args:
        context: what it belongs to.
        session: the protocol's id for talking to it.
        target: the protocol's id of the tab.
    """

    def __init__(self, context: Context, session: str, target: str) -> None:
        self.context, self.session, self.target = context, session, target
        self.gone = False
        self._crashed, self._new = False, True
        self._loading: set[str] = set()
        self._loaders: list[str] = []
        self._loaded = ""
        self._enabled: set[str] = set()
        self._due = False

    @classmethod
    def open(cls, context: Context) -> DevtoolsPage:
        """Open an empty tab in a context."""
        tab = context.open_tab()
        assert isinstance(tab, cls)
        return tab

    # ---- what the context tells it ---------------------------------------------------------------

    def set_up(self) -> None:
        """Send what every tab begins with, and let it begin."""
        context, (width, height) = self.context, self.context.size
        context.send("Page.enable", self)
        context.send("Page.setLifecycleEventsEnabled", self, enabled=True)
        part: dict[str, Any] = {}
        if context.shown is not None:
            part["viewport"] = {
                "x": 0,
                "y": 0,
                "width": context.shown[0],
                "height": context.shown[1],
                "scale": 1,
            }
        context.send(
            "Emulation.setDeviceMetricsOverride", self, width=width, height=height, deviceScaleFactor=1, mobile=False,
            screenWidth=width, screenHeight=height, **part,
        )  # fmt: skip
        if context.timezone != "UTC":  # Which the browser is started with.
            context.send("Emulation.setTimezoneOverride", self, timezoneId=context.timezone)
        if context.locale != "en-US":
            context.send("Emulation.setLocaleOverride", self, locale=context.locale)
        if context.site is not None:
            context.send("Fetch.enable", self, patterns=[{"urlPattern": "*"}])
        if context.script:
            context.send("Page.addScriptToEvaluateOnNewDocument", self, source=context.script)
        context.send("Runtime.runIfWaitingForDebugger", self)

    def event(self, method: str, params: Message) -> None:
        """Take note of an event, or answer what it asks."""
        if method == "Fetch.requestPaused":
            self.context.serve(self, params)
        elif method in _STARTED:
            self._loading.add(params["frameId"])
        elif method in ("Page.frameStoppedLoading", "Page.frameDetached"):
            self._loading.discard(params["frameId"])
        elif method == "Page.lifecycleEvent":
            if params["frameId"] == self.target:
                self._loaders = [*[o for o in self._loaders if o != params["loaderId"]], params["loaderId"]][
                    -2:
                ]
                if params["name"] == "load":
                    self._loaded = params["loaderId"]
        elif method == "Page.javascriptDialogOpening":
            self.context.said.append(params["message"])
            self.context.send("Page.handleJavaScriptDialog", self, accept=True)
        elif method == "Page.downloadWillBegin":
            self._loading.discard(params["frameId"])
        elif method == "Inspector.targetCrashed":
            self._crashed = True

    def check(self) -> None:
        """See that there is a page to talk to.

        Raises:
            BrowserGone: it has crashed.
            PageError: it is closed.
        """
        if self._crashed:
            raise BrowserGone("The page has crashed.")
        if self.gone:
            raise PageError("The tab is closed.")

    def call(self, method: str, **params: Any) -> Message:
        """Give the tab a command; see :meth:`Context.call`."""
        self._ready()
        return self.context.call(method, self, **params)

    # ---- pages and scripts -----------------------------------------------------------------------

    def goto(self, url: str) -> None:
        result = self.call("Page.navigate", url=url)
        if result.get("errorText") and not result.get("isDownload"):
            raise PageError(f"{url} cannot be opened: {result['errorText']}")
        if loader := result.get("loaderId"):  # None of a jump within the page.
            self._load_of(loader, time.monotonic() + _LOADING)
        if self.context.settles:
            self.settle()

    @property
    def url(self) -> str:
        return str(self._entry()["url"])

    @property
    def title(self) -> str:
        return str(self._entry()["title"])

    def evaluate(self, script: str, *args: Any) -> Any:
        written = ", ".join(msgspec.json.encode(a).decode() for a in args)
        return self._run(f"({script})({written})")

    def back(self) -> None:
        self._go(-1)

    def forward(self) -> None:
        self._go(1)

    def reload(self) -> None:
        self.call("Page.reload")
        self.settle()

    def settle(self) -> None:
        deadline = time.monotonic() + _LOADING
        while not self.gone and time.monotonic() < deadline:
            with contextlib.suppress(PageError):  # The page went away meanwhile; the next one is asked.
                self._run(_NEXT_TASK)  # What an input has queued, the sending of a form say, comes before it.
            if not self._loading:
                return
            self._load(deadline)

    # ---- input -----------------------------------------------------------------------------------

    def click(self, x: float, y: float, *, button: Button = "left", clicks: int = 1) -> None:
        inputs = [_mouse("mouseMoved", x, y)]
        for count in range(1, clicks + 1):
            inputs.append(_mouse("mousePressed", x, y, button, count, _BUTTONS[button]))
            inputs.append(_mouse("mouseReleased", x, y, button, count))
        self._handled([self._send(inputs)])

    def move(self, x: float, y: float) -> None:
        self._due = False  # A move is handled with a frame: that one will do.
        self._handled([self._framed(_mouse("mouseMoved", x, y))])

    def drag(self, x: float, y: float, to_x: float, to_y: float, *, moves: int = 8) -> None:
        sent = [self._send([_mouse("mouseMoved", x, y), _mouse("mousePressed", x, y, "left", 1, 1)])]
        for n in range(1, moves + 1):
            part = n / moves
            place = x + (to_x - x) * part, y + (to_y - y) * part
            sent.append(self._framed(_mouse("mouseMoved", *place, "left", 0, 1)))
        sent.append(self._send([_mouse("mouseReleased", to_x, to_y, "left", 1)]))
        self._handled(sent)

    def scroll(self, dx: float, dy: float, x: float, y: float) -> None:
        if self.context.connection.still:
            raise PageError("A page of a still browser has no wheel: scroll it by a script.")
        self._handled([self._send([_mouse("mouseWheel", x, y, deltaX=dx, deltaY=dy)])])
        if self.context.settles:
            with contextlib.suppress(PageError):
                self._run(_FRAMES)

    def type(self, text: str) -> None:
        sent: list[int] = []
        keys: list[Command] = []
        for character in text.replace("\r\n", "\n"):
            if character in "\n\t":
                keys += _stroke(keyboard.key("Enter" if character == "\n" else "Tab"), 0)
            elif keyboard.typed_by_key(character):
                keys += _stroke(keyboard.key(character) if character != " " else keyboard.key("space"), 0)
            else:
                sent.append(self._send([*keys, ("Input.insertText", {"text": character})]))
                keys = []
        if keys:
            sent.append(self._send(keys))
        self._handled(sent)

    def press(self, keys: str) -> None:
        held, last = keyboard.combination(keys)
        inputs, bits = [], 0
        for one in held:
            bits |= keyboard.MODIFIERS[one.name]
            inputs.append(_key("rawKeyDown", one, bits))
        inputs += _stroke(last, bits)
        for one in reversed(held):
            bits &= ~keyboard.MODIFIERS[one.name]
            inputs.append(_key("keyUp", one, bits))
        self._handled([self._send(inputs)])

    # ---- what is seen ----------------------------------------------------------------------------

    def screenshot(self, clip: tuple[float, float, float, float] | None = None) -> bytes:
        if self.context.connection.still:
            return pictures.cut(self._picture(), clip)
        if clip is None and self.context.shown is not None:
            clip = (0, 0, *self.context.shown)
        area: dict[str, Any] = {}
        if clip is not None:
            area["clip"] = {"x": clip[0], "y": clip[1], "width": clip[2], "height": clip[3], "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", **area)["data"])

    def draw(self) -> None:
        self._due = self.context.connection.still

    def accessibility(self) -> list[AXNode]:
        if "Accessibility" not in self._enabled:
            self._enabled.add("Accessibility")
            self.call("Accessibility.enable")  # Once: node ids stay the same from call to call.
        self._ready()
        asked = [
            self.context.send(method, self, asked=True, **params)
            for method, params in (trees.ACCESSIBILITY, trees.SNAPSHOT)
        ]
        tree, snapshot = (self.context.wait(n, self, "the accessibility tree") for n in asked)
        bounds, known = trees.bounds_of(snapshot)
        for node in tree["nodes"]:
            number = node.get("backendDOMNodeId")
            if number and number not in known and number not in bounds:
                with contextlib.suppress(PageError):
                    bounds[number] = tuple(self._on(number, trees.RECTANGLE))
        return trees.ax_nodes(tree["nodes"], bounds)

    def dom(self) -> list[DOMNode]:
        method, params = trees.SNAPSHOT
        return trees.dom_nodes(self.call(method, **params))

    def locate(self, node: int) -> tuple[float, float] | None:
        try:
            self.call("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
            quads = self.call("DOM.getContentQuads", backendNodeId=node)["quads"]
        except PageError:
            self.check()
            return None
        if not quads:
            return None
        return sum(quads[0][::2]) / 4, sum(quads[0][1::2]) / 4

    def dialogs(self) -> list[str]:
        said, self.context.said = self.context.said, []
        return said

    # ---- tabs and cookies ------------------------------------------------------------------------

    def tabs(self) -> list[Page]:
        self.context.pump_waiting()
        for page in self.context.pages:
            if isinstance(page, DevtoolsPage):
                page._begin()
        return [p for p in self.context.pages if isinstance(p, DevtoolsPage) and not p.gone]

    def new_tab(self, url: str = "about:blank") -> Page:
        page = self.open(self.context)
        page.focus()
        if url != "about:blank":
            page.goto(url)
        return page

    def focus(self) -> None:
        self.call("Page.bringToFront")

    @property
    def closed(self) -> bool:
        try:
            self.context.pump_waiting()
        except BrowserGone:
            return True
        return self.gone or self._crashed

    def close(self) -> None:
        if self.gone or self.context.ended:
            return
        with contextlib.suppress(BrowserGone, PageError):
            self.context.call("Target.closeTarget", targetId=self.target)
        self.gone = True
        if all(p.gone for p in self.context.pages):
            self.context.end()

    def end(self) -> None:
        self.context.end()

    def cookies(self) -> list[dict[str, Any]]:
        found = self.context.call("Storage.getCookies", browserContextId=self.context.id)
        return list(found["cookies"])

    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        self.context.call("Storage.setCookies", browserContextId=self.context.id, cookies=list(cookies))

    def _load(self, deadline: float) -> None:
        """Wait until nothing is loading any more."""
        while self._loading and not self.gone and self.context.pump(deadline):
            if self._crashed:
                self.check()

    def _load_of(self, loader: str, deadline: float) -> None:
        """Wait until a page is loaded, or another has come in its place."""
        while self._loaded != loader and not self.gone:
            replaced = loader in self._loaders and self._loaders[-1] != loader
            if replaced or not self.context.pump(deadline):
                return
            if self._crashed:
                self.check()

    def _begin(self) -> None:
        """Wait until a popup has an address, and its page is loaded; once."""
        deadline = time.monotonic() + _POPUP
        while self._new and not self.gone and time.monotonic() < deadline:
            with contextlib.suppress(PageError):
                self.settle()
                self._new = not self.url
        self._new = False

    # ---- internals -------------------------------------------------------------------------------

    def _ready(self) -> None:
        """See that there is a page to talk to, and that it has drawn what it was told to."""
        self.check()
        if self._due:
            self._draw()

    def _draw(self) -> None:
        self._frame(noDisplayUpdates=True)

    def _frame(self, **how: Any) -> Message:
        self.check()
        self._due = False
        with self.context.connection.drawing:
            number = self.context.send("HeadlessExperimental.beginFrame", self, asked=True, **how)
            try:
                return self.context.wait(number, self, "a frame", _FRAME)
            except BrowserGone:
                self._give_up(number)
                raise

    def _picture(self) -> bytes:
        """Draw a frame and return it; a page that is new has nothing to be drawn on for a moment."""
        wanted = {"format": "png", "optimizeForSpeed": True}
        deadline = time.monotonic() + self.context.connection.patience
        while "screenshotData" not in (drawn := self._frame(screenshot=wanted)):
            if time.monotonic() > deadline:
                raise BrowserGone("The page draws nothing.")
        return base64.b64decode(drawn["screenshotData"])

    def _give_up(self, frame: int) -> None:
        """Bring a frame that hangs to its end: another page's would end the display process beside it."""
        for _ in range(_STOPS):
            try:
                self.context.send("Runtime.terminateExecution", self)
                self.context.wait(frame, self, "a frame", _STOPPED)
                return
            except (BrowserGone, PageError):
                continue  # Other scripts may have their turn in the same frame.
        self.context.end()  # It is no script that hangs; the frame goes with its page.

    def _framed(self, command: Command) -> int:
        """Send a move of the mouse, which is handled with a frame: a still page is told to draw until it is."""
        number = self._send([command])
        deadline = time.monotonic() + self.context.connection.patience
        while self.context.connection.still and not self.context.answered(number):
            if time.monotonic() > deadline:
                raise BrowserGone("The page does not take the mouse.")
            self._draw()
        return number

    def _send(self, inputs: Sequence[Command]) -> int:
        """Send inputs in one go; the last one is handled after the others."""
        self._ready()
        return self.context.send_all(inputs, self)

    def _run(self, expression: str) -> Any:
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            said = details.get("exception", {}).get("description") or details.get("text", "")
            raise PageError(f"The page's script raised: {said.splitlines()[0] if said else 'an exception'}")
        return result["result"].get("value")

    def _on(self, node: int, function: str) -> Any:
        found = self.call("DOM.resolveNode", backendNodeId=node)["object"]["objectId"]
        return self.call(
            "Runtime.callFunctionOn", objectId=found, functionDeclaration=function, returnByValue=True
        )["result"].get("value")

    def _entry(self) -> Message:
        history = self.call("Page.getNavigationHistory")
        entry: Message = history["entries"][history["currentIndex"]]
        return entry

    def _go(self, by: int) -> None:
        history = self.call("Page.getNavigationHistory")
        place = history["currentIndex"] + by
        if 0 <= place < len(history["entries"]):
            self.call("Page.navigateToHistoryEntry", entryId=history["entries"][place]["id"])
            self.settle()

    def _handled(self, sent: Sequence[int]) -> None:
        for number in sent:
            try:
                self.context.wait(number, self)
            except PageError:
                if not self.gone:
                    raise  # Closed by the very input: that is what it led to.
        if self.context.settles:
            self.settle()


def _mouse(
    type: str, x: float, y: float, button: str = "none", count: int = 0, held: int = 0, **more: float
) -> Command:
    """Return an event of the mouse."""
    params = {"type": type, "x": x, "y": y, "button": button, "clickCount": count, "buttons": held, **more}
    return "Input.dispatchMouseEvent", params


def _stroke(key: keyboard.Key, held: int) -> list[Command]:
    """Return the events of a key that goes down and up."""
    # With Control, Alt or Meta held a key types nothing.
    types = bool(key.text) and not held & ~keyboard.MODIFIERS["Shift"]
    down = _key("keyDown" if types else "rawKeyDown", key, held, text=key.text if types else "")
    return [down, _key("keyUp", key, held)]


def _key(type: str, key: keyboard.Key, held: int, text: str = "") -> Command:
    """Return an event of a key."""
    params: Message = {"type": type, "key": key.name, "windowsVirtualKeyCode": key.code, "modifiers": held}
    if text:
        params["text"] = text
    if held == keyboard.MODIFIERS["Control"] and key.name in keyboard.EDITING and type != "keyUp":
        params["commands"] = [keyboard.EDITING[key.name]]
    return "Input.dispatchKeyEvent", params
