"""Writing the catalogue: as the store that ships, or in the official layout."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agentgym.environments.webshop.authoring.generator import make_goals, make_items
from agentgym.environments.webshop.tasks import STORE, Store
from agentgym.environments.webshop.world.nouns import spacy_nouns
from agentgym.stores import write_store


def generate(seed: int = 0) -> Store:
    """Make a catalogue with goals; nouns are not tagged."""
    items, attributes = make_items(seed)
    return Store(items, attributes, make_goals(items, attributes, seed), {})


def ship(path: Path = STORE) -> int:
    """Write the store that ships, nouns tagged by spaCy; return how many products it has."""
    content = generate()
    content.nouns = {item["name"]: spacy_nouns(item["name"]) for item in content.items}
    write_store(path, content)
    return len(content.items)


def write_official(folder: Path, content: Store) -> None:
    """Write a catalogue in the official layout, so that other programs can read it."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {
        "items_shuffle.json": content.items,
        "items_ins_v2.json": content.attributes,
        "items_human_ins.json": content.instructions,
    }
    for name, value in parts.items():
        (folder / name).write_bytes(msgspec.json.encode(value))
