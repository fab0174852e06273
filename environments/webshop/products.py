"""Products as WebShop knows them, and reading them from the official item files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError

_PRICE = re.compile(r"[^\d.]")
_CHUNK = 1 << 22


class Product(msgspec.Struct, frozen=True):
    """One product.

    Attributes:
        options: option name to values, lower-cased, in the order of the page.
        prices: one price or the two ends of a range, in dollars.
        price_tag: the price as the page shows it.
        instruction, instruction_attributes: of the synthetic goal, where the product has one.
    """

    asin: str
    title: str
    category: str
    query: str
    product_category: str
    description: str
    bullets: list[str]
    options: dict[str, list[str]]
    attributes: list[str]
    prices: list[float]
    price_tag: str
    instruction: str | None = None
    instruction_attributes: list[str] = []

    @property
    def index_text(self) -> str:
        """The text that is indexed for search."""
        options = ", and ".join(f"{name}: {', '.join(values)}" for name, values in self.options.items())
        first = self.bullets[0] if self.bullets else ""
        return " ".join([self.title, self.description, first, options]).lower()


def read_items(path: Path) -> Iterator[dict[str, Any]]:
    """Iterate the objects of a JSON array, holding one at a time (the full file has 5.2 GB).

    Raises:
        DataError: the file is no JSON array, or is cut off.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        buffer = file.read(_CHUNK).lstrip()
        if not buffer.startswith("["):
            raise DataError(f"{path} is no item file: expected a JSON array, found {buffer[:40]!r}.")
        position, number = 1, 0
        while True:
            while position < len(buffer) and buffer[position] in " \r\n\t,":
                position += 1
            if position < len(buffer) and buffer[position] == "]":
                return
            try:
                item, position = decoder.raw_decode(buffer, position)
            except ValueError:
                more = file.read(_CHUNK)
                if not more:
                    raise DataError(
                        f"{path} is cut off after {number} products: the array is not closed. Download it again."
                    ) from None
                buffer, position = buffer[position:] + more, 0
                continue
            if not isinstance(item, dict):
                raise DataError(f"{path}: entry {number} is no product but {type(item).__name__}.")
            number += 1
            yield item


def parse_products(items: Iterator[dict[str, Any]], attributes: dict[str, Any]) -> Iterator[Product]:
    """Turn raw items into products, dropping what the original drops: ``nan``, long and repeated ASINs.

    Raises:
        DataError: an item without one of the fields that every item has.
    """
    seen: set[str] = set()
    for number, item in enumerate(items):
        try:
            asin = item["asin"]
            if asin == "nan" or len(asin) > 10 or asin in seen:
                continue
            seen.add(asin)
            yield _product(item, attributes.get(asin, {}))
        except KeyError as error:
            raise DataError(
                f"Item {number} ({item.get('asin', 'no asin')}) has no field {error}; an item of the official files "
                "has asin, name, query, category, product_category, full_description, small_description, pricing "
                "and customization_options."
            ) from None


def _product(item: dict[str, Any], extra: dict[str, Any]) -> Product:
    bullets = item["small_description"]
    prices, tag = _prices(item.get("pricing"))
    options: dict[str, list[str]] = {}
    for name, values in (item["customization_options"] or {}).items():
        if values is not None:
            options[name.lower()] = [v["value"].strip().replace("/", " | ").lower() for v in values]
    return Product(
        asin=item["asin"],
        title=item["name"],
        category=item["category"],
        query=item["query"].lower().strip(),
        product_category=item["product_category"],
        description=item["full_description"] or "",
        bullets=bullets if isinstance(bullets, list) else [bullets],
        options=options,
        attributes=extra.get("attributes", ["DUMMY_ATTR"]),
        prices=prices,
        price_tag=tag,
        instruction=extra.get("instruction"),
        instruction_attributes=extra.get("instruction_attributes") or [],
    )


def _prices(pricing: str | None) -> tuple[list[float], str]:
    if not pricing:
        return [100.0], "$100.0"
    prices = [float(_PRICE.sub("", part)) for part in pricing.split("$")[1:]]
    if len(prices) == 1:
        return prices, f"${prices[0]}"
    return prices[:2], f"${prices[0]} to ${prices[1]}"
