"""A context: the tabs of one episode, their messages, the site that answers their requests."""

from __future__ import annotations

import base64
import contextlib
import math
import queue
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from agentgym.browser import flags
from agentgym.browser.devtools.connection import Connection, Mailbox, Message
from agentgym.browser.interface import BrowserGone, PageError, Site, SiteRequest

_REFUSALS = ("navigated or closed", "context was destroyed", "Cannot find context", "not found")
"""What the protocol says where a page went away; anything else of it is a mistake of ours."""


MOST_BODY = 64 << 20
"""Bytes of an answer that are passed on; Chromium takes no longer messages, so that a longer one is broken off."""


class Tab(Protocol):
    """What a context asks of its tabs."""

    session: str
    """The protocol's id for talking to it."""
    gone: bool
    """It is closed."""

    def set_up(self) -> None:
        """Send what every tab begins with."""

    def event(self, method: str, params: Message) -> None:
        """Take note of an event."""

    def check(self) -> None:
        """Raise where there is nothing to talk to any more."""


class Context:
    """What a page and its popups share: storage, network, the mailbox, and the thread that drives them.

    Args:
        connection: the browser.
        make_tab: makes a tab of this context, its session and its target, once the browser says that there is one.
        site: answers requests.
        hosts: further hosts that are reached.
        size: width and height of tabs.
        timezone: IANA name.
        locale: of dates and numbers.
        settle: inputs wait for what they begin to load.
        script: runs first in every page.
        shown: width and height of the upper left part that pictures show, and that alone is drawn.

    Raises:
        BrowserGone: the browser hangs, or is gone.
    """

    def __init__(
        self,
        connection: Connection,
        make_tab: Callable[[Context, str, str], Tab],
        *,
        site: Site | None,
        hosts: Sequence[str],
        size: tuple[int, int],
        timezone: str,
        locale: str,
        settle: bool,
        script: str,
        shown: tuple[int, int] | None,
    ) -> None:
        self.connection, self.site, self.hosts = connection, site, tuple(hosts)
        self.size, self.timezone, self.locale = size, timezone, locale
        self.settles, self.script, self.shown = settle, script, shown
        self.pages: list[Tab] = []
        self._make_tab = make_tab
        self.said: list[str] = []
        self.ended = False
        self._served = 0.0
        self._box: Mailbox = queue.SimpleQueue()
        self._answers: dict[int, Message] = {}
        reached = self.hosts if site is not None else (*flags.LOOPBACK, *self.hosts)
        self.id = str(
            self.call(
                "Target.createBrowserContext",
                disposeOnDetach=True,
                proxyServer=flags.NOWHERE,
                proxyBypassList=flags.reached(reached),
            )["browserContextId"]
        )
        connection.belongs(self.id, self._box)
        self.send("Browser.setDownloadBehavior", behavior="deny", browserContextId=self.id)

    def send(self, method: str, page: Tab | None = None, *, asked: bool = False, **params: Any) -> int:
        """Send a command for a tab, or for the browser; its answer is kept only if it is ``asked`` for."""
        session = page.session if page is not None else ""
        return self.connection.send(method, params, session, self._box if asked else None)

    def send_all(self, commands: Sequence[tuple[str, Message]], page: Tab) -> int:
        """Send commands for a tab in one go; the answer to the last one, whose number this returns, is kept."""
        return self.connection.send_all(commands, page.session, self._box)

    def call(self, method: str, page: Tab | None = None, **params: Any) -> Message:
        """Send a command and wait for its result.

        Raises:
            BrowserGone: there is none within the patience, or nobody to give it.
            PageError: the tab refuses, or is closed.
        """
        return self.wait(self.send(method, page, asked=True, **params), page, method)

    def wait(
        self, number: int, page: Tab | None = None, what: str = "an input", most: float = math.inf
    ) -> Message:
        """Return the result of a command that was sent, waiting ``most`` seconds if that is less than the patience; see
        :meth:`call`."""
        patience, began = min(self.connection.patience, most), time.monotonic()
        while number not in self._answers:
            if page is not None:
                page.check()
            # What a site's answer takes is not the page's fault; that it asks without end is.
            since = max(began, min(self._served, began + 10 * patience))
            if not self.pump(since + patience):
                raise BrowserGone(f"The page hangs: no answer to {what} for {patience:.0f} s.")
        answer = self._answers.pop(number)
        if "error" in answer:
            if page is not None:
                page.check()
            said = str(answer["error"].get("message"))
            if any(reason in said for reason in _REFUSALS):
                raise PageError(f"The page went away during {what}.")
            raise PageError(f"{what}: {said}")
        result: Message = answer["result"]
        return result

    def answered(self, number: int) -> bool:
        """Whether the answer to a command has come."""
        self.pump_waiting()
        return number in self._answers

    def pump(self, deadline: float) -> bool:
        """Take the next message; return whether one came before the deadline (of the monotonic clock).

        Raises:
            BrowserGone: there is nobody left to write any.
        """
        try:
            message = self._box.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return False
        if message is None:
            raise self.connection.gone()
        if "id" in message:
            self._answers[message["id"]] = message
        elif "sessionId" in message:
            page = self._page(message["sessionId"])
            if page is not None:
                page.event(message["method"], message["params"])
        else:
            self._tab_event(message["method"], message["params"])
        return True

    def pump_waiting(self) -> None:
        """Take all messages that wait."""
        while self.pump(0.0):
            pass

    def serve(self, page: Tab, paused: Message) -> None:
        """Answer a request of a page by the site, let it go to a host that is reached, or refuse it."""
        request, number = paused["request"], paused["requestId"]
        url = str(request["url"])
        assert self.site is not None
        headers = {k.lower(): str(v) for k, v in request["headers"].items()}
        # They are attached only after this point.
        known = self.call("Network.getCookies", page, urls=[url])["cookies"]
        if known:
            headers["cookie"] = "; ".join(f"{c['name']}={c['value']}" for c in known)
        kind = paused.get("resourceType") == "Document"
        answer = self.site(SiteRequest(request["method"], url, headers, _body(request), kind))
        if answer is not None and len(answer.body) > MOST_BODY:
            self.send("Fetch.failRequest", page, requestId=number, errorReason="Failed")
        elif answer is not None:
            self.send(
                "Fetch.fulfillRequest",
                page,
                requestId=number,
                responseCode=answer.status,
                responseHeaders=[{"name": n, "value": v} for n, v in answer.headers],
                body=base64.b64encode(answer.body).decode(),
            )
        elif self.hosts and url.startswith(("http://", "https://")):
            self.send(
                "Fetch.continueRequest", page, requestId=number
            )  # By the proxy, unless it is one of them.
        else:
            self.send("Fetch.failRequest", page, requestId=number, errorReason="AddressUnreachable")
        self._served = time.monotonic()

    def open_tab(self) -> Tab:
        """Open an empty tab and return it once it is set up."""
        width, height = self.size
        before = len(self.pages)
        told: dict[str, Any] = {"enableBeginFrameControl": True} if self.connection.still else {}
        self.call(
            "Target.createTarget",
            url="about:blank",
            browserContextId=self.id,
            width=width,
            height=height,
            **told,
        )
        deadline = time.monotonic() + self.connection.patience
        while len(self.pages) == before:
            if not self.pump(deadline):
                raise BrowserGone("Chromium opens no tab.")
        page = self.pages[-1]
        # Answered by the page itself, after all that it was set up with: a navigation would leave the rest behind.
        self.call("Runtime.evaluate", page, expression="0")
        return page

    def end(self) -> None:
        """Close all tabs, with cookies and storage; whatever hangs is left to the browser to kill."""
        if self.ended:
            return
        self.ended = True
        for page in self.pages:
            page.gone = True
        self.connection.forget(self._box)
        with contextlib.suppress(BrowserGone):
            self.connection.send("Target.disposeBrowserContext", {"browserContextId": self.id})

    def _page(self, session: str) -> Tab | None:
        return next((p for p in self.pages if p.session == session), None)

    def _tab_event(self, method: str, params: Message) -> None:
        if method == "Target.attachedToTarget":
            page = self._make_tab(self, params["sessionId"], params["targetInfo"]["targetId"])
            self.pages.append(page)
            page.set_up()
        elif method == "Target.detachedFromTarget":
            page_gone = self._page(params["sessionId"])
            if page_gone is not None:
                page_gone.gone = True


def _body(request: Message) -> bytes:
    entries = request.get("postDataEntries")
    if entries:
        return b"".join(base64.b64decode(e["bytes"]) for e in entries if "bytes" in e)
    return str(request.get("postData", "")).encode()
