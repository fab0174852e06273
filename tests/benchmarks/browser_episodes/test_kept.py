"""What was found is not looked for again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.benchmarks.browser_episodes.kept import Kept


def test_a_result_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> int:
        made.append("again")
        return 7

    assert Kept(tmp_path / "kept.jsonl", int).get("a", make) == 7
    later = Kept(tmp_path / "kept.jsonl", int)
    assert later.get("a", make) == 7 and len(made) == 1
    assert later.get("b", make) == 7 and len(made) == 2
    with pytest.raises(msgspec.ValidationError):
        Kept(tmp_path / "kept.jsonl", str)
