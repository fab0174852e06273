"""Chromium for environments: started headless through selenium, and never left behind."""

from agentgym.browser.chromium import BrowserMissing, Chromium, chromium_path, driver_path

__all__ = ["BrowserMissing", "Chromium", "chromium_path", "driver_path"]
