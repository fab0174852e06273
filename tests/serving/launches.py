"""How the tests start a server that is hard to end (``family.py``)."""

from __future__ import annotations

import sys
from pathlib import Path

from agentgym.processes.guard import children_of
from agentgym.serving.process import Launch, ServerProcess

FAMILY = Path(__file__).with_name("family.py")


def launch(*words: str, log: Path | None = None) -> Launch:
    return Launch(
        name="family", command=lambda port: [sys.executable, str(FAMILY), str(port), *words], log=log
    )


def family(process: ServerProcess) -> list[int]:
    """Return the guard's tree: the server and what it left behind."""
    assert process.process is not None
    return children_of(process.process.guard_pid)


def quiet(text: str) -> None:
    """Say nothing."""
