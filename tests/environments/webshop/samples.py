"""A product and a goal that it fulfils, to be varied by tests."""

from __future__ import annotations

from agentgym.environments.webshop.world.goals import Goal
from agentgym.environments.webshop.world.products import Product


def product(**changes: object) -> Product:
    """Return a red hat."""
    base = {
        "asin": "B000000001", "title": "Red Wool Hat", "category": "fashion", "query": "hat",
        "product_category": "Clothing › Hats › Winter", "description": "", "bullets": ["warm lining"], "options": {},
        "attributes": ["hand wash"], "prices": [10.0], "price_tag": "$10.0",
    }  # fmt: skip
    return Product(**(base | changes))  # type: ignore[arg-type]


def goal(**changes: object) -> Goal:
    """Return the wish for it."""
    base = {
        "asin": "B000000001", "instruction": "a hat", "attributes": ["hand wash"], "options": ["red"],
        "price_upper": 20.0, "category": "fashion", "query": "hat", "title": "Red Wool Hat",
        "product_category": "Clothing › Hats › Winter",
    }  # fmt: skip
    return Goal(**(base | changes))  # type: ignore[arg-type]


def words(title: str) -> tuple[str, ...]:
    """Take every word of a title for a noun."""
    return tuple(title.lower().split())
