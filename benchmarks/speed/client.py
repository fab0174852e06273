"""Speed of the client: CPU time of a call beside the openai SDK and httpx, and 2,000 episodes at once.

Run: ``python -m benchmarks.speed.client``. The model is a dummy server in a process of its own; CPU time is that of
this process alone. The other clients are measured where they are installed (``pip install openai httpx``).
"""

from __future__ import annotations

import asyncio
import importlib.util
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

import click

import agentgym
from agentgym.benchmarks.speed.dummy_server import dummy_server
from agentgym.benchmarks.speed.instant import ID, TASKS
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.policies.openai import OpenAIPolicy
from agentgym.policy import Request

MESSAGES: list[Any] = [
    {"role": "user", "content": "x" * 1500},
    {"role": "assistant", "content": "y" * 200},
    {"role": "user", "content": "z" * 1800},
]
SAMPLING = {"max_tokens": 64, "temperature": 0.7}
TURNS = 10

Call = Callable[[], Awaitable[Any]]
Client = Callable[[str, int], Awaitable[tuple[Call, Call]]]
"""Takes an address and a number of connections; gives a function that makes a call, and one that closes."""


async def ours(url: str, connections: int) -> tuple[Call, Call]:
    """Our own client, with everything it does: limits, retries, reading the answer into a completion."""
    policy = OpenAIPolicy("dummy", base_url=url, connections=connections, **SAMPLING)
    await policy.open()
    request = Request(messages=MESSAGES, episode_id="e")
    return lambda: policy.answer(request), policy.close


async def openai_sdk(url: str, connections: int) -> tuple[Call, Call]:
    """OpenAI's library."""
    from openai import AsyncOpenAI

    client = AsyncOpenAI(base_url=url, api_key="x", max_retries=0, timeout=600)

    def call() -> Awaitable[Any]:
        answer: Awaitable[Any] = client.chat.completions.create(model="dummy", messages=MESSAGES, **SAMPLING)
        return answer

    return call, client.close


async def bare_httpx(url: str, connections: int) -> tuple[Call, Call]:
    """Httpx, decoding the JSON and no more."""
    import httpx

    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    client = httpx.AsyncClient(limits=limits, timeout=600)
    body = {"model": "dummy", "messages": MESSAGES, **SAMPLING}

    async def call() -> Any:
        return (await client.post(f"{url}/chat/completions", json=body)).json()

    return call, client.aclose


async def _calls(client: Client, url: str, in_flight: int, count: int) -> float:
    """Make ``count`` calls, ``in_flight`` at once; return CPU seconds per call, connections made beforehand."""
    call, close = await client(url, in_flight)
    await asyncio.gather(*(call() for _ in range(in_flight)))
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            await call()

    start = time.process_time()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    spent = time.process_time() - start
    await close()
    return spent / count


def call_lines() -> list[Line]:
    """Measure a call at 64 in flight (no latency) and at 500 (half a second)."""
    lines = []
    for in_flight, seconds in ((64, 0.0), (500, 0.5)):
        with dummy_server(seconds) as url:
            figures = {"ours": 1e3 * min(_run(ours, url, in_flight, 6000) for _ in range(3))}
            for name, client, package, count in (
                ("openai SDK", openai_sdk, "openai", 1500),
                ("httpx", bare_httpx, "httpx", 1000),
            ):
                if importlib.util.find_spec(package) is not None:
                    figures[name] = 1e3 * min(_run(client, url, in_flight, count) for _ in range(2))
        bound = 0.3 if in_flight == 500 else None
        lines += [
            Line(f"{name}, {in_flight} in flight", figure, "ms CPU", bound if name == "ours" else None)
            for name, figure in figures.items()
        ]
        if "openai SDK" in figures:
            ratio = figures["openai SDK"] / figures["ours"]
            lines.append(Line(f"  SDK / ours, {in_flight} in flight", ratio, "times", at_least=8.0))
    return lines


def _run(client: Client, url: str, in_flight: int, count: int) -> float:
    return asyncio.run(_calls(client, url, in_flight, count))


def episode_lines() -> list[Line]:
    """Play 2,000 episodes at once, of ten turns with a one-second model each: one thread, so one core at most."""
    agentgym.register(ID, "agentgym.benchmarks.speed.instant:InstantEnv")
    with dummy_server(1.0) as url, tempfile.TemporaryDirectory() as folder:
        policy = f"openai:dummy?base_url={url}&connections={TASKS}"
        spent, start = time.process_time(), time.perf_counter()
        run = agentgym.rollout(ID, policy, concurrency=TASKS, out=folder)
        seconds, spent = time.perf_counter() - start, time.process_time() - spent
    if (run.played, run.steps) != (TASKS, TURNS * TASKS):
        raise SystemExit(f"Played {run.played} episodes with {run.steps} turns: nothing was measured.")
    return [
        Line(f"{TASKS:,} episodes at once, {TURNS} turns of 1 s: time / ideal", seconds / TURNS, "", 1.3),
        Line("  CPU of a turn, client, engine and log", 1e3 * spent / (TURNS * TASKS), "ms CPU"),
    ]


@click.command()
def main() -> None:
    """Measure the client."""
    print_lines("Client", call_lines() + episode_lines())


if __name__ == "__main__":
    main()
