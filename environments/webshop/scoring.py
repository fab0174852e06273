"""The reward of a purchase, exactly the original's (``web_agent_site/engine/goal.py``), and its metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz, utils

if TYPE_CHECKING:
    from agentgym.environments.webshop.world.goals import Goal, Option
    from agentgym.environments.webshop.world.nouns import Tagger
    from agentgym.environments.webshop.world.products import Product

MATCH = 85
"""``token_set_ratio`` above which two texts are the same."""

COLORS = (
    "alabaster apricot aqua ash asphalt azure banana beige black blue blush bordeaux bronze brown "
    "burgundy camel camo caramel champagne charcoal cheetah chestnut chocolate christmas coffee cognac "
    "copper coral cranberry cream crystal dark denim eggplant elephant espresso fuchsia gold granite "
    "grape graphite grass gray green grey heather indigo ivory ivy khaki lavender lemon leopard light "
    "lilac lime magenta maroon mauve merlot midnight mint mocha multicolor mushroom mustard natural navy "
    "nude olive orange peach pewter pink plum purple rainbow red rose royal rust sand sapphire seashell "
    "silver skull slate steel stone stonewash sunflower tan taupe teal tiger turquoise violet walnut "
    "wheat white wine yellow"
).split()
"""Colour words, in the order in which they are tried."""


class Reward(msgspec.Struct, frozen=True):
    """A reward with its parts.

    Attributes:
        value: the reward, in [0, 1].
        r_type: factor for the kind of product (1, 0.5, 0.1 or 0).
        r_att, r_option: shares of wanted attributes and options; 1 for none wanted.
        r_price: whether the price is within the limit.
    """

    value: float
    r_type: float
    r_att: float
    r_option: float
    r_price: bool
    title_score: float
    query_match: bool
    category_match: bool

    def metrics(self) -> dict[str, float]:
        """Return the metrics of a finished visit: ``success`` and the parts of the reward."""
        return {
            "success": float(self.value >= 1.0),
            "r_type": self.r_type,
            "r_att": self.r_att,
            "r_option": self.r_option,
            "r_price": float(self.r_price),
        }


def reward(bought: Product, goal: Goal, price: float, options: dict[str, str], nouns: Tagger) -> Reward:
    """Score a purchase.

    Args:
        bought: the product.
        goal: what was wanted.
        price: what the product sells at.
        options: chosen option values by option name.
        nouns: returns the nouns of a title.
    """
    r_type, title_score, query_match, category_match = _type_reward(bought, goal, nouns)
    attributes = _count_attributes(bought, goal.attributes)
    chosen = _count_options(options.values(), goal.options)
    r_price = price <= goal.price_upper
    wanted = len(goal.attributes) + len(goal.options) + 1
    return Reward(
        value=(attributes + chosen + r_price) / wanted * r_type,
        r_type=r_type,
        r_att=attributes / len(goal.attributes) if goal.attributes else 1.0,
        r_option=chosen / len(goal.options) if goal.options else 1.0,
        r_price=r_price,
        title_score=title_score,
        query_match=query_match,
        category_match=category_match,
    )


def _type_reward(bought: Product, goal: Goal, nouns: Tagger) -> tuple[float, float, bool, bool]:
    query_match = bought.query == goal.query
    category_match = len(_levels(bought.product_category) & _levels(goal.product_category)) >= 2
    wanted = nouns(goal.title)
    title_score = len(set(nouns(bought.title)) & set(wanted)) / len(wanted) if wanted else 0.2
    r_type = 1.0
    if not (query_match or category_match or title_score > 0.2):
        r_type = 0.5
    # The later rules override the earlier ones: an equal query does not save a foreign title.
    if title_score < 0.1:
        r_type = 0.1
    if title_score == 0.0:
        r_type = 0.0
    return r_type, title_score, query_match, category_match


@lru_cache(1 << 14)
def _levels(product_category: str) -> frozenset[str]:
    return frozenset(level.strip() for level in product_category.split("›"))


def _count_attributes(bought: Product, wanted: Sequence[str]) -> int:
    title, bullets, description = (
        bought.title.lower(),
        " ".join(bought.bullets).lower(),
        bought.description.lower(),
    )
    return sum(
        any(similarity(own, a) > MATCH for own in bought.attributes)
        or a in title
        or a in bullets
        or a in description
        for a in wanted
    )


def _count_options(chosen: Iterable[str], wanted: Sequence[Option]) -> int:
    normal = [_color(c) for c in chosen]
    return sum(any(similarity(c, w) > MATCH for c in normal) for w in map(_color, wanted))


def _color(option: Option) -> Option:
    # On a (name, value) pair ``in`` tests the two members, not substrings: so does the original.
    return next((color for color in COLORS if color in option), option)


@lru_cache(1 << 16)
def similarity(left: Option, right: Option) -> int:
    """Return thefuzz 0.22's ``token_set_ratio``: non-ASCII dropped, rounded; a pair is compared as its text."""
    return round(fuzz.token_set_ratio(_processed(left), _processed(right)))


def _processed(text: Option) -> str:
    return utils.default_process("".join(c for c in str(text) if ord(c) < 128))
