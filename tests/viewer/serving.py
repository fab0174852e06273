"""What the tests of the viewer share: a viewer that is served, and waiting for what it shows."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agentgym.engine import cost
from agentgym.viewer import serve

DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot, as PNG."""


def served(*folders: Path) -> str:
    """Serve the viewer over folders; return its address."""
    address: list[str] = []
    ready = threading.Event()

    def open_to(where: str) -> None:
        address.append(where)
        ready.set()

    threading.Thread(
        target=serve,
        args=(folders,),
        kwargs={"port": 0, "ready": open_to, "prices": cost.load()},
        daemon=True,
    ).start()
    assert ready.wait(60), "the viewer did not begin to serve"
    return address[0]


def get(address: str) -> Any:
    """Return the JSON at an address."""
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def wait(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Return what a condition gives once it holds; errors are taken for a page that is being redrawn."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except Exception:  # noqa: BLE001 - the page is being redrawn
            pass
        time.sleep(0.05)
    raise AssertionError("what was waited for did not come")
