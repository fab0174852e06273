"""A catalogue: products, their search index, and prices frozen from a seed. Immutable, shared by all episodes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cached_property, lru_cache

from agentgym.environments.webshop.world.products import Product
from agentgym.tools.bm25 import Index

RESULTS = 50
"""Products that a search returns at most."""


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

    def forget_searches(self) -> None:
        """Forget the results of past searches, which are remembered for speed."""
        self._searched.cache_clear()

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
