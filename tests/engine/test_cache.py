"""The cache of calls."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.engine import Budget
from agentgym.engine.cache import CallCache
from agentgym.errors import DataError, OptionError
from agentgym.messages import tool_call
from agentgym.policy import Completion, Usage
from agentgym.trajectory import read
from tests.policies.servers import Server, whole


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    started = Server()
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "cost": 0.5}
    message = {"role": "assistant", "content": "Action: guess[5]"}
    started.answer = lambda body: whole(message, usage=usage)
    yield started
    started.close()


def test_calls_are_cached_by_request_version_and_repetition(server: Server, tmp_path: Path) -> None:
    spec = f"openai:m?base_url={server.url}&temperature=1"

    def run(policy: str, cache: str, name: str, **options: Any) -> tuple[int, int, float | None]:
        before = len(server.bodies)
        played = agentgym.rollout(
            "Test/Guess-v0",
            policy,
            tasks=["test-9"],
            max_steps=3,
            out=tmp_path / name,
            cache=cache,
            **options,
        )
        answers = [s.completion for e in read(tmp_path / name) for s in e.steps]
        assert played.failed == 0
        return len(server.bodies) - before, sum(a.cached for a in answers), sum(a.cost or 0 for a in answers)

    assert run(spec, "read", "a") == (3, 0, 1.5), "nothing is kept yet"
    assert run(spec, "off", "b") == (3, 0, 1.5)
    assert run(spec, "write", "c") == (3, 0, 1.5)
    assert run(spec, "read", "d") == (0, 3, 0.0), "marked, and not paid for"
    assert run(spec, "off", "e") == (3, 0, 1.5)
    assert run(spec, "read", "f", repeats=2) == (3, 3, 1.5), "another repetition is another call"
    assert run(f"{spec}&version=step-2", "read", "g") == (3, 0, 1.5), "other weights are another call"
    assert run(spec.replace("temperature=1", "temperature=0"), "read", "h") == (3, 0, 1.5)
    budget = Budget(max_tokens=1)
    run(spec, "read", "i", observer=budget)
    assert (budget.tokens, budget.cost) == (0, 0.0)
    with pytest.raises(OptionError, match="cache must be one of off, read, write"):
        agentgym.rollout("Test/Guess-v0", "expert", cache="on")


def test_a_cached_answer_is_the_answer(tmp_path: Path) -> None:
    cache = CallCache(tmp_path / "calls.sqlite")
    answer = Completion(
        text="ä\ud7ff🫖",
        model="m",
        usage=Usage(prompt_tokens=1),
        prompt_ids=[1, 2],
        logprobs=[-0.5],
        tool_calls=[{**tool_call("f", {"x": 1}), "extra_content": {"google": {"thought_signature": "c2ln"}}}],
        cost=1.0,
    )
    cache.put(b"k", answer)
    cache.put(b"k", Completion(text="other"))
    kept = cache.get(b"k")
    assert kept is not None and kept.cached and kept.cost == 0.0
    assert (kept.text, kept.usage, kept.prompt_ids) == (answer.text, answer.usage, answer.prompt_ids)
    assert kept.tool_calls == answer.tool_calls, "with what a provider wants back"
    assert cache.get(b"none") is None and cache.size().answers == 1
    cache.close()


def test_pruning(tmp_path: Path) -> None:
    cache = CallCache(tmp_path / "calls.sqlite")
    for number in range(30):
        cache.put(b"%d" % number, Completion(text="x" * 1000, model="a" if number % 3 else "b"))
    assert cache.models() == {"a": 20, "b": 10}
    assert cache.prune(days=5) == 0 and cache.prune(model="b") == 10
    half = cache.size().bytes // 2
    assert cache.prune(most_bytes=half) == 10 and cache.size().bytes <= half
    assert cache.prune() == 10 and cache.size().answers == 0
    cache.close()


def test_a_broken_cache_is_told(tmp_path: Path) -> None:
    (tmp_path / "calls.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(DataError, match="cannot be used as a cache of calls"):
        CallCache(tmp_path / "calls.sqlite")
    newer = sqlite3.connect(tmp_path / "newer.sqlite")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(DataError, match="another version of agentgym"):
        CallCache(tmp_path / "newer.sqlite")
