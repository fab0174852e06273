"""What ``vllm:`` and ``local:`` share: an OpenAI-compatible client of servers that it starts and ends itself."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import aiohttp
import msgspec

from agentgym.client.failures import CallError, CallFailure
from agentgym.client.http import exchange
from agentgym.client.likelihood import Ask, Dicts
from agentgym.client.servers import Server
from agentgym.errors import PolicyError
from agentgym.messages import wire
from agentgym.models import text_tools
from agentgym.policies.openai import OpenAIPolicy
from agentgym.policies.openai_options import OpenAIOptions
from agentgym.policies.options import incidental, option
from agentgym.policy import Completion, Request, View
from agentgym.serving.pool import ServerPool
from agentgym.serving.process import Launch

_UNSTARTED = "http://127.0.0.1:9/v1"
"""Stands for the addresses until the servers are up."""


class ServedOptions(OpenAIOptions, frozen=True):
    """Options of every policy that starts servers."""

    base_url: Annotated[
        str | None,
        incidental(
            "servers that run already, up to `/v1`, separated by commas: nothing is started, and those are used."
        ),
    ] = None
    tools: Annotated[
        Literal["native", "text"],
        option(
            "`native`: the server is given tools and returns calls; `text`: tools are shown in a message and calls "
            "read off the answer, for models whose template has no tools."
        ),
    ] = "native"
    tool_choice: Annotated[
        Literal["auto", "required"],
        option(
            "`required`: every answer is a call; with `tools=text` the server is held to the JSON schema of the tools."
        ),
    ] = "auto"
    chat_template: Annotated[
        str | None,
        option(
            "one of ours (`agentlm`, `llama-2`, `chatml-tools`, `plain`) or a Jinja file; the model's own by default."
        ),
    ] = None
    servers: Annotated[
        int,
        incidental(
            "how many to start; calls are shared among them, an episode stays with its server, a dead one is passed "
            "over and started again.",
            ge=1,
        ),
    ] = 1
    start_timeout: Annotated[float, incidental("seconds for the servers to be ready.", gt=0)] = 1800.0
    restarts: Annotated[int, incidental("how often a server that died is started again.", ge=0)] = 2
    log: Annotated[str | None, incidental("file for the servers' output.")] = None
    python: Annotated[
        str | None, incidental("interpreter that has the server's package; this one by default.")
    ] = None


class ServedPolicy(OpenAIPolicy):
    """A model behind servers of our own; with ``base_url``, behind servers that run already.

    Args:
        model: the model, as the server's program takes it.
        options: those of :class:`ServedOptions`.

    Raises:
        OptionError: no model, or an option that is not accepted.
    """

    options_type: ClassVar[type[ServedOptions]] = ServedOptions
    incidental: ClassVar[frozenset[str]] = ServedOptions.incidental()
    options: ServedOptions

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        self.attached = self.options.base_url is not None
        if not self.attached:
            self.base_urls = [_UNSTARTED]
        self.tools_as_text = self.options.tools == "text"
        self.log = Path(self.options.log) if self.options.log else None
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
            chosen = self.options
            launches = await asyncio.to_thread(lambda: [self.launch(n) for n in range(chosen.servers)])
            pool = ServerPool(launches, start_timeout=chosen.start_timeout, restarts=chosen.restarts)
            addresses = await pool.start()
            self.pool = pool
            self.base_urls = [f"{address}/v1" for address in addresses]
        try:
            if self.context is None and (self.recipe is None or self.recipe.limit is None):
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

    async def act(self, request: Request, view: View) -> Completion:
        """Ask a server.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had.
        """
        completion = await super().act(request, view)
        if self.tools_as_text and request.tools:
            completion.text, completion.tool_calls = text_tools.read(completion.text)
        return completion

    @abstractmethod
    async def likelihoods(self, ask: Ask, messages: Dicts, tools: Dicts, texts: Sequence[str]) -> list[float]:
        """Return the log-probability of each text behind a conversation; see :mod:`agentgym.client.likelihood`."""

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        """Return the log-probability of each text behind the conversation, as the server gives it.

        Raises:
            ContextLengthError: the conversation with the longest of them does not fit the model.
            CallError, PolicyError: the server gives none.
        """
        calls, session = self.calls, self._session
        if calls is None or session is None:
            raise PolicyError("The policy is not open: call open() first.")
        view = self.view(request)
        messages = wire(view.messages, reasoning=view.reasoning)

        async def once(server: Server) -> list[float]:
            root = server.url.removesuffix("/v1/chat/completions")

            async def ask(path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
                url = root + path
                answer = await exchange(session, url, msgspec.json.encode(fields))
                raw = answer.accepted(self._key)
                try:
                    return msgspec.json.decode(raw, type=dict[str, Any])
                except msgspec.DecodeError as error:
                    raise CallError(CallFailure.BROKEN, f"{url} answered no JSON object: {error}") from None

            try:
                return await self.likelihoods(ask, messages, view.tools, continuations)
            except (KeyError, IndexError, TypeError, ValueError) as error:
                raise PolicyError(
                    f"{root} gives no log-probabilities of given texts in a form that is known: {error!r}. Play it "
                    "with `transformers:MODEL`, or take a profile in which the answer is written."
                ) from error

        scores, _ = await calls.make(once, affinity=request.episode_id)
        return scores

    def fields_for(self, request: Request) -> Mapping[str, Any]:
        """Return the fields of a call; where a call of a tool is required, what makes the server keep to it."""
        if not request.tools or self.options.tool_choice == "auto":
            return self.fields
        if not self.tools_as_text:
            return {**self.fields, "tool_choice": "required"}
        schema = {"name": "call", "schema": text_tools.schema(request.tools)}
        return {**self.fields, "response_format": {"type": "json_schema", "json_schema": schema}}


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
