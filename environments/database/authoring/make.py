"""Making a store of databases and tasks from a seed."""

from __future__ import annotations

import random
from itertools import cycle

from agentgym.environments.database.authoring import changes, joins, measures, questions
from agentgym.environments.database.authoring.domains import DOMAINS
from agentgym.environments.database.authoring.drawing import Unfit, World
from agentgym.environments.database.authoring.template import TEMPLATES, Template, answer_of
from agentgym.environments.database.tasks import Entry, Store
from agentgym.environments.database.world.content import MODIFYING, Database

PER_KIND = {"train": 30, "dev": 6, "test": 20}
"""Tasks of each kind in each split."""
_TRIES = 400
_MODULES = (questions, measures, joins, changes)  # importing them registers their templates


def make(seed: int = 0) -> Store:
    """Make the databases of all domains and the tasks of all splits; seed 0 gives what ships."""
    rng = random.Random(seed)
    worlds = [World(domain, rng) for domain in DOMAINS]
    try:
        entries: list[Entry] = []
        asked: set[str] = set()
        kinds = list(dict.fromkeys(t.kind for t in TEMPLATES))
        for split, count in PER_KIND.items():
            for kind in kinds:
                forms = cycle([t for t in TEMPLATES if t.kind == kind and t.split == split])
                places = cycle(rng.sample(worlds, len(worlds)))
                for _ in range(count):
                    entry = _draw(next(forms), next(places), worlds, rng, asked)
                    entries.append(entry)
        databases: list[Database] = [w.database for w in worlds]
        return Store(databases, entries)
    finally:
        for world in worlds:
            world.close()


def _draw(form: Template, first: World, worlds: list[World], rng: random.Random, asked: set[str]) -> Entry:
    """Draw a task of a form that was not asked before, in the world that is next or (where none fits) another."""
    for attempt in range(_TRIES):
        world = first if attempt < _TRIES // 4 else rng.choice(worlds)
        try:
            drawn = form.draw(world)
            changing = form.kind in MODIFYING
            answer = () if changing else answer_of(world, drawn)
            expected = world.after(drawn.statements) if changing else ""
        except Unfit:
            continue
        if f"{world.domain.name}: {drawn.question}" in asked:
            continue
        asked.add(f"{world.domain.name}: {drawn.question}")
        return Entry(
            split=form.split,
            kind=form.kind,
            template=form.name,
            database=world.domain.name,
            question=f"{drawn.question}\n{world.described()}",
            gold=drawn.statements,
            answer=answer,
            expected=expected,
        )
    raise RuntimeError(f"The template {form.name} fits no domain in {_TRIES} tries.")
