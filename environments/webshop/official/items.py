"""Products from the items of the official files, by the original's rules (``load_products``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webshop.world.products import Product
from agentgym.errors import DataError

_PRICE = re.compile(r"[^\d.]")


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
