"""``openai:MODEL``: any server with the OpenAI chat completions API, over one aiohttp connection pool.

The key is read from ``OPENAI_API_KEY`` (or the variable that ``key_env`` names) and never logged. TLS is always
verified. What the server says of an error decides what it is: too long a conversation is an outcome of the
episode, a rate limit or an overload is tried again, a wrong key ends the episode as a failure, never as a 0.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from agentgym.client import chat
from agentgym.client.calls import Calls
from agentgym.client.descriptors import allow_files
from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.client.model_profile import model_profile
from agentgym.client.options import Reader, boolean, json_object, listed, read
from agentgym.client.rates import RateLimits
from agentgym.client.retry import Retry
from agentgym.client.servers import Server, Servers
from agentgym.errors import ContextLengthError, OptionError, PolicyError
from agentgym.history import named
from agentgym.policy import Completion, Policy, Request

BASE_URL = "https://api.openai.com/v1"
SAMPLING: dict[str, Reader] = {
    "temperature": float,
    "top_p": float,
    "top_k": int,
    "min_p": float,
    "max_tokens": int,
    "max_completion_tokens": int,
    "seed": int,
    "stop": listed,
    "presence_penalty": float,
    "frequency_penalty": float,
    "repetition_penalty": float,
    "reasoning_effort": str,
}
"""Options of the spec that go into the body of every call."""
KEYWORDS: dict[str, Reader] = {
    "base_url": str,
    "azure": str,
    "api_version": str,
    "key_env": str,
    "system": str,
    "profile": str,
    "history": str,
    "context": int,
    "token_ids": boolean,
    "logprobs": boolean,
    "send_reasoning": boolean,
    "pin": str,
    "version": str,
    "body": json_object,
    "timeout": float,
    "connections": int,
    "rpm": int,
    "tpm": int,
}
"""Options of the spec that are arguments of :class:`OpenAIPolicy`."""
RETRY: dict[str, Reader] = {"deadline": float, "attempts": int, "backoff": float}
"""Options of the spec that are fields of :class:`~agentgym.client.Retry`."""


class OpenAIPolicy(Policy):
    """A model behind the chat completions API.

    Args:
        model: model name.
        base_url: the server's address up to ``/v1``, or several, as a list or separated by commas: calls are
            shared among them. ``OPENAI_BASE_URL`` by default, then OpenAI's own.
        key_env: environment variable that holds the key.
        system: system prompt, put before every conversation.
        sampling: ``temperature``, ``top_p``, ``max_tokens``, ``stop`` …
        timeout: seconds for one attempt.
        connections: calls in flight at each server, at most; fewer where a server pushes back.
        retry: attempts, pauses and the deadline of a call.
        rpm, tpm: requests and tokens per minute.
        history: ``full``, ``paper`` or ``window``, with an amount behind a colon: ``window:8``.
        context: tokens that the model holds. An answer that reaches it, or a prompt that a server cut down to
            it, ends the episode as ``context_limit``.
        profile: a model profile (``agentlm``), whose parts are the defaults of the other arguments.
        token_ids: ask for token ids (vLLM) and log-probabilities.
        logprobs: ask for log-probabilities.
        send_reasoning: send the reasoning of earlier turns back.
        pin: the model name that answers must carry; an answer of another model is a failure. Without it, a
            model name that changes within a run is marked in ``Completion.extra``.
        version: version of the weights behind the name; part of the key of cached answers.
        body: further fields of every call.
        azure: endpoint of an Azure resource; ``model`` is then the deployment.
        api_version: Azure's version of the API.

    Raises:
        OptionError: no model, or a value out of range.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | Sequence[str] | None = None,
        key_env: str | None = None,
        system: str | None = None,
        sampling: Mapping[str, Any] | None = None,
        timeout: float = 600.0,
        connections: int = 1024,
        retry: Retry | None = None,
        rpm: int | None = None,
        tpm: int | None = None,
        history: str | None = None,
        context: int | None = None,
        profile: str | None = None,
        token_ids: bool = False,
        logprobs: bool = False,
        send_reasoning: bool = False,
        pin: str | None = None,
        version: str = "",
        body: Mapping[str, Any] | None = None,
        azure: str | None = None,
        api_version: str = "2024-10-21",
    ) -> None:
        if not model:
            raise OptionError("Name the model: openai:MODEL, for example openai:gpt-4?temperature=0.")
        self.model = model
        self.base_urls = _addresses(base_url)
        self.azure = azure.rstrip("/") if azure else None
        self.api_version = api_version
        self.key_env = key_env or ("AZURE_OPENAI_API_KEY" if azure else "OPENAI_API_KEY")
        self.profile = model_profile(profile) if profile else None
        self.system = system if system is not None or self.profile is None else self.profile.system
        self.sampling = {**(self.profile.sampling if self.profile else {}), **(sampling or {})}
        self.retry = retry if retry is not None else Retry(timeout=timeout)
        self.connections = connections
        self.rpm, self.tpm = rpm, tpm
        self.history_name = history or (self.profile.history if self.profile else "full")
        self.history = named(self.history_name)
        self.context = context
        self.send_reasoning = send_reasoning
        self.pin = pin
        self.version = version
        extra = self.profile.body(_most(self.sampling)) if self.profile else {}
        asked = {"logprobs": True} if logprobs or token_ids else {}
        asked |= {"return_token_ids": True} if token_ids else {}
        self.options: dict[str, Any] = {**self.sampling, **extra, **asked, **(body or {})}
        self.spec = f"openai:{model}"
        self.calls: Calls | None = None
        """The calls under way; there while the policy is open."""
        self._session: aiohttp.ClientSession | None = None
        self._key = ""
        self._answering = ""
        Servers(self.base_urls, connections)  # Wrong addresses are told now and not when a run begins.
        RateLimits(rpm, tpm)

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> OpenAIPolicy:
        """Make it from ``openai:MODEL?base_url=…&temperature=…``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        return cls(argument, **keywords("openai", options))

    @property
    def base_url(self) -> str:
        """The address of the first server."""
        return self.base_urls[0]

    async def open(self) -> None:
        """Open the connection pool.

        Raises:
            PolicyError: OpenAI's own server is meant and there is no key.
        """
        key = self._key = os.environ.get(self.key_env, "")
        if not key and (self.base_urls == [BASE_URL] or self.azure):
            raise PolicyError(
                f"{self.spec} needs a key: set {self.key_env}, or name another server with ?base_url=http://…/v1."
            )
        headers = {"Content-Type": "application/json"}
        if key:
            headers |= {"api-key": key} if self.azure else {"Authorization": f"Bearer {key}"}
        urls = self.endpoints()
        allow_files(len(urls) * self.connections)
        self._session = aiohttp.ClientSession(
            headers=headers,
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
            timeout=aiohttp.ClientTimeout(total=self.retry.timeout),
            trust_env=_has_proxy(),
        )
        self.calls = Calls(
            Servers(urls, self.connections),
            self.retry,
            RateLimits(self.rpm, self.tpm) if self.rpm or self.tpm else None,
        )
        self._answering = ""

    def endpoints(self) -> list[str]:
        """Return the addresses that calls are posted to."""
        if self.azure:
            return [
                f"{self.azure}/openai/deployments/{self.model}/chat/completions?api-version={self.api_version}"
            ]
        return [f"{url}/chat/completions" for url in self.base_urls]

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def body(self, request: Request) -> bytes:
        """Return the body of the call that answers a request."""
        return self._body(request)[0]

    def cache_key(self, request: Request) -> bytes | None:
        """Return the call as sent, with the servers and the version of the weights."""
        identity = self.version or ",".join(self.endpoints())
        return identity.encode() + b"\n" + self.body(request)

    async def act(self, request: Request) -> Completion:
        """Ask the server.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had, for the reason that ``kind`` says; everything that another attempt
                may mend has been tried again.
        """
        calls, session = self.calls, self._session
        if calls is None or session is None:
            raise PolicyError("The policy is not open: call open() first.")
        body, omitted = self._body(request)

        async def once(server: Server) -> Completion:
            return await self._once(session, server, body)

        completion, attempts = await calls.make(
            once,
            affinity=request.episode_id,
            tokens=len(body) // 4 + _most(self.sampling) if calls.rates is not None else 0,
            used=_total,
        )
        completion.attempts = attempts
        completion.sampling = self.sampling
        if omitted:
            completion.extra = {**completion.extra, "omitted": omitted, "history": self.history_name}
        self._check_context(completion)
        self._check_model(completion)
        return completion

    def options_for(self, request: Request) -> Mapping[str, Any]:
        """Return the fields of a call besides model, messages and tools."""
        return self.options

    def _body(self, request: Request) -> tuple[bytes, int]:
        shown = self.history(request.messages)
        body = chat.body(
            self.model,
            shown.messages,
            tools=request.tools,
            system=self.system,
            options=self.options_for(request),
            reasoning=self.send_reasoning,
        )
        return body, shown.omitted

    async def _once(self, session: aiohttp.ClientSession, server: Server, body: bytes) -> Completion:
        clock = time.perf_counter()
        try:
            async with session.post(server.url, data=body, allow_redirects=False) as response:
                raw = await response.read()
        except TimeoutError:
            raise CallError(
                CallFailure.TIMEOUT, f"{server.url} gave no answer within {self.retry.timeout:g} s."
            ) from None
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise CallError(CallFailure.REFUSED, f"{server.url} is no address: {error}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise CallError(
                CallFailure.CONNECTION, f"{server.url}: {type(error).__name__}: {error}"
            ) from error
        if response.status != 200:
            raise refusal(response.status, raw, response.headers, server.url, secret=self._key)
        completion = chat.read(raw, server.url, response.headers.get("Content-Type", ""))
        completion.latency = time.perf_counter() - clock
        return completion

    def _check_context(self, completion: Completion) -> None:
        """Tell an answer that the context cut short, and a prompt that a server cut in silence."""
        usage = completion.usage
        if self.context is None or usage is None:
            return
        total = usage.prompt_tokens + usage.completion_tokens
        full = completion.finish_reason == "length" and total >= self.context
        if full or usage.prompt_tokens >= self.context:
            raise ContextLengthError(
                f"{self.model} holds {self.context:,} tokens: {usage.prompt_tokens:,} of the conversation and "
                f"{usage.completion_tokens:,} of the answer have filled it."
            )

    def _check_model(self, completion: Completion) -> None:
        """Tell when another model answers than before, or than the one that is pinned."""
        answering = completion.model
        if self.pin is not None and answering != self.pin:
            raise CallError(
                CallFailure.MODEL,
                f"{self.base_url} answered as the model {answering!r}, but {self.pin!r} is pinned (pin=…).",
            )
        if not self._answering:
            self._answering = answering
        elif answering != self._answering:
            if not completion.extra.get("model_before"):
                completion.extra = {**completion.extra, "model_before": self._answering}
            warnings.warn(
                f"{self.base_url} answered as {self._answering!r} and now as {answering!r}: the run mixes models. "
                "The episodes say which turn is whose; pin=NAME makes it a failure.",
                stacklevel=2,
            )


def keywords(scheme: str, options: Mapping[str, str]) -> dict[str, Any]:
    """Return the options of a spec as keyword arguments of :class:`OpenAIPolicy`, for policies built on it.

    Raises:
        OptionError: an unknown option, or a value of the wrong type.
    """
    values = read(scheme, options, {**SAMPLING, **KEYWORDS, **RETRY})
    sampling = {name: values.pop(name) for name in SAMPLING if name in values}
    retry = {name: values.pop(name) for name in RETRY if name in values}
    timeout = {"timeout": values.pop("timeout")} if "timeout" in values else {}
    return {**values, "sampling": sampling, "retry": Retry(**timeout, **retry)}


def _addresses(base_url: str | Sequence[str] | None) -> list[str]:
    given = base_url or os.environ.get("OPENAI_BASE_URL") or BASE_URL
    urls = given.split(",") if isinstance(given, str) else list(given)
    cleaned = [url.strip().rstrip("/") for url in urls]
    for url in cleaned:
        if urlsplit(url).scheme not in ("http", "https"):
            raise OptionError(f"base_url must begin with http:// or https://, got {url!r}.")
    return cleaned


def _most(sampling: Mapping[str, Any]) -> int:
    """Return the tokens that an answer may take, 0 where nothing is said."""
    return int(sampling.get("max_tokens") or sampling.get("max_completion_tokens") or 0)


def _total(completion: Completion) -> int:
    usage = completion.usage
    return usage.prompt_tokens + usage.completion_tokens if usage is not None else 0


def _has_proxy() -> bool:
    """Whether proxies are set: only then are they looked up, which costs time on every call."""
    return any(
        os.environ.get(n) or os.environ.get(n.upper()) for n in ("http_proxy", "https_proxy", "all_proxy")
    )
