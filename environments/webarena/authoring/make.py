"""Makes the data that ship: the sites' databases and the tasks, of one seed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard

from agentgym.environments.webarena.authoring import code, forum, map, shop, templates
from agentgym.environments.webarena.authoring.drafts import TEMPLATES, Draft, Template
from agentgym.environments.webarena.authoring.first_page import FirstPages
from agentgym.environments.webarena.site.hosting import LOGGED_IN, SITES, address, token_of
from agentgym.stores import write_store

SEEDS: dict[str, Callable[[int], sqlite3.Connection]] = {
    "shop": shop.make,
    "forum": forum.make,
    "code": code.make,
    "map": map.make,
}
"""What makes each database."""


def databases(seed: int = 0) -> dict[str, sqlite3.Connection]:
    """Return the databases of a seed, with the visits that are logged in from the beginning."""
    made = {name: make(seed) for name, make in SEEDS.items()}
    for site in LOGGED_IN:
        if SITES[site].database in made:
            db = made[SITES[site].database]
            db.execute("insert into visit values (?, ?, 1, '')", (token_of(site), site))
            db.commit()
    for db in made.values():
        db.row_factory = sqlite3.Row
    return made


def tasks(made: dict[str, sqlite3.Connection], seed: int = 0) -> list[dict[str, Any]]:
    """Return the tasks of all templates, with their splits.

    A draft is left out whose answer stands on the page that the episode begins on.
    """
    templates.load()
    pages = FirstPages(made)
    found: list[dict[str, Any]] = []
    for template in TEMPLATES:
        rng = random.Random(f"{template.name} {seed}")
        seen = set[str]()
        for draft in template.draw(made, rng):
            intent = template.intent.format(**draft.values)
            if intent in seen or pages.tell(draft.judge, _begins(template, draft)[0]):
                continue
            seen.add(intent)
            found.append(_task(template, draft, intent, len(seen) - 1))
            if len(seen) == template.most:
                break
        if not seen:
            raise ValueError(f"The template {template.name} draws no task.")
    return found


def _begins(template: Template, draft: Draft) -> list[str]:
    return draft.start or [f"{address(template.sites[0])}/"]


def _task(template: Template, draft: Draft, intent: str, number: int) -> dict[str, Any]:
    return {
        "task_id": f"{template.name}-{number}",
        "split": template.split,
        "sites": list(template.sites),
        "intent": intent,
        "intent_template": template.intent,
        "intent_template_id": template.name,
        "start_urls": _begins(template, draft),
        "eval": draft.judge,
        "gold": draft.gold,
    }


def write(folder: Path, seed: int = 0) -> None:
    """Write databases and tasks into a folder."""
    made = databases(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, db in made.items():
        packed = zstandard.ZstdCompressor(level=19).compress(db.serialize())
        (folder / f"{name}.sqlite.zst").write_bytes(packed)
    write_store(folder / "tasks.json.zst", tasks(made, seed))
