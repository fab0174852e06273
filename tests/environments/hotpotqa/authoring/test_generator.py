"""What ships is what the generator makes."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring.generator import Generator
from agentgym.environments.hotpotqa.authoring.things import World
from agentgym.tools.encyclopedia.embedded import folder_of, questions


def test_it_makes_what_ships(both: list[World]) -> None:
    for world, made in zip(both, Generator(both).make(), strict=True):
        folder = folder_of("renamed" if world.name == "renamed" else "real")
        shipped = [q for split in ("dev", "test", "train") for q in questions(folder, split).values()]
        assert made == sorted(shipped, key=lambda q: q.id)
        assert len({q.question for q in made}) == len(made) == 1400
