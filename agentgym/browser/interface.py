"""What a browser does for an environment: fresh contexts with tabs, input, scripts, page trees, pictures.

Two drivers stand behind it: ``devtools`` (the raw pipe, fast) and ``selenium`` (the reference). A page is driven by one
thread at a time; several pages of one browser may be driven by several threads at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, TypedDict

import msgspec

from agentgym.errors import AgentGymError, EnvironmentFailure

Button = Literal["left", "middle", "right"]
Driver = Literal["devtools", "selenium"]
DRIVERS: tuple[Driver, ...] = ("devtools", "selenium")

PATIENCE = 30.0
"""Seconds without an answer after which a page, or its browser, hangs."""


class BrowserGone(EnvironmentFailure):
    """A page or its browser hangs, has crashed or was killed: a failure of the machinery, never a score of 0."""


class PageError(AgentGymError, RuntimeError):
    """The page refused: its script raised, it cannot be opened, it is closed. An agent may well cause that."""


class SiteRequest(msgspec.Struct, frozen=True):
    """A request of a page, before any network.

    Attributes:
        method: ``GET``, ``POST``, …
        url: whole address, without the fragment.
        headers: by lower-case name; ``cookie`` is there where the page's context has cookies for the address.
        body: what is sent.
        document: it is for a page or a frame, not for a script, a picture or a call of a script.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    document: bool = False


class SiteResponse(msgspec.Struct, frozen=True):
    """What a site answers; ``Set-Cookie`` is kept by the page's context, a body above 64 MiB is broken off."""

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""


Site = Callable[[SiteRequest], SiteResponse | None]
"""Answers a page's requests in process; ``None`` refuses one. Called by the thread that drives the page, while it waits
for it (``devtools``), or by one thread after another (``selenium``)."""


class AXNode(TypedDict, total=False):
    """A node of the accessibility tree, as Chromium's ``Accessibility.getFullAXTree`` gives it, and where it is.

    The protocol's own keys are ``nodeId``, ``ignored``, ``role``, ``name``, ``value``, ``properties``, ``parentId``,
    ``childIds``, ``backendDOMNodeId``.
    """

    nodeId: str
    ignored: bool
    role: dict[str, Any]
    name: dict[str, Any]
    value: dict[str, Any]
    description: dict[str, Any]
    properties: list[dict[str, Any]]
    parentId: str
    childIds: list[str]
    backendDOMNodeId: int
    bounds: tuple[float, float, float, float] | None
    """Left, top, width, height in CSS pixels of the window; ``None`` where nothing is laid out."""


class DOMNode(msgspec.Struct, frozen=True):
    """A node of the page's tree, in document order.

    Attributes:
        node: Chromium's backend id: what :meth:`Page.locate` takes.
        parent: position of the parent in the list, -1 for the document.
        name: element's name in lower case, ``#text``, ``#document`` …
        text: of a text node.
        attributes: of an element.
        value: what a field holds now.
        checked: a box or radio button is checked; an option is selected.
        bounds: left, top, width, height in CSS pixels of the window; ``None`` where nothing is laid out.
    """

    node: int
    parent: int
    name: str
    text: str
    attributes: Mapping[str, str]
    value: str | None
    checked: bool
    bounds: tuple[float, float, float, float] | None


class Page(ABC):
    """One tab. Inputs return when the page has handled them and, unless told otherwise, what they began is loaded.

    Every method raises :class:`BrowserGone` where the tab hangs, has crashed, or the browser is gone, and
    :class:`PageError` where the tab was closed.
    """

    @abstractmethod
    def goto(self, url: str) -> None:
        """Open an address. Raises :class:`PageError` where it cannot be opened; a status such as 404 is a page."""

    @property
    @abstractmethod
    def url(self) -> str:
        """The address."""

    @property
    @abstractmethod
    def title(self) -> str:
        """The title."""

    @abstractmethod
    def evaluate(self, script: str, *args: Any) -> Any:
        """Call a JavaScript function (``"(a, b) => a + b"``) with JSON values; return what it (or its promise) gives.

        Raises:
            PageError: it raised, or the page went away meanwhile.
        """

    @abstractmethod
    def click(self, x: float, y: float, *, button: Button = "left", clicks: int = 1) -> None:
        """Move there and click; 2 ``clicks`` are a double click."""

    @abstractmethod
    def move(self, x: float, y: float) -> None:
        """Move the mouse there."""

    @abstractmethod
    def drag(self, x: float, y: float, to_x: float, to_y: float, *, moves: int = 8) -> None:
        """Press at one point, move to another in ``moves`` moves, release."""

    @abstractmethod
    def scroll(self, dx: float, dy: float, x: float, y: float) -> None:
        """Turn the wheel at a point by CSS pixels; returns when the page has scrolled. A still browser has none."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type into what has the focus, key by key; characters that no key has are inserted."""

    @abstractmethod
    def press(self, keys: str) -> None:
        """Press a key, or several at once: ``Enter``, ``a``, ``Control+A``. Raises for unknown ones."""

    @abstractmethod
    def screenshot(self, clip: tuple[float, float, float, float] | None = None) -> bytes:
        """Return the window, or a part of it (left, top, width, height), as PNG."""

    def draw(self) -> None:
        """Have a page of a ``still`` browser draw a frame: what happens with frames happens once.

        A script is told that it has scrolled, transitions go on, what lies under the mouse now is hovered over. It is
        drawn before whatever is asked next. Other pages draw by themselves.
        """

    @abstractmethod
    def accessibility(self) -> list[AXNode]:
        """Return the accessibility tree, parents before children."""

    @abstractmethod
    def dom(self) -> list[DOMNode]:
        """Return the page's tree."""

    @abstractmethod
    def locate(self, node: int) -> tuple[float, float] | None:
        """Scroll a node (its backend id) into view; return the middle of its first box, ``None`` if it has none."""

    @abstractmethod
    def back(self) -> None:
        """Go back in the tab's history, where there is something."""

    @abstractmethod
    def forward(self) -> None:
        """Go forward in the tab's history, where there is something."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again."""

    @abstractmethod
    def settle(self) -> None:
        """Wait until what is loading is loaded."""

    @abstractmethod
    def tabs(self) -> list[Page]:
        """Return the tabs of this page's context that are open, oldest first; popups are among them."""

    @abstractmethod
    def new_tab(self, url: str = "about:blank") -> Page:
        """Open a tab in this page's context and give it the focus."""

    @abstractmethod
    def focus(self) -> None:
        """Bring the tab to the front."""

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether the tab is closed (:meth:`close`, ``window.close()``), has crashed, or has no browser any more."""

    @abstractmethod
    def close(self) -> None:
        """Close the tab; the last one ends its context, with cookies and storage. Never raises."""

    @abstractmethod
    def end(self) -> None:
        """Close all tabs of the context. Never raises."""

    @abstractmethod
    def dialogs(self) -> list[str]:
        """Return what dialogs (alert, confirm, prompt) have said since the last call; each was accepted at once."""

    @abstractmethod
    def cookies(self) -> list[dict[str, Any]]:
        """Return the cookies of the context: ``name``, ``value``, ``domain``, ``path``, ``expires``, …"""

    @abstractmethod
    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        """Set cookies in the form of :meth:`cookies`; ``url`` may stand in place of ``domain`` and ``path``."""


class Browser(ABC):
    """A running browser."""

    @abstractmethod
    def open(
        self,
        *,
        site: Site | None = None,
        hosts: Sequence[str] = (),
        size: tuple[int, int] = (1280, 720),
        timezone: str = "UTC",
        locale: str = "en-US",
        settle: bool = True,
        script: str = "",
        shown: tuple[int, int] | None = None,
    ) -> Page:
        """Return the one tab of a fresh context: no cookies, no storage, no network but what is named here.

        Args:
            site: answers requests in process; nothing else is reached then but ``hosts``. Without it, this machine
                (127.0.0.1, localhost) is reached.
            hosts: hosts that are reached, with a port or without one (``*.example.org`` for all below).
            size: width and height in CSS pixels.
            timezone: IANA name.
            locale: what dates and numbers are written in.
            settle: inputs wait for what they begin to load, and for the frame after a turn of the wheel; pages that
                load nothing, or have made a clock of their own, go without.
            script: runs in every page before its own scripts.
            shown: width and height of the upper left part that pictures show, the whole window by default; the rest is
                there as ever, but may not be drawn. Pages do not notice.

        Raises:
            BrowserGone: the browser hangs, or is gone.
        """

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Whether it runs and answers."""

    @property
    @abstractmethod
    def ended(self) -> bool:
        """Whether it has ended; cheap, where :attr:`alive` asks it."""

    @property
    @abstractmethod
    def contexts(self) -> int:
        """How many contexts are open."""

    @property
    @abstractmethod
    def pids(self) -> list[int]:
        """Ids of its processes; empty where they cannot be read."""

    @abstractmethod
    def close(self) -> None:
        """End it and everything that it started. Never raises."""

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
