"""A catalogue: products, their search index, and prices frozen from a seed. Immutable, shared by all episodes.

Catalogues from files keep products and index in a cache folder (``AGENTGYM_CACHE``, by default
``~/.cache/agentgym``) and read them from there, so that memory does not grow with the catalogue and the second
start takes no time.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from agentgym.environments.webshop.products import Product, parse_products, read_items
from agentgym.environments.webshop.search import Index, build
from agentgym.errors import DataError, OptionError
from agentgym.paths import cache_folder

RESULTS = 50
"""Products that a search returns at most."""
_FORMAT = "1"


class Catalogue:
    """Products with search.

    Args:
        products: the products, by position.
        positions: position of each ASIN.
        index: search over the same positions.
        price_seed: seed of the prices that products with a price range sell at.
    """

    def __init__(
        self, products: Sequence[Product], positions: dict[str, int], index: Index, *, price_seed: int = 0
    ) -> None:
        self.products = products
        self.positions = positions
        self.index = index
        self.price_seed = price_seed
        self._searched = lru_cache(1 << 12)(self._search)

    def __len__(self) -> int:
        return len(self.products)

    def __contains__(self, asin: str) -> bool:
        return asin in self.positions

    def __getitem__(self, asin: str) -> Product:
        return self.products[self.positions[asin]]

    def price(self, asin: str) -> float:
        """Return what a product sells at: its price, or a point of its range, fixed by the seed."""
        prices = self[asin].prices
        if len(prices) == 1:
            return prices[0]
        return random.Random(f"price/{self.price_seed}/{asin}").uniform(prices[0], prices[1])

    def search(self, keywords: str) -> tuple[int, ...]:
        """Return positions of products for a query, best first.

        ``<a> attribute``, ``<c> category`` and ``<q> query`` list products instead (as in the original);
        ``<r>`` is a random sample, which the session draws itself.
        """
        return self._searched(keywords)

    def _search(self, keywords: str) -> tuple[int, ...]:
        command, _, rest = keywords.partition(" ")
        if command == "<a>":
            return tuple(self._by_attribute.get(rest.strip(), ()))
        if command == "<c>":
            wanted = keywords.split(" ")[1].strip() if rest else ""
            return tuple(i for i, p in enumerate(self.products) if p.category == wanted)
        if command == "<q>":
            return tuple(i for i, p in enumerate(self.products) if p.query == rest.strip())
        return tuple(self.index.search(keywords, RESULTS).documents)

    @cached_property
    def _by_attribute(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for i, product in enumerate(self.products):
            for attribute in product.attributes:
                table.setdefault(attribute, []).append(i)
        return table


class DiskProducts(Sequence[Product]):
    """Products in a file of JSON lines, decoded when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._data = np.memmap(folder / "products.jsonl", np.uint8, "r")
        self._offsets = np.load(folder / "product_offsets.npy")
        self._decoder = msgspec.json.Decoder(Product)
        self._read = lru_cache(1 << 14)(self._decode)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, position: Any) -> Any:
        if isinstance(position, slice):
            return [self[i] for i in range(*position.indices(len(self)))]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        return self._read(position % len(self))

    def _decode(self, position: int) -> Product:
        raw = self._data[self._offsets[position] : self._offsets[position + 1]]
        return self._decoder.decode(raw.tobytes())


def in_memory(products: Iterable[Product], folder: Path, *, price_seed: int = 0) -> Catalogue:
    """Make a catalogue of products that fit in memory; the index is built in ``folder``."""
    listed = list(products)
    build(((p.asin, p.index_text) for p in listed), folder)
    return Catalogue(
        listed, {p.asin: i for i, p in enumerate(listed)}, Index.open(folder), price_seed=price_seed
    )


@cache
def from_files(items: Path, attributes: Path | None, price_seed: int = 0) -> Catalogue:
    """Open the catalogue of an item file, building its cache on first use with a progress bar.

    Raises:
        DataError: a file is damaged.
    """
    folder = cache_folder() / "webshop" / _fingerprint(items, attributes)
    if not (folder / "done").exists():
        _prepare(items, attributes, folder)
    asins = msgspec.json.decode((folder / "asins.json").read_bytes(), type=list[str])
    positions = {a: i for i, a in enumerate(asins)}
    return Catalogue(DiskProducts(folder), positions, Index.open(folder), price_seed=price_seed)


def locate(data: Path) -> tuple[Path, Path | None, Path | None]:
    """Find the item, attribute and human-instruction files in a folder of the official layout.

    ``data`` is a folder (the largest catalogue in it is taken) or one item file.

    Raises:
        DataError: there is no item file.
    """
    folder = data if data.is_dir() else data.parent
    if data.is_dir():
        found = sorted(folder.glob("items_shuffle*.json"), key=lambda p: p.stat().st_size)
        if not found:
            raise DataError(
                f"{folder} holds no items_shuffle*.json: expected the official layout (items_shuffle_1000.json or "
                "items_shuffle.json, items_ins_v2*.json, items_human_ins*.json)."
            )
        items = found[-1]
    else:
        items = data
    suffix = items.stem.removeprefix("items_shuffle")
    return items, _beside(folder, "items_ins_v2", suffix), _beside(folder, "items_human_ins", suffix)


def _beside(folder: Path, stem: str, suffix: str) -> Path | None:
    exact = folder / f"{stem}{suffix}.json"
    return exact if exact.exists() else next(iter(sorted(folder.glob(f"{stem}*.json"))), None)


def read_table(path: Path | None) -> dict[str, Any]:
    """Read a JSON object keyed by ASIN; empty where the file is not there.

    Raises:
        DataError: the file is damaged or no object.
    """
    if path is None:
        return {}
    try:
        table = msgspec.json.decode(path.read_bytes())
    except msgspec.DecodeError as error:
        raise DataError(f"{path} is damaged or cut off: {error}. Download it again.") from None
    if not isinstance(table, dict):
        raise DataError(f"{path}: expected a JSON object keyed by ASIN, found {type(table).__name__}.")
    return table


def _prepare(items: Path, attributes: Path | None, folder: Path) -> None:
    from rich.progress import Progress

    partial = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise OptionError(
            f"The cache folder {partial.parent} cannot be written ({error}); set AGENTGYM_CACHE to one that can."
        ) from error
    try:
        asins: list[str] = []
        offsets = [0]
        with Progress(transient=True) as progress, (partial / "products.jsonl").open("wb") as out:
            task = progress.add_task(f"Indexing {items.name}", total=None)

            def texts() -> Iterator[tuple[str, str]]:
                for product in parse_products(read_items(items), read_table(attributes)):
                    out.write(line := msgspec.json.encode(product))
                    offsets.append(offsets[-1] + len(line))
                    asins.append(product.asin)
                    progress.advance(task)
                    yield product.asin, product.index_text

            build(texts(), partial)
        np.save(partial / "product_offsets.npy", np.array(offsets, np.int64))
        (partial / "asins.json").write_bytes(msgspec.json.encode(asins))
        (partial / "done").touch()
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fingerprint(*paths: Path | None) -> str:
    digest = hashlib.sha256(_FORMAT.encode())
    for path in paths:
        if path is not None:
            stat = path.stat()
            digest.update(f"{path.resolve()}/{stat.st_size}/{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:20]
