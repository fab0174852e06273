"""One Chromium, with a profile folder of its own, that dies with its owner."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from agentgym.browser import flags
from agentgym.errors import DependencyError
from agentgym.install import hint
from agentgym.processes.guard import children_of
from agentgym.processes.guarded import GuardedProcess

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_STARTED = re.compile(r"started successfully on port (\d+)")
_START_SECONDS = 60.0


class BrowserMissing(DependencyError):
    """No Chromium, no driver or no selenium here."""


def chromium_path() -> str:
    """Return the browser: ``AGENTGYM_CHROMIUM``, or what the machine has.

    Raises:
        BrowserMissing: there is none.
    """
    return _find("AGENTGYM_CHROMIUM", _BROWSERS)


def headless_path() -> str:
    """Return the browser for a driver that needs no window: ``AGENTGYM_CHROMIUM``, or what the machine has.

    Debian's ``chromium-headless-shell`` first: the same pages in half the memory.

    Raises:
        BrowserMissing: there is none.
    """
    return _find("AGENTGYM_CHROMIUM", ("chromium-headless-shell", *_BROWSERS))


def driver_path() -> str:
    """Return the driver: ``AGENTGYM_CHROMEDRIVER``, or what the machine has.

    Raises:
        BrowserMissing: there is none.
    """
    return _find("AGENTGYM_CHROMEDRIVER", ("chromedriver",))


def _find(variable: str, names: tuple[str, ...]) -> str:
    named = os.environ.get(variable)
    candidates = (named,) if named else names
    for candidate in candidates:
        path = shutil.which(candidate)
        if path is not None:
            return path
    raise BrowserMissing(
        f"No browser: looked for {' or '.join(candidates)}, found none. Install one "
        f"('apt-get install chromium chromium-driver'), or name its file in {variable}."
    )


class Chromium:
    """A headless Chromium behind selenium's driver.

    Args:
        size: width and height of the window in CSS pixels.
        hosts: further hosts that names are resolved for, besides 127.0.0.1 (``*.example.org`` for all below).
        more: flags on top.
        env: environment variables on top.

    A guard ends browser and driver and removes the profile folder when this process ends in whatever way,
    ``kill -9`` included.

    Raises:
        BrowserMissing: selenium or the browser is not installed.
    """

    def __init__(
        self,
        size: tuple[int, int] = (1280, 900),
        hosts: Sequence[str] = (),
        more: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> None:
        try:
            from selenium.webdriver import Chrome, ChromeOptions

            from agentgym.browser.driver import RunningDriver
        except ImportError as error:
            raise BrowserMissing(
                f"The browser needs selenium, which is not installed: {hint('webshop')}."
            ) from error
        binary, driver = chromium_path(), driver_path()
        port = self._started(driver, env)
        self.folder = self._process.folder
        options = ChromeOptions()
        options.binary_location = binary
        known = "".join(f" , EXCLUDE {host}" for host in ("127.0.0.1", *hosts))
        for flag in (
            "--headless=new",
            *flags.QUIET,
            *flags.unsandboxed(),
            f"--host-resolver-rules=MAP * ~NOTFOUND{known}",
            f"--user-data-dir={self.folder}",
            f"--window-size={size[0]},{size[1]}",
            *more,
        ):
            options.add_argument(flag)
        options.unhandled_prompt_behavior = "ignore"
        try:
            service = RunningDriver(driver, port)
            self.driver: Chrome = Chrome(options=options, service=service)
        except BaseException:
            self._process.end()
            raise
        self.driver.set_page_load_timeout(30)

    @property
    def pids(self) -> list[int]:
        """Ids of the processes of browser and driver."""
        return children_of(self._process.guard_pid) if self._process.running else []

    def close(self) -> None:
        """End browser and driver; the profile folder goes with them."""
        from selenium.common.exceptions import WebDriverException

        try:
            if self._process.running:
                self.driver.quit()
        except (WebDriverException, OSError):
            pass  # It is gone already; the guard removes what it left.
        finally:
            self._process.end()

    def _started(self, driver: str, env: Mapping[str, str] | None) -> int:
        """Start the driver and return its port.

        It takes a free port of IPv6 and then the same of IPv4, which another process may hold: then it is started anew.

        Raises:
            BrowserMissing: it ended otherwise, or again and again, or says nothing for long.
        """
        for last in (False,) * 4 + (True,):
            self._process = GuardedProcess(
                lambda folder: [driver, "--port=0", f"--log-path={folder / 'driver.log'}"],
                kind="chromium",
                env=env,
            )
            try:
                return self._port()
            except BrowserMissing as error:
                self._process.end()
                if last or "port not available" not in str(error):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _port(self) -> int:
        """Return the port that the driver has chosen, once it listens there.

        Raises:
            BrowserMissing: it ended, or says nothing for long.
        """
        deadline = time.monotonic() + _START_SECONDS
        while self._process.running and time.monotonic() < deadline:
            said = _STARTED.search(self._process.tail())
            if said is not None:
                return int(said[1])
            time.sleep(0.01)
        raise BrowserMissing(f"The driver of the browser did not start. It said: {self._process.tail()}")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
