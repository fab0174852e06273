"""Recording gold paths: each is played before it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.scienceworld.authoring import gold
from agentgym.environments.scienceworld.expert import Recorded
from agentgym.environments.scienceworld.world.java import jar_hash
from agentgym.errors import DataError
from agentgym.stores import read_store
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

pytestmark = NEEDS_SIMULATOR


def test_what_is_recorded_is_what_is_read(tmp_path: Path) -> None:
    out = tmp_path / "gold.json.zst"
    assert gold.record(["lifespan-shortest-lived-1"], out) == 1
    kept = read_store(out, Recorded)
    assert kept.jar == jar_hash() and list(kept.paths) == ["lifespan-shortest-lived-1"]


def test_a_path_that_does_not_solve_its_task_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gold, "make", lambda *_: ["wait1"])
    with pytest.raises(DataError, match="reaches 0, not 100"):
        gold.record(["boil-0"], tmp_path / "gold.json.zst")
