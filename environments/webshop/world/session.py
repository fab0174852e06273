"""A visit to the shop: where the customer is, what can be clicked, and where a click leads.

The state is a handful of fields over an immutable catalogue. Text environment and browser drive this class;
nothing else knows the rules. Transitions follow the original's text environment.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Literal, Protocol

from agentgym.environments.webshop.world import pages
from agentgym.environments.webshop.world.catalogue import RESULTS, Catalogue
from agentgym.environments.webshop.world.goals import Goal
from agentgym.environments.webshop.world.nouns import Tagger
from agentgym.environments.webshop.world.pages import SUB_PAGES, Node
from agentgym.environments.webshop.world.products import Product

PER_PAGE = 10
_BUTTONS = frozenset(("back to search", "< prev", "buy now", *SUB_PAGES))
Where = Literal["index", "results", "item", "sub", "done"]


class Verdict(Protocol):
    """What a purchase is worth."""

    @property
    def value(self) -> float:
        """The reward, in [0, 1]."""
        ...

    def metrics(self) -> dict[str, float]:
        """Return its parts."""
        ...


Score = Callable[[Product, Goal, float, dict[str, str], Tagger], Verdict]
"""Scores what was bought, by the goal, the price and the chosen options."""


class Session:
    """One visit.

    Args:
        catalogue: the shop.
        goal: what the customer wants.
        nouns: returns the nouns of a title, for the reward.
        score: scores the purchase.
        seed: seed of ``<r>`` searches.
        show_attributes: offer the ``Attributes`` page.
        name: the session's part of urls.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        goal: Goal,
        nouns: Tagger,
        score: Score,
        *,
        seed: int = 0,
        show_attributes: bool = False,
        name: str = "session",
    ) -> None:
        self.catalogue = catalogue
        self.goal = goal
        self.nouns = nouns
        self.score = score
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
        self.outcome: Verdict | None = None
        self._head = pages.joined(("Instruction:", goal.instruction))
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

        Of options that have a value of the same name the last one gets it. An option value that is called like a
        button does what the button does, and one called "search" cannot be clicked, as in the original.
        """
        if self.where == "done" or value == "search":
            return False
        if self.where == "item" and self.product is not None:
            option = pages.option_groups(self.product).get(value)
            if option is not None and value not in _BUTTONS:
                self.options[option] = value
                return True
        if value not in self.clickables():
            return False
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
        self.outcome = self.score(self.product, self.goal, price, self.options, self.nouns)
        self.where = "done"

    # ---- what the page shows --------------------------------------------------------------------

    def shown(self) -> tuple[int, ...]:
        """Return the positions of the products on this page of results."""
        first = (self.page - 1) * PER_PAGE
        return self.found[first : first + PER_PAGE]

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
            listed = (*pages.item_buttons(self.show_attributes), *pages.option_groups(self.product))
            return list(dict.fromkeys(listed))
        return []

    @property
    def has_search_bar(self) -> bool:
        """Whether the page has a search bar (searching works without one, as in the original)."""
        return self.where == "index"

    def text(self) -> str:
        """Return the page as ``text`` observation: visible texts joined by ``[SEP]``."""
        if self.where == "results":
            products = self.catalogue.products
            previous = " [SEP] < Prev" if self.page > 1 else ""
            listed = "".join([pages.result_text(products[i]) for i in self.shown()])
            return f"{self._head} [SEP] Back to Search [SEP] {self._count()}{previous} [SEP] Next >{listed}"
        if self.where == "item" and self.product is not None:
            item = pages.item_text(self.product, self.show_attributes)
            return f"{self._head} [SEP] Back to Search [SEP] < Prev [SEP] {item}"
        if self.where == "index":
            return f"WebShop [SEP] {self._head} [SEP] Search"
        if self.where == "done":
            return pages.done_text(*self._done())
        return pages.joined(node.text for node in self.nodes())

    def nodes(self) -> list[Node]:
        """Return the page piece by piece; what the other observation modes and the browser are made of."""
        instruction = Node("text", self.goal.instruction)
        if self.where == "index":
            return [
                Node("text", "WebShop"),
                Node("text", "Instruction: "),
                instruction,
                Node("button", "Search"),
            ]
        if self.where == "done":
            return [Node("text", text) for text in pages.done_texts(*self._done())]
        head = [Node("text", "Instruction:"), instruction, Node("button", "Back to Search")]
        if self.where == "results":
            previous = [Node("button", "< Prev")] if self.page > 1 else []
            products = [self.catalogue.products[i] for i in self.shown()]
            listed = [node for product in products for node in pages.result_nodes(product)]
            return [*head, Node("text", self._count()), *previous, Node("button", "Next >"), *listed]
        if self.product is None:
            raise AssertionError("a product page without a product")
        head.append(Node("button", "< Prev"))
        if self.where == "item":
            return head + pages.item_nodes(self.product, self.show_attributes)
        return head + [Node("text", text) for text in pages.sub_texts(self.product, self.sub)]

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

    def _count(self) -> str:
        return f"Page {self.page} (Total results: {len(self.found)})"

    def _done(self) -> tuple[str, dict[str, str], float]:
        asin = self.product.asin if self.product is not None else ""
        return asin, self.options, self.outcome.value if self.outcome is not None else 0.0
