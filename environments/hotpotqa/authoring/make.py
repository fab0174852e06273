"""Writing the encyclopedias and their questions: ``python -m agentgym.environments.hotpotqa.authoring.make``."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.hotpotqa.authoring import graph, naming, renaming
from agentgym.environments.hotpotqa.authoring.articles import write
from agentgym.environments.hotpotqa.authoring.generator import Generator
from agentgym.environments.hotpotqa.authoring.things import World
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph
from agentgym.stores import write_store
from agentgym.tools.encyclopedia.embedded import ARTICLES, DATA, QUESTIONS


def worlds(seed: int = 0) -> list[World]:
    """Return the real world and the renamed one; things that either cannot tell apart are in neither."""
    found = graph.read(embedded_graph())
    real = naming.titled(found)
    shared = [t for t in renaming.renamed(found, seed) if t.id in real.things]
    other = naming.titled(shared, "renamed")
    return [naming.titled([t for t in found if t.id in other.things]), other]


def write_world(world: World, questions: object, folder: Path) -> None:
    """Write the articles of a world, sorted by title, and questions about it into a folder."""
    articles = sorted((write(world, t).article for t in world.things.values()), key=lambda a: a.title)
    write_store(folder / ARTICLES, articles)
    write_store(folder / QUESTIONS, questions)


def main() -> None:
    """Write what ships."""
    made = worlds()
    for world, questions in zip(made, Generator(made).make(), strict=True):
        write_world(world, questions, DATA / world.name)
        print(f"{world.name}: {len(world.things):,} articles, {len(questions):,} questions")


if __name__ == "__main__":
    main()
