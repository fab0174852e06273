"""A local model server for tests: answers as told, on a thread of its own; and the ways in which servers fail."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiohttp import web

import agentgym
from agentgym.policy import Request

Answer = Callable[[dict[str, Any]], Any]
"""From the body of a request to a response, a fault, or an awaitable of either."""
Fault = Callable[[web.Request], Any]


class Server:
    """Answers every POST with what :attr:`answer` returns for its body."""

    def __init__(self) -> None:
        self.answer: Answer = lambda body: completion("ok")
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self.paths: list[str] = []
        self.in_flight = self.most_in_flight = 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        async def start() -> None:
            app = web.Application()
            app.router.add_post("/{path:.*}", self._chat)
            self._runner = web.AppRunner(app, shutdown_timeout=0.1)
            await self._runner.setup()
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
            self.address = f"http://127.0.0.1:{self.port}"
            self.url = f"{self.address}/v1"
            ready.set()

        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(start())
        self._loop.run_forever()

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.text())
        self.bodies.append(body)
        self.headers.append(request.headers)
        self.paths.append(request.path_qs)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            answer = self.answer(body)
            if inspect.isawaitable(answer):
                answer = await answer
            if callable(answer):
                answer = await answer(request)
            return answer  # type: ignore[no-any-return]
        finally:
            self.in_flight -= 1

    def close(self) -> None:
        """Stop."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        left = asyncio.all_tasks(self._loop)  # Answers that hang.
        for task in left:
            task.cancel()
        if left:
            self._loop.run_until_complete(asyncio.wait(left))
        self._loop.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server, and no key or address in the environment."""
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
            return await policy.answer(Request(messages=[{"role": "user", "content": "hello 🫖"}], **request))
        finally:
            await policy.close()

    return asyncio.run(call())


def completion(text: str | None, **message: Any) -> web.Response:
    """Return a completion as servers write it."""
    return whole({"role": "assistant", "content": text, **message})


def whole(
    message: dict[str, Any], *, choice: Any = None, finish: str = "stop", **answer: Any
) -> web.Response:
    """Return a completion with further fields of the choice and of the answer."""
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    first = {"index": 0, "message": message, "finish_reason": finish, **(choice or {})}
    return web.json_response(
        {"object": "chat.completion", "model": "m-1", "choices": [first], "usage": usage, **answer}
    )


def refusal(status: int, code: str = "", message: str = "no", **headers: str) -> web.Response:
    """Return an error as servers write it."""
    return web.json_response({"error": {"message": message, "code": code}}, status=status, headers=headers)


async def half(request: web.Request) -> web.StreamResponse:
    """Announce more than is sent, then hang up."""
    response = web.StreamResponse(headers={"Content-Length": "5000", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"object": "chat.completion", "choices": [{"mess')
    assert request.transport is not None
    request.transport.close()
    return response


async def truncated_stream(request: web.Request) -> web.StreamResponse:
    """Send a chunked answer without its end."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(b'{"object": "chat.completion", "choices": [{"message": {"role": "assist')
    assert request.transport is not None
    request.transport.close()
    return response


async def hang(request: web.Request) -> web.StreamResponse:
    """Say nothing for long."""
    await asyncio.sleep(20)
    return completion("too late")


async def hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


FAULTS: dict[str, Callable[[], Any]] = {
    "429": lambda: refusal(429, **{"Retry-After": "0.02"}),
    "429 without a time": lambda: refusal(429),
    "500": lambda: refusal(500),
    "503": lambda: refusal(503),
    "half": lambda: half,
    "truncated stream": lambda: truncated_stream,
    "hang": lambda: hang,
    "hang up": lambda: hang_up,
    "malformed JSON": lambda: web.Response(text='{"choices": [{"message"', content_type="application/json"),
    "HTML": lambda: web.Response(text="<html>a gateway</html>", content_type="text/html"),
    "events": lambda: web.Response(text='data: {"choices": []}\n\n', content_type="text/event-stream"),
    "no choices": lambda: web.json_response({"object": "chat.completion", "choices": []}),
    "not a completion": lambda: web.json_response(["hello"]),
    "200 with an error": lambda: web.json_response({"error": {"code": 502, "message": "provider down"}}),
}
"""What a server may do wrong for a while, by name."""
