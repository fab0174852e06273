"""Products as the shop knows them."""

from __future__ import annotations

import msgspec


class Product(msgspec.Struct, frozen=True, eq=False):
    """One product. A catalogue holds each product once, so products are compared by identity.

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
