"""A Chromium at the other end of two pipes: what is sent, and which mailbox each message that comes belongs to."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from agentgym.browser import flags
from agentgym.browser.chromium import headless_path
from agentgym.browser.interface import PATIENCE, BrowserGone
from agentgym.processes.guard import children_of
from agentgym.processes.guarded import GuardedProcess

Message = dict[str, Any]
Mailbox = queue.SimpleQueue[Message | None]
"""Messages for one context, in the order they came; ``None`` once there is nobody left to write."""

_DECODE = msgspec.json.Decoder(type=Message).decode
_ENCODE = msgspec.json.Encoder().encode
_CHUNK = 1 << 20


class Connection:
    """A guarded Chromium and its pipes.

    One thread reads and sorts; each context's own thread sends, and waits at its mailbox.

    Args:
        patience: seconds to wait for an answer.
        still: pages draw frames when they are told to, where this Chromium can do that (:attr:`still`).

    Raises:
        BrowserMissing: there is no Chromium.
        BrowserGone: it did not start.
    """

    def __init__(self, patience: float = PATIENCE, *, still: bool = False) -> None:
        binary = headless_path()
        self.patience = patience
        self.still = still and _is_shell(binary)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        os.set_blocking(ours_out, False)
        self._in, self._out = ours_in, ours_out
        self._process = GuardedProcess(
            lambda folder: _command(binary, folder, *(flags.STILL if self.still else ())),
            kind="chromium",
            env=flags.ENVIRONMENT,
            pipes=(theirs_in, theirs_out),
        )
        self._writing = threading.Lock()
        self.drawing = threading.Lock()
        """Held while a still page draws: Chromium's display process dies of two frames at once, even of two tabs."""
        self._sorting = threading.Lock()
        self._number = 0
        self._asked: dict[int, Mailbox] = {}
        self._sessions: dict[str, Mailbox] = {}
        self._contexts: dict[str, Mailbox] = {}
        self._ended = False
        self._reader = threading.Thread(target=self._read, name="chromium", daemon=True)
        self._reader.start()
        try:
            # Tabs begin when whoever they belong to is ready for them: popups of pages as well.
            self.ask(
                "Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True,
                filter=[{"type": "page"}],
            )  # fmt: skip
        except BaseException:
            self.close()
            raise

    @property
    def ended(self) -> bool:
        """Whether the browser is gone."""
        return self._ended

    @property
    def contexts(self) -> int:
        """How many contexts are open."""
        return len(self._contexts)

    @property
    def pids(self) -> list[int]:
        """Ids of the browser's processes."""
        return [] if self._ended else children_of(self._process.guard_pid)

    def tail(self) -> str:
        """Return what the browser wrote last."""
        return self._process.tail(5)

    def belongs(self, context: str, mailbox: Mailbox) -> None:
        """Have what concerns a context, and the tabs that appear in it, put into a mailbox."""
        with self._sorting:
            self._contexts[context] = mailbox

    def forget(self, mailbox: Mailbox) -> None:
        """Put nothing more into a mailbox."""
        with self._sorting:
            self._contexts = {k: box for k, box in self._contexts.items() if box is not mailbox}
            self._sessions = {k: box for k, box in self._sessions.items() if box is not mailbox}
            self._asked = {k: box for k, box in self._asked.items() if box is not mailbox}

    def send(
        self, method: str, params: Mapping[str, Any], session: str = "", answer: Mailbox | None = None
    ) -> int:
        """Send a command; return its number.

        Args:
            method: name of the command.
            params: its parameters.
            session: the tab that it is for; empty for the browser.
            answer: where the answer is put; nowhere without.

        Raises:
            BrowserGone: nobody is there to take it, or takes it within the patience.
        """
        return self.send_all([(method, params)], session, answer)

    def send_all(
        self,
        commands: Sequence[tuple[str, Mapping[str, Any]]],
        session: str = "",
        answer: Mailbox | None = None,
    ) -> int:
        """Send commands in one go, so that neither side wakes up for each; return the number of the last.

        The answer to the last is put into ``answer``, if there is one; see :meth:`send`.
        """
        with self._writing:
            written = bytearray()
            for method, params in commands:
                self._number += 1
                message = {"id": self._number, "method": method, "params": params}
                if session:
                    message["sessionId"] = session
                written += _ENCODE(message) + b"\0"
            if answer is not None:
                with self._sorting:
                    if self._ended:
                        raise self.gone()
                    self._asked[self._number] = answer
            self._write(written)
            return self._number

    def ask(self, method: str, patience: float | None = None, **params: Any) -> Message:
        """Give the browser itself a command and return the answer's result.

        Raises:
            BrowserGone: it does not answer, or refuses.
        """
        box: Mailbox = queue.SimpleQueue()
        self.send(method, params, answer=box)
        try:
            answer = box.get(timeout=self.patience if patience is None else patience)
        except queue.Empty:
            raise BrowserGone(f"Chromium does not answer {method}.") from None
        finally:
            self.forget(box)
        if answer is None:
            raise self.gone()
        if "error" in answer:
            raise BrowserGone(f"Chromium refused {method}: {answer['error'].get('message')}")
        result: Message = answer["result"]
        return result

    def gone(self) -> BrowserGone:
        """Return the error of a browser that is gone."""
        return BrowserGone(f"Chromium is gone. It said last: {self.tail() or 'nothing'}")

    def close(self) -> None:
        """End the browser and everything that it started."""
        if self._process.running:
            # Nothing of it is kept, so there is nothing to ask it for first.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        self._process.end()
        self._reader.join(10)
        with self._writing:
            if self._out >= 0:
                os.close(self._out)
                self._out = -1

    def _write(self, data: bytearray) -> None:
        rest, deadline = memoryview(data), time.monotonic() + self.patience
        while rest:
            if self._out < 0:
                raise self.gone()
            try:
                rest = rest[os.write(self._out, rest) :]
                deadline = time.monotonic() + self.patience
            except BlockingIOError:
                poll = select.poll()
                poll.register(self._out, select.POLLOUT)
                if not poll.poll(1000) and time.monotonic() > deadline:
                    raise BrowserGone("Chromium reads nothing any more.") from None
            except OSError:
                raise self.gone() from None

    def _read(self) -> None:
        pieces: list[bytes] = []
        with contextlib.suppress(OSError):
            while data := os.read(self._in, _CHUNK):
                *whole, rest = data.split(b"\0")
                for part in whole:
                    pieces.append(part)
                    self._sort(_DECODE(b"".join(pieces)))
                    pieces = []
                if rest:
                    pieces.append(rest)
        with self._sorting:
            self._ended = True
            boxes = [*self._asked.values(), *self._sessions.values(), *self._contexts.values()]
            for box in {id(b): b for b in boxes}.values():
                box.put(None)
        os.close(self._in)

    def _sort(self, message: Message) -> None:
        with self._sorting:
            if "id" in message:
                box = self._asked.pop(message["id"], None)
            elif "sessionId" in message:
                box = self._sessions.get(message["sessionId"])
            else:
                box = self._of_browser(message["method"], message["params"])
            if box is not None:
                box.put(message)

    def _of_browser(self, method: str, params: Message) -> Mailbox | None:
        if method == "Target.attachedToTarget":
            box = self._contexts.get(params["targetInfo"].get("browserContextId", ""))
            if box is not None:
                self._sessions[params["sessionId"]] = box
            return box
        if method == "Target.detachedFromTarget":
            return self._sessions.pop(params["sessionId"], None)
        return None


def _is_shell(binary: str) -> bool:
    return "headless" in Path(binary).name


def _command(binary: str, folder: Path, *more: str) -> list[str]:
    return [
        binary,
        "--headless" if _is_shell(binary) else "--headless=new",
        *more,
        *flags.QUIET,
        *flags.STEADY,
        *flags.unsandboxed(),
        f"--proxy-server={flags.NOWHERE}",
        "--proxy-bypass-list=<-loopback>",
        "--no-startup-window",
        "--remote-debugging-pipe",
        f"--user-data-dir={folder / 'profile'}",
    ]
