"""What a page of the shop shows: its pieces in reading order, and the text observation made of them.

Layouts follow the original's text environment, which recorded episodes hold this to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from agentgym.environments.webshop.world.products import Product

SUB_PAGES = {
    "description": "Description",
    "features": "Features",
    "reviews": "Reviews",
    "attributes": "Attributes",
}
"""Pages below a product's page: what is clicked, and its label."""
_BLANKS = " \n\t\f\r"


class Node(NamedTuple):
    """One piece of visible text of a page.

    ``kind`` is ``text``, ``button``, ``option`` (``group`` names the option) or ``product`` (an ASIN link). ``text`` is
    as the original's page has it, blanks at its ends included.
    """

    kind: Literal["text", "button", "option", "product"]
    text: str
    group: str = ""


def kept(text: str) -> str:
    """Return what the original keeps of a text: blanks become one, or nothing where there is a line break in them."""
    if text.strip(_BLANKS):
        return text
    return " " if text and "\n" not in text else ""


def visible(texts: Iterable[str]) -> Iterator[str]:
    """Return what a text observation shows of texts: those of which something is kept, stripped."""
    return (text.strip() for text in texts if kept(text))


def joined(texts: Iterable[str]) -> str:
    """Return a text observation: what is visible of the texts, separated by ``[SEP]``."""
    return " [SEP] ".join(visible(texts))


def result_nodes(product: Product) -> list[Node]:
    """Return what a page of results shows of a product."""
    return [Node("product", product.asin), Node("text", product.title), Node("text", product.price_tag)]


def item_nodes(product: Product, show_attributes: bool) -> list[Node]:
    """Return what a product's page shows below the buttons that lead back."""
    nodes: list[Node] = []
    for name, values in product.options.items():
        nodes.append(Node("text", name))
        nodes += [Node("option", value, name) for value in values]
    nodes += [
        Node("text", product.title),
        Node("text", f"Price: {product.price_tag}"),
        Node("text", "Rating: N.A."),
    ]
    labels = [label for key, label in SUB_PAGES.items() if show_attributes or key != "attributes"]
    return [*nodes, *(Node("button", label) for label in labels), Node("button", "Buy Now")]


def sub_texts(product: Product, sub: str) -> list[str]:
    """Return the texts of a page below a product's."""
    if sub == "description":
        return [product.description]
    if sub == "features":
        return [f" {bullet}" for bullet in product.bullets]
    if sub == "attributes":
        attributes = [f" {attribute}" for attribute in product.attributes]
        return [*attributes, product.category, product.query, product.product_category]
    return []


@lru_cache(1 << 15)
def result_text(product: Product) -> str:
    """Return a product's part of the text observation of results, separators included."""
    return "".join(f" [SEP] {text}" for text in visible(node.text for node in result_nodes(product)))


@lru_cache(1 << 14)
def item_text(product: Product, show_attributes: bool) -> str:
    """Return a product's part of the text observation of its page."""
    return joined(node.text for node in item_nodes(product, show_attributes))


@lru_cache(1 << 15)
def option_groups(product: Product) -> dict[str, str]:
    """Return the option that each value belongs to: the last one where several have it. Not to be changed."""
    return {value: name for name, values in product.options.items() for value in values}


@lru_cache(2)
def item_buttons(show_attributes: bool) -> tuple[str, ...]:
    """Return the buttons of a product's page, as they are clicked."""
    attributes = ("attributes",) if show_attributes else ()
    return ("back to search", "< prev", "description", "features", "reviews", *attributes, "buy now")


# The last page of the original, with the fields it leaves empty in the text environment.
_DONE_BEFORE = (
    "Thank you for shopping with us!", "Your code: ", "None", " (Paste it in your MTurk interface.)", "Purchased",
    "asin",
)  # fmt: skip
_DONE_AFTER = (
    "attrs", "None", "category", "None", "query", "None", "product category", "None", "Target", "asin", "options",
    "attrs", "price upper", "instuction text", "category", "product category", "query", "Goal ", "None", "Reward",
    "Your score (min 0.0, max 1.0)",
)  # fmt: skip


_DONE_LAST = ("Reward Details ", "None")
_DONE_TEXTS = tuple(joined(texts) for texts in (_DONE_BEFORE, _DONE_AFTER, _DONE_LAST))


def done_texts(asin: str, options: dict[str, str], reward: float) -> list[str]:
    """Return the texts of the last page."""
    return [*_DONE_BEFORE, asin, "options", _as_html_json(options), *_DONE_AFTER, str(reward), *_DONE_LAST]


def done_text(asin: str, options: dict[str, str], reward: float) -> str:
    """Return the text observation of the last page."""
    before, after, last = _DONE_TEXTS
    bought = f"{asin} [SEP] options [SEP] {_as_html_json(options)}"
    return f"{before} [SEP] {bought} [SEP] {after} [SEP] {reward} [SEP] {last}"


def _as_html_json(options: dict[str, str]) -> str:
    """Write options as the original's template does: keys sorted, what HTML could misread escaped."""
    text = json.dumps(options, sort_keys=True)
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
