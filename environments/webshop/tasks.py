"""The task sets, and the shops that they are played in: embedded, or from official files by path.

The embedded store holds the three official files of :mod:`.authoring`'s catalogue and the nouns of all titles as
spaCy tags them, so that the embedded shop needs neither spaCy nor a download.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from agentgym.environments.webshop.official.files import Files, fingerprint, locate, read_table
from agentgym.environments.webshop.official.goals import human_goals, synthetic_goals
from agentgym.environments.webshop.official.items import parse_products
from agentgym.environments.webshop.official.prepared import open_catalogue
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.goals import Goal
from agentgym.environments.webshop.world.products import Product
from agentgym.errors import DataError
from agentgym.paths import cache_folder
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet
from agentgym.tools.bm25 import VERSION, Index, open_or_build

STORE = Path(__file__).with_name("data") / "catalogue.json.zst"
SPLITS = {"test": (0, 200), "dev": (200, 280), "train": (280, None)}
"""Positions of the embedded goals of each split, after the shuffle."""

Goals = Literal["human", "synthetic"]
Cut = tuple[int, int | None]


class Store(msgspec.Struct):
    """The embedded catalogue: the three official files, and the nouns of each title."""

    items: list[dict[str, Any]]
    attributes: dict[str, Any]
    instructions: dict[str, Any]
    nouns: dict[str, tuple[str, ...]]


@cache
def store() -> Store:
    """Return the embedded store, read once a process."""
    return read_store(STORE, Store)


def shop(data: Path | None, price_seed: int = 0) -> Catalogue:
    """Return the catalogue of ``data`` (``None``: embedded), shared by all environments of the process."""
    if data is None:
        return _embedded_shop(price_seed)
    files = locate(data)
    return open_catalogue(files.items, files.attributes, price_seed)


def load(data: Path | None, split: str, *, goals: Goals, cut: Cut, price_seed: int = 0) -> TaskSet:
    """Return the goals of a split as tasks; :attr:`Task.data` is a :class:`Goal`.

    Args:
        data: a folder of the official files or an item file; ``None`` for the embedded goals.
        split: the split's name.
        goals: which goals of official files; the embedded ones are of one kind.
        cut: first and last position of the split's goals in official files.
        price_seed: seed of the price limits.

    Raises:
        DataError: files are damaged or missing, or hold no goal of the split.
    """
    if data is None:
        table = {
            f"{split}-{i:04d}": goal for i, goal in _numbered(_embedded_goals(price_seed), SPLITS[split])
        }
        name = f"WebShop embedded ({split})"
    else:
        files = locate(data)
        listed = _official_goals(files, fingerprint(*files), goals, price_seed)
        table = {f"{goals}-{i}": goal for i, goal in _numbered(listed, cut)}
        name = f"{data} ({goals} goals, {split})"
        if not table:
            raise DataError(
                f"Split {split!r} is goals {cut[0]} to {cut[1]}, but {data} has {len(listed)} {goals} goals. Use "
                "another split, or goals='synthetic'."
            )

    def task(task_id: str) -> Task:
        goal = table[task_id]
        return Task(id=task_id, data=goal, split=split, kind=goal.category)

    return TaskSet(list(table), task, name=name)


def _numbered(goals: list[Goal], cut: Cut) -> list[tuple[int, Goal]]:
    return list(enumerate(goals))[cut[0] : cut[1]]


@lru_cache(4)
def _official_goals(files: Files, version: str, kind: Goals, price_seed: int) -> list[Goal]:
    catalogue = open_catalogue(files.items, files.attributes, price_seed)
    if kind == "synthetic":
        return synthetic_goals(catalogue, seed=price_seed)
    if files.instructions is None:
        raise DataError(
            f"{files.items.parent} has no items_human_ins*.json, which human goals come from; use goals='synthetic'."
        )
    return human_goals(catalogue, read_table(files.instructions), seed=price_seed)


@lru_cache(4)
def _embedded_goals(price_seed: int) -> list[Goal]:
    return human_goals(_embedded_shop(price_seed), store().instructions, seed=price_seed)


@lru_cache(4)
def _embedded_shop(price_seed: int) -> Catalogue:
    products = _embedded_products()
    positions = {p.asin: i for i, p in enumerate(products)}
    return Catalogue(products, positions, _embedded_index(), price_seed=price_seed)


@cache
def _embedded_products() -> list[Product]:
    content = store()
    return list(parse_products(iter(content.items), content.attributes))


@cache
def _embedded_index() -> Index:
    digest = hashlib.sha256(STORE.read_bytes()).hexdigest()[:16]
    folder = cache_folder() / "webshop" / f"embedded-{digest}-{VERSION}"
    return open_or_build(folder, lambda: ((p.asin, p.index_text) for p in _embedded_products()))
