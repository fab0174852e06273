"""What the tests of the report share: the suite and the published numbers that ship, and results of folders by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.benchmarks import shipped
from agentgym.engine import cost
from agentgym.report.results import Results, collect

HELD_IN = shipped.suite("held-in")
PAPER = shipped.published("agenttuning")


def results(*folders: Path, **rest: Any) -> Results:
    """Collect folders by the paper's suite and numbers."""
    return collect(folders, HELD_IN, **{"prices": cost.load(), "published": PAPER, **rest})
