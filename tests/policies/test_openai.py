"""The OpenAI-compatible client against a local server that answers as real ones do."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiohttp import web

import agentgym
from agentgym.errors import AgentGymError, ContextLengthError, OptionError, PolicyError
from agentgym.policy import Request
from agentgym.rollout import Limits

Answer = Callable[[dict[str, Any]], web.Response]
QUICK = Limits(policy_retries=3, backoff_seconds=0.01, backoff_most=0.02)


class Server:
    """Answers chat completions with what :attr:`answer` returns, on a thread's loop."""

    def __init__(self) -> None:
        self.answer: Answer = lambda body: completion("ok")
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        async def start() -> None:
            app = web.Application()
            app.router.add_post("/v1/chat/completions", self._chat)
            self._runner = web.AppRunner(app)
            await self._runner.setup()
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/v1"  # type: ignore[union-attr]
            ready.set()

        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(start())
        self._loop.run_forever()

    async def _chat(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        self.bodies.append(body)
        self.headers.append(request.headers)
        return self.answer(body)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


def completion(text: str, **message: Any) -> web.Response:
    """Return a completion as servers write it."""
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, **message},
        "finish_reason": "stop",
    }
    return web.json_response(
        {"object": "chat.completion", "model": "m-1", "choices": [choice], "usage": usage}
    )


def refusal(status: int, code: str = "", message: str = "no", **headers: str) -> web.Response:
    """Return an error as servers write it."""
    return web.json_response({"error": {"message": message, "code": code}}, status=status, headers=headers)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    started = Server()
    yield started
    started.close()


def ask(spec: str, **request: Any) -> Any:
    """Make one call."""

    async def call() -> Any:
        policy = agentgym.make_policy(spec)
        await policy.open()
        try:
            return await policy.act(Request(messages=[{"role": "user", "content": "hello 🫖"}], **request))
        finally:
            await policy.close()

    return asyncio.run(call())


def test_a_call_carries_messages_sampling_and_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-secret")
    answer = ask(
        f"openai:gpt-x?base_url={server.url}&temperature=0.5&max_tokens=9&stop=END|STOP&system=be brief&key_env=MY_KEY"
    )
    assert answer.text == "ok" and answer.model == "m-1" and answer.usage.prompt_tokens == 7
    body = server.bodies[0]
    assert body["model"] == "gpt-x" and body["temperature"] == 0.5 and body["max_tokens"] == 9
    assert body["stop"] == ["END", "STOP"]
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == "hello 🫖"
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(answer)


def test_a_whole_episode_with_tool_calls(server: Server) -> None:
    def look(body: dict[str, Any]) -> web.Response:
        assert any(t["function"]["name"] == "search_action" for t in body["tools"])
        call = {
            "id": "c1",
            "type": "function",
            "function": {"name": "search_action", "arguments": '{"keywords": "green tea"}'},
        }
        return completion("", tool_calls=[call])

    server.answer = look
    run = agentgym.rollout(
        "AgentTune/WebShop-v0",
        f"openai:m?base_url={server.url}",
        tasks=1,
        action_format="tools",
        max_steps=3,
        limits=QUICK,
    )
    episode = next(iter(run))
    assert episode.steps[0].action == "search[green tea]"
    roles = [m["role"] for m in server.bodies[1]["messages"][-3:]]
    assert roles == ["user", "assistant", "tool"]


def test_overload_is_tried_again_and_then_answered(server: Server) -> None:
    answers = iter(
        [refusal(429, **{"Retry-After": "0"}), refusal(503), web.Response(text="<html>"), completion("look")]
    )
    server.answer = lambda body: next(answers, None) or completion("THOUGHT: t\nACTION: look")
    run = agentgym.rollout(
        "AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}", tasks=1, max_steps=2, limits=QUICK
    )
    assert run.scored == 1 and run.failed == 0 and len(server.bodies) >= 5


def test_no_answer_is_a_failure_and_never_a_zero(server: Server) -> None:
    server.answer = lambda body: refusal(500)
    run = agentgym.rollout("AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}", tasks=2, limits=QUICK)
    assert (run.scored, run.failed, run.mean_reward) == (0, 2, None)
    assert len(server.bodies) == 2 * 4


@pytest.mark.parametrize(
    "answer",
    [refusal(401, "invalid_api_key"), refusal(404, "model_not_found"), refusal(429, "insufficient_quota")],
)
def test_what_waiting_does_not_mend_is_not_tried_again(server: Server, answer: web.Response) -> None:
    status, text = answer.status, answer.body
    server.answer = lambda body: web.Response(status=status, body=text)
    with pytest.raises(PolicyError) as caught:
        ask(f"openai:m?base_url={server.url}")
    assert not caught.value.retryable and str(status) in str(caught.value)


@pytest.mark.parametrize(
    ("code", "message"),
    [("context_length_exceeded", "too long"), ("", "This model's maximum context length is 4096 tokens.")],
)
def test_too_long_a_conversation_is_an_outcome(server: Server, code: str, message: str) -> None:
    server.answer = lambda body: refusal(400, code, message)
    with pytest.raises(ContextLengthError):
        ask(f"openai:m?base_url={server.url}")
    run = agentgym.rollout("AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}", tasks=1, limits=QUICK)
    assert dict(run.statuses) == {"context_limit": 1} and run.failed == 0


def test_a_silent_server_times_out() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(PolicyError, match=r"no answer within 0\.2 s"):
            ask(f"openai:m?base_url={url}&timeout=0.2")


def test_wrong_specs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(OptionError, match="temperature must be a number, got 'hot'"):
        agentgym.make_policy("openai:m?temperature=hot")
    with pytest.raises(OptionError, match="unknown option 'temprature'"):
        agentgym.make_policy("openai:m?temprature=1")
    with pytest.raises(OptionError, match="Name the model"):
        agentgym.make_policy("openai:")
    with pytest.raises(PolicyError, match="set OPENAI_API_KEY"):
        ask("openai:gpt-4")
    with pytest.raises(AgentGymError, match="expert"):
        agentgym.make_policy("experrt")
