"""The solved example that the ``paper`` and ``agentbench`` profiles show: a visit of our own shop.

As upstream, what could be clicked is left out of the example: it would cost a third of the context.
"""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.webshop.protocol import CLICK, SEARCH

_WANTED = "i need a leak proof water bottle in teal, size 24 ounce, and price lower than 40.00 dollars"
_HIDDEN = '\n\nAvailable Actions:\n{"has_search_bar": ..., "clickables": ["..."]}'


def _page(text: str) -> str:
    return f"Observation:\n{text}{_HIDDEN}"


def _search(keywords: str, thought: str) -> Action:
    return Action(name=SEARCH.name, arguments={"keywords": keywords}, thought=thought)


def _click(value: str, thought: str) -> Action:
    return Action(name=CLICK.name, arguments={"value": value}, thought=thought)


_ITEM = (
    f"Instruction: [SEP] {_WANTED} [SEP] Back to Search [SEP] < Prev [SEP] color [SEP] black [SEP] coral [SEP] teal "
    "[SEP] size [SEP] 17 ounce [SEP] 24 ounce [SEP] 32 ounce [SEP] Larkmere Leak Proof Water Bottle - Stainless "
    "Steel, Wide Mouth, for Camping [SEP] Price: $23.4 [SEP] Rating: N.A. [SEP] Description [SEP] Features [SEP] "
    "Reviews [SEP] Buy Now"
)

DEMONSTRATION: tuple[tuple[str, Action], ...] = (
    (
        _page(f"WebShop [SEP] Instruction: [SEP] {_WANTED} [SEP] Search"),
        _search(
            "leak proof water bottle 24 ounce teal",
            "I have to find a water bottle that is leak proof. Colour and size are options on the product's page, "
            "but naming them in the search does no harm.",
        ),
    ),
    (
        _page(
            f"Instruction: [SEP] {_WANTED} [SEP] Back to Search [SEP] Page 1 (Total results: 50) [SEP] Next > [SEP] "
            "B0C41D27EE [SEP] Pinerill Double Wall Water Bottle - Glass, for Families [SEP] $31.2 [SEP] B09A6B03F1 "
            "[SEP] Larkmere Leak Proof Water Bottle - Stainless Steel, Wide Mouth, for Camping [SEP] $23.4 [SEP] "
            "B07E55D18C [SEP] Water Bottle by Oakenby, Leak Proof Plastic Design for Beginners [SEP] $44.9"
        ),
        _click(
            "b09a6b03f1",
            "The second product is leak proof and costs 23.4 dollars, below the limit of 40. The third is leak proof "
            "too, but too expensive. I open the second.",
        ),
    ),
    (_page(_ITEM), _click("teal", "It comes in teal and in 24 ounce. I choose the colour first.")),
    (_page(_ITEM), _click("24 ounce", "Now the size.")),
    (_page(_ITEM), _click("buy now", "Product, colour, size and price are as asked for, so I buy it.")),
)
"""(observation, action) pairs."""
