"""A visit to the shop: pages, what can be clicked, and where a click leads.

The state is a handful of fields over an immutable catalogue. Text environment and browser drive this class;
nothing else knows the rules. Layouts and transitions follow the original's text environment, which 100 recorded
episodes hold this to.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from agentgym.environments.webshop.catalogue import RESULTS, Catalogue
from agentgym.environments.webshop.goals import Goal
from agentgym.environments.webshop.nouns import Tagger
from agentgym.environments.webshop.products import Product
from agentgym.environments.webshop.reward import Reward, reward

PER_PAGE = 10
Where = Literal["index", "results", "item", "sub", "done"]
SUB_PAGES = {
    "description": "Description",
    "features": "Features",
    "reviews": "Reviews",
    "attributes": "Attributes",
}


class Node(NamedTuple):
    """One piece of visible text of a page.

    ``kind`` is ``text``, ``button``, ``option`` (``group`` names the option) or ``product`` (an ASIN link).
    """

    kind: Literal["text", "button", "option", "product"]
    text: str
    group: str = ""


class Session:
    """One visit.

    Args:
        catalogue: the shop.
        goal: what the customer wants.
        nouns: returns the nouns of a title, for the reward.
        seed: seed of ``<r>`` searches.
        show_attributes: offer the ``Attributes`` page.
        name: the session's part of urls.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        goal: Goal,
        nouns: Tagger,
        *,
        seed: int = 0,
        show_attributes: bool = False,
        name: str = "session",
    ) -> None:
        self.catalogue = catalogue
        self.goal = goal
        self.nouns = nouns
        self.name = name
        self.show_attributes = show_attributes
        self.where: Where = "index"
        self.keywords = ""
        self.found: tuple[int, ...] = ()
        self.page = 1
        self.product: Product | None = None
        self.sub = ""
        self.options: dict[str, str] = {}
        self.visited: set[str] = set()
        self.clicked = ""
        self.outcome: Reward | None = None
        self._clickables: list[str] | None = None
        self._rng = random.Random(f"session/{seed}")

    # ---- actions --------------------------------------------------------------------------------

    def search(self, keywords: str) -> None:
        """Search; possible on every page. A repeated ``<r>`` draws anew."""
        if self.where == "done":
            return
        self._clickables = None
        self.keywords = keywords
        self._show_results(1)

    def click(self, value: str) -> bool:
        """Click what is called ``value`` (lower case); return whether there is such a thing.

        Where an option value is called like a button or another option, the later one on the page wins.
        """
        if self.where == "done":
            return False
        if self.where == "item" and self.product is not None:
            option = _option_groups(self.product).get(value)
            if option is not None:
                self.options[option] = value
                self.clicked = value
                return True
        if value == "search" or value not in self.clickables():
            return False
        self.clicked = ""
        self._press(value)
        return True

    def _press(self, value: str) -> None:
        self._clickables = None
        if value == "back to search":
            self.where, self.product, self.options, self.visited = "index", None, {}, set()
            self.keywords, self.found, self.page = "", (), 1
        elif value == "next >":
            self._show_results(self.page + 1)
        elif value == "< prev":
            if self.where == "sub":
                self.where = "item"
            else:
                self._show_results(self.page - 1 if self.where == "results" else self.page)
        elif value == "buy now":
            self._buy()
        elif value in SUB_PAGES and self.where == "item":
            self.where, self.sub = "sub", value
        else:
            self.product = self.catalogue[value.upper()]
            self.visited.add(value.upper())
            self.where = "item"

    def _show_results(self, page: int) -> None:
        self.where, self.page, self.product, self.options = "results", page, None, {}
        if self.keywords.split(" ")[0] == "<r>":
            size = len(self.catalogue)
            self.found = tuple(self._rng.sample(range(size), min(RESULTS, size)))
        else:
            self.found = self.catalogue.search(self.keywords)

    def _buy(self) -> None:
        if self.product is None:
            raise AssertionError("'buy now' is on product pages only")
        price = self.catalogue.price(self.product.asin)
        self.outcome = reward(self.product, self.goal, price, self.options, self.nouns)
        self.where = "done"

    # ---- what the page shows --------------------------------------------------------------------

    def shown(self) -> tuple[int, ...]:
        """Return the positions of the products on this page of results."""
        first = (self.page - 1) * PER_PAGE
        return (
            self.found[first : first + PER_PAGE]
            if first >= 0
            else self.found[first : first + PER_PAGE or None]
        )

    def clickables(self) -> list[str]:
        """Return what can be clicked, in the original's order: buttons, products, option values. Not to be changed."""
        if self._clickables is None:
            self._clickables = self._list_clickables()
        return self._clickables

    def _list_clickables(self) -> list[str]:
        if self.where == "index":
            return ["search"]
        if self.where == "results":
            buttons = (
                ["back to search", "next >"] if self.page <= 1 else ["back to search", "< prev", "next >"]
            )
            products = self.catalogue.products
            return buttons + [products[i].asin.lower() for i in self.shown()]
        if self.where == "sub":
            return ["back to search", "< prev"]
        if self.where == "item" and self.product is not None:
            return [*_item_buttons(self.show_attributes), *_option_groups(self.product)]
        return []

    @property
    def has_search_bar(self) -> bool:
        """Whether the page has a search bar (searching works without one, as in the original)."""
        return self.where == "index"

    def text(self) -> str:
        """Return the page as ``text`` observation: visible texts joined by ``[SEP]``."""
        instruction = self.goal.instruction
        if self.where == "results":
            products = self.catalogue.products
            head = f"Instruction: [SEP] {instruction} [SEP] Back to Search"
            head = f"{head} [SEP] Page {self.page} (Total results: {len(self.found)})"
            previous = " [SEP] < Prev" if self.page > 1 else ""
            return (
                f"{head}{previous} [SEP] Next >{''.join([_result_text(products[i]) for i in self.shown()])}"
            )
        if self.where == "item" and self.product is not None:
            rest = _item_text(self.product, self.show_attributes)
            return f"Instruction: [SEP] {instruction} [SEP] Back to Search [SEP] < Prev [SEP] {rest}"
        if self.where == "done":
            return " [SEP] ".join(
                _done_lines(self.product, self.options, self.outcome)
            )  # none of them is blank
        return " [SEP] ".join(visible(node.text for node in self.nodes()))

    def nodes(self) -> list[Node]:
        """Return the page piece by piece; what the other observation modes and the browser are made of."""
        head = [Node("text", "Instruction:"), Node("text", self.goal.instruction)]
        if self.where == "index":
            return [Node("text", "WebShop"), *head, Node("button", "Search")]
        if self.where == "done":
            return [Node("text", line) for line in _done_lines(self.product, self.options, self.outcome)]
        back = Node("button", "Back to Search")
        if self.where == "results":
            nodes = [*head, back, Node("text", f"Page {self.page} (Total results: {len(self.found)})")]
            nodes += [Node("button", "< Prev")] if self.page > 1 else []
            nodes += [Node("button", "Next >")]
            for product in (self.catalogue.products[i] for i in self.shown()):
                nodes += [
                    Node("product", product.asin),
                    Node("text", product.title),
                    Node("text", product.price_tag),
                ]
            return nodes
        nodes = [*head, back, Node("button", "< Prev")]
        if self.product is None:
            raise AssertionError("a product page without a product")
        if self.where == "item":
            return nodes + _item_nodes(self.product, self.show_attributes)
        return nodes + [Node("text", text) for text in self._sub_texts()]

    def url(self) -> str:
        """Return the page's url in the original's form."""
        base, words = "http://127.0.0.1:3000", "+".join(self.keywords.split(" "))
        options = json.dumps(self.options)
        if self.where == "index":
            return f"{base}/{self.name}"
        if self.where == "results":
            return f"{base}/search_results/{self.name}/{words}/{self.page}"
        asin = self.product.asin if self.product is not None else ""
        if self.where == "done":
            return f"{base}/done/{self.name}/{asin}/{self.options}"
        if self.where == "item":
            return f"{base}/item_page/{self.name}/{asin}/{words}/{self.page}/{options}"
        return f"{base}/item_sub_page/{self.name}/{asin}/{words}/{self.page}/{SUB_PAGES[self.sub]}/{self.options}"

    def _sub_texts(self) -> list[str]:
        product = self.product
        if product is None or self.sub == "reviews":
            return []
        if self.sub == "description":
            return [product.description]
        return product.bullets if self.sub == "features" else product.attributes


@lru_cache(8)
def _item_buttons(show_attributes: bool) -> tuple[str, ...]:
    attributes = ("attributes",) if show_attributes else ()
    return ("back to search", "< prev", "description", "features", "reviews", *attributes, "buy now")


_groups: dict[int, tuple[Product, dict[str, str]]] = {}


def _option_groups(product: Product) -> dict[str, str]:
    """Return the option that each value belongs to."""
    known = _groups.get(id(product))
    if known is not None and known[0] is product:
        return known[1]
    table = {value: name for name, values in product.options.items() for value in values}
    if len(_groups) > 1 << 15:
        _groups.clear()
    _groups[id(product)] = (product, table)
    return table


def visible(texts: Iterator[str]) -> Iterator[str]:
    """Apply the original's rule for text nodes: stripped; blanks with a line break vanish, others stay empty."""
    for text in texts:
        stripped = text.strip()
        if stripped or (text and "\n" not in text):
            yield stripped


def _item_nodes(product: Product, show_attributes: bool) -> list[Node]:
    nodes: list[Node] = []
    for name, values in product.options.items():
        nodes.append(Node("text", name))
        nodes += [Node("option", value, name) for value in values]
    nodes += [
        Node("text", product.title),
        Node("text", f"Price: {product.price_tag}"),
        Node("text", "Rating: N.A."),
    ]
    pages = [label for key, label in SUB_PAGES.items() if show_attributes or key != "attributes"]
    return [*nodes, *(Node("button", label) for label in pages), Node("button", "Buy Now")]


_texts: dict[tuple[int, str], tuple[Product, str]] = {}


def _result_text(product: Product) -> str:
    known = _texts.get((id(product), "result"))
    if known is not None and known[0] is product:
        return known[1]
    parts = visible(iter((product.asin, product.title, product.price_tag)))
    return _keep(product, "result", "".join(f" [SEP] {part}" for part in parts))


def _item_text(product: Product, show_attributes: bool) -> str:
    form = "item+" if show_attributes else "item"
    known = _texts.get((id(product), form))
    if known is not None and known[0] is product:
        return known[1]
    return _keep(
        product, form, " [SEP] ".join(visible(n.text for n in _item_nodes(product, show_attributes)))
    )


def _keep(product: Product, form: str, text: str) -> str:
    if len(_texts) > 1 << 15:
        _texts.clear()
    _texts[(id(product), form)] = (product, text)
    return text


# The last page of the original, with the fields it leaves empty in the text environment.
_DONE_BEFORE = (
    "Thank you for shopping with us!", "Your code:", "None", "(Paste it in your MTurk interface.)", "Purchased", "asin",
)  # fmt: skip
_DONE_AFTER = (
    "attrs", "None", "category", "None", "query", "None", "product category", "None", "Target", "asin", "options",
    "attrs", "price upper", "instuction text", "category", "product category", "query", "Goal", "None", "Reward",
    "Your score (min 0.0, max 1.0)",
)  # fmt: skip


def _done_lines(product: Product | None, options: dict[str, str], outcome: Reward | None) -> list[str]:
    value = outcome.value if outcome is not None else 0.0
    asin = product.asin if product is not None else ""
    return [
        *_DONE_BEFORE,
        asin,
        "options",
        _as_html_json(options),
        *_DONE_AFTER,
        str(value),
        "Reward Details",
        "None",
    ]


def _as_html_json(options: dict[str, str]) -> str:
    """Write options as the original's template does: keys sorted, what HTML could misread escaped."""
    text = json.dumps(options, sort_keys=True)
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
