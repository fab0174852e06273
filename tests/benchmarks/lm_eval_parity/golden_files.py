"""What lm-eval 0.4.13 said, as `python -m agentgym.benchmarks.lm_eval_parity … --record` wrote it down."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
FOLDER = Path(__file__).with_name("golden")


def golden(name: str, type: type[T]) -> list[T]:
    """Return the records of a file, an item a line."""
    return [msgspec.json.decode(line, type=type) for line in (FOLDER / name).read_bytes().splitlines()]
