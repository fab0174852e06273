"""Silence for sqlglot's remarks on our own calls, and on nobody else's."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Iterator
from contextvars import ContextVar

_ours: ContextVar[bool] = ContextVar("database_translates", default=False)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep sqlglot from logging what another dialect lacks while this lasts, in this thread or task.

    What matters is reported as an error of the statement. What others log through sqlglot is let through.
    """
    _listen()
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


@functools.cache
def _listen() -> None:
    logging.getLogger("sqlglot").addFilter(lambda r: r.levelno >= logging.ERROR or not _ours.get())
