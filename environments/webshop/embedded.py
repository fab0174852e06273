"""The catalogue that ships with the package: products, goals and nouns, from ``data/catalogue.json.zst``.

The store is what :mod:`.generator` makes from seed 0, with the nouns of all titles as spaCy tags them, so that
the embedded shop needs neither spaCy nor a download.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from agentgym.environments.webshop.catalogue import Catalogue
from agentgym.environments.webshop.generator import make_goals, make_items, split_of
from agentgym.environments.webshop.goals import Goal, human_goals
from agentgym.environments.webshop.products import Product, parse_products
from agentgym.environments.webshop.search import Index, build
from agentgym.paths import cache_folder

STORE = Path(__file__).with_name("data") / "catalogue.json.zst"


class Store(msgspec.Struct):
    """The content of the store: the three official files, and the nouns of each title."""

    items: list[dict[str, Any]]
    attributes: dict[str, Any]
    instructions: dict[str, Any]
    nouns: dict[str, list[str]]


@cache
def store() -> Store:
    """Return the store."""
    raw = zstandard.ZstdDecompressor().decompress(STORE.read_bytes())
    return msgspec.json.decode(raw, type=Store)


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Return the nouns of every embedded title."""
    return {title: tuple(words) for title, words in store().nouns.items()}


@cache
def _products() -> list[Product]:
    content = store()
    return list(parse_products(iter(content.items), content.attributes))


@cache
def catalogue(price_seed: int = 0) -> Catalogue:
    """Return the embedded catalogue with its index, shared by all environments of the process."""
    products = _products()
    positions = {p.asin: i for i, p in enumerate(products)}
    return Catalogue(products, positions, _index(), price_seed=price_seed)


@cache
def goals(split: str, price_seed: int = 0) -> dict[str, Goal]:
    """Return the goals of a split by id, in the shuffled order."""
    ordered = _goals(price_seed)
    return {f"{split}-{i:04d}": g for i, g in enumerate(ordered) if split_of(i) == split}


@cache
def _goals(price_seed: int) -> list[Goal]:
    return human_goals(catalogue(price_seed), store().instructions, seed=price_seed)


@cache
def _index() -> Index:
    digest = hashlib.sha256(STORE.read_bytes()).hexdigest()[:16]
    folder = cache_folder() / "webshop" / f"embedded-{digest}"
    if not (folder / "rank.npy").exists():
        folder = _build(folder)
    return Index.open(folder)


def _build(folder: Path) -> Path:
    texts = [(p.asin, p.index_text) for p in _products()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent))
    except OSError:  # A read-only home: the index lives in a temporary folder instead, for this process.
        partial = Path(tempfile.mkdtemp(prefix="agentgym-webshop-"))
        build(texts, partial)
        return partial
    build(texts, partial)
    try:
        partial.rename(folder)
    except OSError:  # Another process was first; its index is the same.
        return partial if not (folder / "rank.npy").exists() else folder
    return folder


def write_store(path: Path = STORE) -> int:
    """Generate the catalogue and write the store that ships; return how many products. Needs spaCy."""
    from agentgym.environments.webshop.nouns import spacy_nouns

    items, attributes = make_items()
    instructions = make_goals(items, attributes)
    table = {item["name"]: list(spacy_nouns(item["name"])) for item in items}
    content = Store(items, attributes, instructions, table)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(msgspec.json.encode(content)))
    return len(items)


def write_official(folder: Path, content: Store | None = None) -> None:
    """Write a catalogue in the official layout, so that other programs can read it."""
    made = content if content is not None else store()
    folder.mkdir(parents=True, exist_ok=True)
    parts: Iterable[tuple[str, Any]] = (
        ("items_shuffle.json", made.items),
        ("items_ins_v2.json", made.attributes),
        ("items_human_ins.json", made.instructions),
    )
    for name, value in parts:
        (folder / name).write_bytes(msgspec.json.encode(value))
