"""One Chromium, with a profile folder of its own, that dies with its owner."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from agentgym.browser import watchdog
from agentgym.errors import DependencyError
from agentgym.install import hint

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
)
"""Quiet. A resolver that knows this machine and named hosts only is added: pages cannot call home."""


class BrowserMissing(DependencyError):
    """No Chromium, no driver or no selenium here."""


def chromium_path() -> str:
    """Return the browser: ``AGENTGYM_CHROMIUM``, or what the machine has.

    Raises:
        BrowserMissing: there is none.
    """
    return _find(
        "AGENTGYM_CHROMIUM", ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    )


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

    A watchdog process kills browser and driver and removes the profile folder when this process ends in
    whatever way, ``kill -9`` included.

    Raises:
        BrowserMissing: selenium or the browser is not installed.
    """

    def __init__(self, size: tuple[int, int] = (1280, 900), hosts: Sequence[str] = ()) -> None:
        try:
            from selenium.webdriver import Chrome, ChromeOptions, ChromeService
        except ImportError as error:
            raise BrowserMissing(
                f"The browser needs selenium, which is not installed: {hint('browser')}."
            ) from error
        binary, driver = chromium_path(), driver_path()
        self.folder = Path(tempfile.mkdtemp(prefix="agentgym-chromium-"))
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__, str(self.folder)], stdin=subprocess.PIPE
        )
        options = ChromeOptions()
        options.binary_location = binary
        known = "".join(f" , EXCLUDE {host}" for host in ("127.0.0.1", *hosts))
        for flag in (
            *FLAGS,
            f"--host-resolver-rules=MAP * ~NOTFOUND{known}",
            f"--user-data-dir={self.folder}",
            f"--window-size={size[0]},{size[1]}",
        ):
            options.add_argument(flag)
        if os.name == "posix" and os.geteuid() == 0:
            # As root Chromium's own sandbox refuses to start; pages here are our own.
            options.add_argument("--no-sandbox")
        try:
            self.driver: Chrome = Chrome(
                options=options,
                service=ChromeService(driver, service_args=[f"--log-path={self.folder / 'driver.log'}"]),
            )
        except BaseException:
            self._release()
            raise
        self.driver.set_page_load_timeout(30)

    def close(self) -> None:
        """End browser and driver; the profile folder goes with them."""
        from selenium.common.exceptions import WebDriverException

        if self._watchdog.stdin is None or self._watchdog.stdin.closed:
            return
        try:
            self.driver.quit()
        except (WebDriverException, OSError):
            pass  # It is gone already; the watchdog removes what it left.
        finally:
            self._release()

    def _release(self) -> None:
        if self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
        self._watchdog.wait(timeout=30)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
