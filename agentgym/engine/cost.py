"""What calls cost: one rule, and the table of prices that it needs.

A call costs what its server says; else its tokens at the model's price; an answer from the cache costs nothing. The
table that ships comes after the user's own.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from agentgym.errors import DataError
from agentgym.policy import Completion
from agentgym.trajectory.index import Entry

SHIPPED = Path(__file__).with_name("prices.toml")
ENV = "AGENTGYM_PRICES"

_SNAPSHOT = re.compile(r"-(\d{4}|\d{4}-\d{2}-\d{2}|\d{8}|latest)$")


class Price(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """US dollars for a million tokens."""

    prompt: float
    completion: float


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    models: dict[str, Price]


class Prices:
    """Prices by model name.

    Args:
        models: the table.
    """

    def __init__(self, models: Mapping[str, Price]) -> None:
        self.models = dict(models)

    def of(self, model: str) -> Price | None:
        """Return the price of a model or of the model that it is a dated snapshot of; ``None`` if not listed."""
        return self.models.get(model) or self.models.get(_SNAPSHOT.sub("", model))

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
        """Return the cost in US dollars, ``None`` for a model without a price."""
        found = self.of(model)
        if found is None:
            return None
        return (prompt_tokens * found.prompt + completion_tokens * found.completion) / 1e6


def price(completion: Completion, prices: Prices | None) -> float | None:
    """Return what a call cost in US dollars, ``None`` if that is not known."""
    if completion.cost is not None:
        return completion.cost
    if completion.cached:
        return 0.0
    usage = completion.usage
    if prices is None or usage is None:
        return None
    return prices.cost(completion.model, usage.prompt_tokens, usage.completion_tokens)


def total(completions: Iterable[Completion], prices: Prices | None) -> float | None:
    """Return what calls cost together, those left out whose cost is not known; ``None`` if no call's is."""
    known = [cost for c in completions if (cost := price(c, prices)) is not None]
    return sum(known) if known else None


def indexed(entry: Entry, prices: Prices | None) -> float | None:
    """Return what the calls of an indexed episode cost: the same rule as :func:`total`."""
    found = [entry.cost] if entry.cost is not None else []
    if prices is not None:
        costs = (prices.cost(model, *tokens) for model, tokens in entry.unpriced.items())
        found += [cost for cost in costs if cost is not None]
    return sum(found) if found else None


def load(path: str | os.PathLike[str] | None = None) -> Prices:
    """Return the shipped prices, with those of ``path`` (``AGENTGYM_PRICES`` by default) before them.

    Raises:
        DataError: the file is missing or is no price table.
    """
    models = _read(SHIPPED)
    own = path or os.environ.get(ENV)
    if own:
        models |= _read(Path(own))
    return Prices(models)


def _read(path: Path) -> dict[str, Price]:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File).models
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise DataError(f"{path} is no price table: {error}. See {SHIPPED} for the form.") from None
