"""Goals drawn from instructions as the original draws them, with price limits that do not change between processes.

Upstream draws the price limit (and the prices of products with a range) before it seeds its generator, so they
differ from run to run. Here each goal's limit follows from a seed, the product and the instruction alone. The
order of the goals is the original's: shuffled with seed 233.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.goals import NO_LIMIT, Goal, Option

SHUFFLE_SEED = 233
_LIMITS = [10.0 * i for i in range(1, 100)]


def human_goals(catalogue: Catalogue, instructions: Mapping[str, Any], *, seed: int = 0) -> list[Goal]:
    """Return the goals that people wrote, shuffled as upstream.

    Args:
        catalogue: products; instructions for others are passed over.
        instructions: the human instruction file: ASIN to a list of ``instruction``,
            ``instruction_attributes`` and ``instruction_options``.
        seed: seed of the price limits.
    """
    goals = []
    for product in catalogue.products:
        for entry in instructions.get(product.asin, ()):
            attributes = entry["instruction_attributes"]
            if not attributes:
                continue
            written = entry["instruction"].strip(".")
            limit, text = _limit(catalogue.price(product.asin), f"{seed}/{product.asin}/{written}")
            options: list[Option] = list(entry["instruction_options"])
            goals.append(_goal(catalogue, product.asin, written + text, attributes, options, limit, 1.0))
    return shuffled(goals)


def synthetic_goals(catalogue: Catalogue, *, seed: int = 0) -> list[Goal]:
    """Return one goal per product with an instruction and combination of its options, shuffled as upstream."""
    goals = []
    for product in catalogue.products:
        if product.instruction is None:
            continue
        names = sorted(product.options)
        # Upstream draws one limit per product, not per combination.
        limit, text = _limit(catalogue.price(product.asin), f"{seed}/{product.asin}")
        for values in itertools.product(*(product.options[n] for n in names)):
            pairs: list[Option] = list(zip(names, values, strict=True))
            wanted = ", and ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
            instruction = f"{product.instruction}{f' with {wanted}' if wanted else ''}{text}"
            goals.append(
                _goal(catalogue, product.asin, instruction, product.instruction_attributes, pairs, limit, 0.0)
            )
    counts = Counter(a for g in goals for a in g.attributes)
    weighted = [
        msgspec.structs.replace(
            g, weight=sum(1.0 / counts[a] for a in g.attributes) / max(1, len(g.attributes))
        )
        for g in goals
    ]
    return shuffled(weighted)


def shuffled(goals: Sequence[Goal]) -> list[Goal]:
    """Return the goals in the original's order."""
    order = list(goals)
    random.Random(SHUFFLE_SEED).shuffle(order)
    return order


def _goal(
    catalogue: Catalogue,
    asin: str,
    instruction: str,
    attributes: list[str],
    options: list[Option],
    limit: float,
    weight: float,
) -> Goal:
    product = catalogue[asin]
    return Goal(
        asin, instruction, attributes, options, limit, product.category, product.query, product.title,
        product.product_category, weight,
    )  # fmt: skip


def _limit(price: float, key: str) -> tuple[float, str]:
    """Draw the price limit: the larger of two of the next four multiples of ten above the price."""
    candidates = [p for p in _LIMITS if p > price][:4]
    if len(candidates) < 2:
        return NO_LIMIT, ""
    limit = max(random.Random(f"limit/{key}").sample(candidates, 2))
    return limit, f", and price lower than {limit:.2f} dollars"
