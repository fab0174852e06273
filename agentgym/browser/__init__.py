"""Chromium for environments: guarded, shared by the episodes of a process, driven by pipe or by selenium.

``open_page`` is what an environment calls; :mod:`agentgym.browser.interface` says what a page does. ``Chromium`` is a
bare one behind selenium's own driver, for tests and recorders.
"""

from agentgym.browser.chromium import BrowserMissing, Chromium, chromium_path, driver_path, headless_path
from agentgym.browser.interface import (
    Browser,
    BrowserGone,
    Page,
    PageError,
    Site,
    SiteRequest,
    SiteResponse,
)
from agentgym.browser.pool import open_browser, open_page

__all__ = [
    "Browser",
    "BrowserGone",
    "BrowserMissing",
    "Chromium",
    "Page",
    "PageError",
    "Site",
    "SiteRequest",
    "SiteResponse",
    "chromium_path",
    "driver_path",
    "headless_path",
    "open_browser",
    "open_page",
]
