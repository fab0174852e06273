"""What ``vllm:`` and ``local:`` share: an OpenAI-compatible client of servers that it starts and ends itself."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import aiohttp
import msgspec

from agentgym.errors import OptionError
from agentgym.policies.openai import OpenAIPolicy
from agentgym.policy import Completion, Request
from agentgym.serving import text_tools
from agentgym.serving.pool import ServerPool
from agentgym.serving.process import Launch

_UNSTARTED = "http://127.0.0.1:9/v1"
"""Stands for the addresses until the servers are up."""


class ServedPolicy(OpenAIPolicy):
    """A model behind servers of our own; with ``base_url``, behind servers that run already.

    Args:
        model: name under which the servers offer the model.
        tools: ``native``: the server is given tools and returns calls; ``text``: tools are shown in a message,
            and calls are read off the answer.
        tool_choice: ``auto``, or ``required``: the server holds every answer to a call.
        servers: how many to start; calls are shared among them, an episode stays with its server.
        start_timeout: seconds for the servers to be ready.
        restarts: how often a server that died is started again.
        log: file for the servers' output.
        client: arguments of :class:`~agentgym.policies.openai.OpenAIPolicy`.

    Raises:
        OptionError: a value out of range.
    """

    def __init__(
        self,
        model: str,
        *,
        tools: str = "native",
        tool_choice: str = "auto",
        servers: int = 1,
        start_timeout: float = 1800.0,
        restarts: int = 2,
        log: str | None = None,
        base_url: str | Sequence[str] | None = None,
        **client: Any,
    ) -> None:
        if tools not in ("native", "text"):
            raise OptionError(f"tools must be native or text, got {tools!r}.")
        if tool_choice not in ("auto", "required"):
            raise OptionError(f"tool_choice must be auto or required, got {tool_choice!r}.")
        if servers < 1 or restarts < 0 or start_timeout <= 0:
            raise OptionError(
                "Expected servers >= 1, restarts >= 0 and start_timeout > 0, "
                f"got {servers}, {restarts} and {start_timeout:g}."
            )
        super().__init__(model, base_url=base_url or _UNSTARTED, **client)
        self.tools: Literal["native", "text"] = "native" if tools == "native" else "text"
        self.tool_choice = tool_choice
        self.servers = servers
        self.start_timeout = start_timeout
        self.restarts = restarts
        self.log = Path(log) if log else None
        self.attached = base_url is not None
        self.pool: ServerPool | None = None
        """The servers; there while the policy is open and has started some."""

    @abstractmethod
    def launch(self, number: int) -> Launch:
        """Return how server ``number`` is started.

        Raises:
            DependencyError: what it takes is not installed.
            DataError: there is no such model.
        """

    async def open(self) -> None:
        """Start the servers, or find those of ``base_url``, and open the connection pool.

        Raises:
            PolicyError: a server did not come up; then none is left running.
        """
        if not self.attached:
            launches = await asyncio.to_thread(lambda: [self.launch(n) for n in range(self.servers)])
            pool = ServerPool(launches, start_timeout=self.start_timeout, restarts=self.restarts)
            addresses = await pool.start()
            self.pool = pool
            self.base_urls = [f"{address}/v1" for address in addresses]
        try:
            if self.context is None and (self.profile is None or self.profile.limit is None):
                self.context = await _context(self.base_urls[0])
            await super().open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connections and end the servers with everything they started."""
        try:
            await super().close()
        finally:
            pool, self.pool = self.pool, None
            if pool is not None:
                await pool.stop()

    async def act(self, request: Request) -> Completion:
        """Ask a server.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had.
        """
        if self.tools == "native":
            return await super().act(request)
        completion = await super().act(request)
        if request.tools:
            completion.text, completion.tool_calls = text_tools.read(completion.text)
        return completion

    def options_for(self, request: Request) -> Mapping[str, Any]:
        """Return the fields of a call; where a call of a tool is required, what makes the server keep to it."""
        if not request.tools or self.tool_choice == "auto":
            return self.options
        if self.tools == "native":
            return {**self.options, "tool_choice": "required"}
        held = {
            "type": "json_schema",
            "json_schema": {"name": "call", "schema": text_tools.schema(request.tools)},
        }
        return {**self.options, "response_format": held}

    def _body(self, request: Request) -> tuple[bytes, int]:
        if self.tools == "native":
            return super()._body(request)
        options = self.options_for(request)
        shown = msgspec.structs.replace(
            request, messages=text_tools.show(request.messages, request.tools), tools=[]
        )
        plain, self.options = self.options, dict(options)
        try:
            return super()._body(shown)
        finally:
            self.options = plain


def context_of(listing: Mapping[str, Any]) -> int | None:
    """Read the context length off an answer of ``/v1/models``: vLLM's field, or llama.cpp's."""
    for model in listing.get("data") or []:
        meta = model.get("meta") or {}
        for value in (model.get("max_model_len"), meta.get("n_ctx")):
            if isinstance(value, int) and value > 0:
                return value
    return None


async def _context(base_url: str) -> int | None:
    """Ask a server how many tokens its model holds; ``None`` where it does not say."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(f"{base_url}/models") as response,
        ):
            return context_of(msgspec.json.decode(await response.read())) if response.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, msgspec.DecodeError):
        return None
