"""What calls cost: the one rule, and the table of prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.engine import cost
from agentgym.engine.cost import Price, Prices, price, total
from agentgym.errors import DataError
from agentgym.policy import Completion, Usage

TABLE = Prices({"m": Price(prompt=1.0, completion=2.0)})
CALL = Usage(prompt_tokens=1_000_000, completion_tokens=500_000)


def test_prices(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text('[models]\n"mine" = { prompt = 1.0, completion = 2.0 }\n')
    table = cost.load(own)
    assert table.cost("mine", 1_000_000, 500_000) == 2.0
    assert table.of("gpt-4-0613") == table.of("gpt-4") and table.of("gpt-4.5-preview") is None
    own.write_text("[models]\nmine = 3\n")
    with pytest.raises(DataError, match="no price table"):
        cost.load(own)


def test_a_call_costs_what_its_server_says_else_its_price_and_nothing_from_the_cache() -> None:
    assert price(Completion(model="m", usage=CALL, cost=0.5), TABLE) == 0.5
    assert price(Completion(model="m", usage=CALL), TABLE) == 2.0
    assert price(Completion(model="m", usage=CALL, cached=True), TABLE) == 0.0
    assert price(Completion(model="other", usage=CALL), TABLE) is None
    assert (
        price(Completion(model="m"), TABLE) is None and price(Completion(model="m", usage=CALL), None) is None
    )


def test_a_total_leaves_out_what_is_not_known() -> None:
    known, unknown = Completion(model="m", usage=CALL), Completion(model="other", usage=CALL)
    assert total([known, unknown, known], TABLE) == 4.0
    assert total([unknown], TABLE) is None and total([], TABLE) is None
