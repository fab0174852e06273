"""Products from raw items."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.webshop.official.items import parse_products
from agentgym.errors import DataError


def item(**changes: Any) -> dict[str, Any]:
    return {
        "asin": "B1", "name": "Hat", "query": " Hats ", "category": "fashion", "product_category": "A › B",
        "full_description": None, "small_description": "soft", "pricing": "$10.50", "customization_options": "",
    } | changes  # fmt: skip


def test_what_the_original_makes_of_an_item() -> None:
    options = {"Color": [{"value": " Red/Blue ", "image": ""}], "Size": None}
    (got,) = parse_products(iter([item(customization_options=options)]), {"B1": {"attributes": ["warm"]}})
    assert (got.query, got.description, got.bullets, got.attributes) == ("hats", "", ["soft"], ["warm"])
    assert got.options == {"color": ["red | blue"]}


@pytest.mark.parametrize(
    ("pricing", "prices", "tag"),
    [
        ("$10.50", [10.5], "$10.5"),
        ("$1,299.99", [1299.99], "$1299.99"),
        ("$3.00$7.25$9", [3.0, 7.25], "$3.0 to $7.25"),
        ("", [100.0], "$100.0"),
        (None, [100.0], "$100.0"),
    ],
)
def test_prices(pricing: str | None, prices: list[float], tag: str) -> None:
    (got,) = parse_products(iter([item(pricing=pricing)]), {})
    assert (got.prices, got.price_tag, got.attributes) == (prices, tag, ["DUMMY_ATTR"])


def test_what_is_dropped() -> None:
    raw = [item(), item(), item(asin="nan"), item(asin="B" * 11), item(asin="B2")]
    assert [p.asin for p in parse_products(iter(raw), {})] == ["B1", "B2"]


def test_a_missing_field_is_named() -> None:
    broken = item()
    del broken["query"]
    with pytest.raises(DataError, match=r"Item 0 \(B1\) has no field 'query'"):
        list(parse_products(iter([broken]), {}))
