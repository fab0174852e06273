"""The store is what the generator makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring import games
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.stores import read_store


def test_the_generator_still_makes_what_is_stored() -> None:
    assert list(games.generate("dev", games.SIZES["dev"])) == [
        b for b in tasks.stored() if b.id.startswith("dev/")
    ]


def test_the_store_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(games, "SIZES", {"dev": 1})
    path = tmp_path / "games.json.zst"
    assert games.store(path) == 6
    assert read_store(path, list[Blueprint]) == list(games.generate("dev", 1))


def test_seeds_differ_by_run_split_and_number() -> None:
    seeds = {games.hash_seed(s, split, n) for s in (0, 1) for split in games.SIZES for n in range(50)}
    assert len(seeds) == 2 * 4 * 50
