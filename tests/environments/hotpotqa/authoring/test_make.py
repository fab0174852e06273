"""Writing a world."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.hotpotqa.authoring.make import write_world
from agentgym.environments.hotpotqa.authoring.things import World
from agentgym.tools.encyclopedia.embedded import ARTICLES, folder_of


def test_what_ships_is_what_is_written(both: list[World], tmp_path: Path) -> None:
    for world in both:
        write_world(world, [], tmp_path)
        folder = folder_of("renamed" if world.name == "renamed" else "real")
        assert (tmp_path / ARTICLES).read_bytes() == (folder / ARTICLES).read_bytes()
