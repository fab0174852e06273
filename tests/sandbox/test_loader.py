"""How the supervisor gets into a container."""

from __future__ import annotations

from pathlib import Path

from agentgym.sandbox import loader


def test_the_supervisor_that_is_sent_is_whole() -> None:
    folder = Path(loader.__file__).parent / "supervisor"
    assert {path.stem for path in folder.glob("*.py")} == {*loader.MODULES, "__init__"}
