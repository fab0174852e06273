"""Measuring prompts."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from agentgym.environments.hotpotqa.world import tokens
from agentgym.errors import DependencyError, UnavailableError


def test_an_estimate() -> None:
    assert tokens.counter("estimate")("x" * 430) == 100


@pytest.fixture(autouse=True)
def fresh() -> None:
    tokens._tiktoken.cache_clear()


def test_what_counts_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    encoding = SimpleNamespace(encode=lambda text, disallowed_special: text.split())
    monkeypatch.setitem(sys.modules, "tiktoken", SimpleNamespace(get_encoding=lambda name: encoding))
    assert tokens.counter("tiktoken")("one two <|endoftext|>") == 3


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    with pytest.raises(DependencyError, match="needs the package tiktoken"):
        tokens.counter("tiktoken")

    def fails(name: str) -> None:
        raise OSError("no network")

    monkeypatch.setitem(sys.modules, "tiktoken", SimpleNamespace(get_encoding=fails))
    with pytest.raises(UnavailableError, match=r"TIKTOKEN_CACHE_DIR.*tokens='estimate'"):
        tokens.counter("tiktoken")
