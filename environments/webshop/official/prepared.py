"""Catalogues of item files, prepared once: products and index in a cache folder, read from there as needed.

Memory does not grow with the catalogue, and the second start takes no time. The folder is
``AGENTGYM_CACHE``, by default ``~/.cache/agentgym``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

import msgspec
import numpy as np

from agentgym.environments.webshop.official.files import fingerprint, read_items, read_table
from agentgym.environments.webshop.official.items import parse_products
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.products import Product
from agentgym.errors import OptionError
from agentgym.paths import cache_folder
from agentgym.tools.bm25 import VERSION, Index, build


class DiskProducts(Sequence[Product]):
    """Products in a file of JSON lines, decoded when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._data = np.memmap(folder / "products.jsonl", np.uint8, "r")
        self._offsets = np.load(folder / "product_offsets.npy")
        self._decoder = msgspec.json.Decoder(Product)
        self._read = lru_cache(1 << 14)(self._decode)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, position: int) -> Product: ...
    @overload
    def __getitem__(self, position: slice) -> list[Product]: ...
    def __getitem__(self, position: int | slice) -> Product | list[Product]:
        if isinstance(position, slice):
            return [self[i] for i in range(*position.indices(len(self)))]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        return self._read(position % len(self))

    def _decode(self, position: int) -> Product:
        raw = self._data[self._offsets[position] : self._offsets[position + 1]]
        return self._decoder.decode(raw.tobytes())


def open_catalogue(items: Path, attributes: Path | None, price_seed: int = 0) -> Catalogue:
    """Open the catalogue of an item file, preparing it on first use with a progress bar.

    The environments of a process share it as long as the files do not change.

    Raises:
        DataError: a file is damaged.
        OptionError: the cache folder cannot be written.
    """
    return _open(items, attributes, fingerprint(items, attributes), price_seed)


@lru_cache(4)
def _open(items: Path, attributes: Path | None, version: str, price_seed: int) -> Catalogue:
    folder = cache_folder() / "webshop" / f"{version}-{VERSION}"
    if not (folder / "done").exists():
        _prepare(items, attributes, folder)
    asins = msgspec.json.decode((folder / "asins.json").read_bytes(), type=list[str])
    positions = {a: i for i, a in enumerate(asins)}
    return Catalogue(DiskProducts(folder), positions, Index.open(folder), price_seed=price_seed)


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
