"""Goals: what a customer wants."""

from __future__ import annotations

import msgspec

NO_LIMIT = 1_000_000.0
"""The price limit of a goal that has none."""

Option = str | tuple[str, str]


class Goal(msgspec.Struct, frozen=True):
    """One goal.

    Attributes:
        options: wanted option values; (name, value) pairs for synthetic goals, plain values for human ones.
        price_upper: the price limit, :data:`NO_LIMIT` where there is none.
        weight: weight in the original's random draw.
    """

    asin: str
    instruction: str
    attributes: list[str]
    options: list[Option]
    price_upper: float
    category: str
    query: str
    title: str
    product_category: str
    weight: float = 1.0
