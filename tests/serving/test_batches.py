"""Conversations that ask at the same time are one batch."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from agentgym.errors import PolicyError
from agentgym.serving.batches import Batches

MODEL: Any = SimpleNamespace(model="model", tokenizer="tokenizer", ends=frozenset({1}))


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """The batches that were decoded; one with ``bad`` in it fails. No torch is needed."""
    batches: list[list[Any]] = []

    def decode(model: Any, tokenizer: Any, batch: list[Any], ends: Any) -> None:
        assert (model, tokenizer, ends) == ("model", "tokenizer", {1})
        batches.append(list(batch))
        if "bad" in batch:
            raise ValueError("out of memory")

    fake = ModuleType("agentgym.serving.decoding")
    fake.decode = decode  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "agentgym.serving.decoding", fake)
    return batches


def finish(items: list[Any], *, most: int = 8, give_up: str = "") -> list[Any]:
    """Continue conversations at the same time; return what became of each."""

    async def main() -> list[Any]:
        with ThreadPoolExecutor(1) as worker:
            batches = Batches(MODEL, worker, most, "tiny")
            calls = [asyncio.create_task(batches.finish(item)) for item in items]
            await asyncio.sleep(0)
            for item, call in zip(items, calls, strict=True):
                if item == give_up:
                    call.cancel()
            found = await asyncio.gather(*calls, return_exceptions=True)
            await batches.close()
            return found

    return asyncio.run(main())


def test_what_is_asked_together_is_decoded_together(decoded: list[list[Any]]) -> None:
    assert finish(list("abcde"), most=3) == [None] * 5
    assert decoded == [["a", "b", "c"], ["d", "e"]]


def test_a_failed_batch_is_told_to_each_and_the_next_goes_on(decoded: list[list[Any]]) -> None:
    told = finish(["a", "bad", "c"], most=2)
    assert [str(t) for t in told[:2]] == ["tiny: ValueError: out of memory"] * 2
    assert all(isinstance(t, PolicyError) for t in told[:2]) and told[2] is None


def test_what_was_given_up_is_not_decoded(decoded: list[list[Any]]) -> None:
    told = finish(["a", "b", "c"], give_up="b")
    assert isinstance(told[1], asyncio.CancelledError) and told[0] is told[2] is None
    assert decoded == [["a", "c"]]
