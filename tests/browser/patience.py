"""A browser that waits for less long: for what never answers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from agentgym.browser import Browser
from agentgym.browser.devtools.browser import DevtoolsBrowser


@contextlib.contextmanager
def impatient(browser: Browser, seconds: float = 2.0) -> Iterator[None]:
    """Have a browser take what does not answer within some seconds for hung."""
    assert isinstance(browser, DevtoolsBrowser)
    connection = browser._connection
    patience, connection.patience = connection.patience, seconds
    try:
        yield
    finally:
        connection.patience = patience
