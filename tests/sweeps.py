"""Sweeps: what holds for thousands of cases is tested on an even share of them, on all with ``AGENTGYM_SWEEP=1``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
WHOLE = bool(os.environ.get("AGENTGYM_SWEEP"))


def some(cases: Sequence[T], count: int) -> Sequence[T]:
    """Return about so many cases, evenly spread over all; all of them in a whole sweep."""
    return cases if WHOLE or len(cases) <= count else cases[:: -(-len(cases) // count)]
