"""Stamps of files."""

from __future__ import annotations

import os
from pathlib import Path

from agentgym.environments.knowledge_graph.world.stamps import stamp


def test_a_stamp_changes_with_its_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    first = stamp(one, two)
    assert first == stamp(one, two) and first[1] == (0, 0, 0)
    two.write_text("b")
    second = stamp(one, two)
    assert second != first
    os.utime(one, ns=(0, 1))
    third = stamp(one, two)
    assert third != second
    (tmp_path / "three").write_text("a")
    os.utime(tmp_path / "three", ns=(0, 1))
    (tmp_path / "three").replace(one)
    assert stamp(one, two) != third, "another file of the same size and time"
