"""Anthropic's and Google's libraries against a local server that speaks their APIs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web

import agentgym
from agentgym.client import CallError, CallFailure
from agentgym.errors import ContextLengthError, PolicyError
from agentgym.policy import Request
from tests.policies.servers import Server, half, hang
from tests.policies.vendors import PACKAGES, refuses, says

GUESS = "Test/Guess-v0"
QUICK = "backoff=0.01&attempts=3&timeout=2"


@pytest.fixture(params=["anthropic", "google"])
def vendor(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(PACKAGES[request.param], reason=f"pip install -e '.[{request.param}]'")
    return str(request.param)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-secret")
    monkeypatch.setenv("GEMINI_API_KEY", "sk-ant-secret")
    started = Server()
    yield started
    started.close()


def ask(spec: str) -> Any:
    async def call() -> Any:
        policy = agentgym.make_policy(spec)
        await policy.open()
        try:
            return await policy.answer(Request(messages=[{"role": "user", "content": "hello"}]))
        finally:
            await policy.close()

    return asyncio.run(call())


def test_an_episode_in_text(vendor: str, server: Server) -> None:
    server.answer = lambda body: says(vendor, "Thought: t\nAction: guess[9]")
    spec = (
        f"{vendor}:model-x?base_url={server.address}&system=be brief&temperature=0.5&max_tokens=50&stop=END"
    )
    run = agentgym.rollout(GUESS, spec, tasks=["test-9"])
    assert (run.failed, run.mean_reward) == (0, 1.0)
    answer = next(iter(run)).steps[0].completion
    assert (answer.reasoning, answer.model, answer.finish_reason) == ("hm", "claude-x", "stop")
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.cached_tokens) == (
        7,
        3,
        2,
    )
    text = str(server.bodies[0])
    assert "be brief" in text and "END" in text and "0.5" in text and "50" in text
    assert "sk-ant-secret" not in str(answer)


def test_an_episode_with_tools(vendor: str, server: Server) -> None:
    guesses = iter([3, 9])
    server.answer = lambda body: says(vendor, "", call={"n": next(guesses)})
    spec = f"{vendor}:model-x?base_url={server.address}"
    run = agentgym.rollout(GUESS, spec, tasks=["test-9"], action_format="tools")
    assert (run.failed, run.mean_reward) == (0, 1.0)
    assert [s.action for s in next(iter(run)).steps] == ["guess[3]", "guess[9]"]
    first, second = server.bodies
    assert "Guess n." in str(first)
    if vendor == "anthropic":
        called, answered = second["messages"][-2:]
        assert called["content"] == [{"type": "tool_use", "id": "t1", "name": "guess", "input": {"n": 3}}]
        assert answered == {
            "role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "Higher."}]
        }  # fmt: skip
        assert first["tools"][0]["input_schema"]["properties"] == {"n": {"type": "integer"}}
    else:
        called, answered = second["contents"][-2:]
        assert called["role"] == "model" and called["parts"][0]["functionCall"]["args"] == {"n": 3}
        assert called["parts"][0]["thoughtSignature"] == "c2ln", "has to come back with the call"
        response = answered["parts"][0]["functionResponse"]
        assert (response["name"], response["response"]) == ("guess", {"result": "Higher."})


@pytest.mark.parametrize(
    ("status", "message", "kind", "attempts"),
    [
        (429, "slow down", CallFailure.RATE, 3),
        (529, "overloaded", CallFailure.OVERLOAD, 3),
        (500, "oops", CallFailure.SERVER, 3),
        (401, "no such key sk-ant-secret", CallFailure.REFUSED, 1),
    ],
)
def test_errors_are_told_apart(
    vendor: str, server: Server, status: int, message: str, kind: CallFailure, attempts: int
) -> None:
    server.answer = lambda body: refuses(vendor, status, message)
    with pytest.raises(CallError) as caught:
        ask(f"{vendor}:m?base_url={server.address}&{QUICK}")
    assert (caught.value.kind, len(server.bodies)) == (kind, attempts)
    assert "sk-ant-secret" not in str(caught.value)


def test_too_long_a_conversation_is_an_outcome(vendor: str, server: Server) -> None:
    text = {
        "anthropic": "prompt is too long: 210000 tokens > 200000 maximum",
        "google": "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
    }[vendor]
    server.answer = lambda body: refuses(vendor, 400, text)
    with pytest.raises(ContextLengthError):
        ask(f"{vendor}:m?base_url={server.address}&{QUICK}")


def test_no_answer_is_no_score_and_a_moment_of_weakness_is_survived(vendor: str, server: Server) -> None:
    weak = iter(
        [
            web.Response(text="<html>", content_type="text/html"),
            half,
            web.json_response({"nothing": 1}),
            hang,
        ]
    )
    server.answer = lambda body: next(weak, None) or says(vendor, "Action: guess[9]")
    spec = f"{vendor}:m?base_url={server.address}&backoff=0.01&timeout=0.5"
    run = agentgym.rollout(GUESS, spec, tasks=["test-9"])
    assert (run.failed, run.mean_reward) == (0, 1.0) and len(server.bodies) == 5
    server.answer = lambda body: refuses(vendor, 503, "down")
    run = agentgym.rollout(GUESS, f"{vendor}:m?base_url={server.address}&{QUICK}", tasks=2)
    assert (run.scored, run.failed, run.mean_reward) == (0, 2, None)


def test_a_key_is_needed(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    with pytest.raises(PolicyError, match="needs a key: set"):
        ask(f"{vendor}:m")
