"""What this machine lacks to run the environment."""

from __future__ import annotations

import importlib.util

from agentgym.browser import BrowserMissing, chromium_path, driver_path
from agentgym.install import hint


def lacking(driver: str) -> str:
    """Return what is missing and the mend; an empty text if nothing is."""
    packages = ["jinja2", "werkzeug", *(["selenium"] if driver == "selenium" else [])]
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        return f"WebArena needs {' and '.join(missing)}: {hint('webarena')}."
    try:
        chromium_path()
        if driver == "selenium":
            driver_path()
    except BrowserMissing as error:
        return str(error)
    return ""
