"""What tokens cost: a table that ships, and the user's own before it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from agentgym.errors import DataError

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

    def price(self, model: str) -> Price | None:
        """Return the price of a model or of the model that it is a dated snapshot of; ``None`` if not listed."""
        return self.models.get(model) or self.models.get(_SNAPSHOT.sub("", model))

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
        """Return the cost in US dollars, ``None`` for a model without a price."""
        price = self.price(model)
        if price is None:
            return None
        return (prompt_tokens * price.prompt + completion_tokens * price.completion) / 1e6


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
