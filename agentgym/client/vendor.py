"""Policies over a vendor's own library: everything but the two translations, which a subclass brings."""

from __future__ import annotations

import os
import time
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from agentgym.client.calls import Calls
from agentgym.client.failures import CallError, CallFailure
from agentgym.client.options import Reader, listed, read
from agentgym.client.rates import RateLimits
from agentgym.client.retry import Retry
from agentgym.client.servers import Server, Servers
from agentgym.errors import OptionError, PolicyError
from agentgym.history import named
from agentgym.messages import Message
from agentgym.policy import Completion, Policy, Request

KEYWORDS: dict[str, Reader] = {
    "base_url": str,
    "key_env": str,
    "system": str,
    "history": str,
    "version": str,
    "connections": int,
    "rpm": int,
    "tpm": int,
}
RETRY: dict[str, Reader] = {"timeout": float, "deadline": float, "attempts": int, "backoff": float}
SAMPLING: dict[str, Reader] = {
    "temperature": float,
    "top_p": float,
    "top_k": int,
    "max_tokens": int,
    "stop": listed,
}


class VendorPolicy(Policy):
    """A model that a vendor's library asks. Retries are ours: the library's own are switched off.

    Args:
        model: model name.
        base_url: another address than the vendor's.
        key_env: environment variable that holds the key; never logged.
        system: system prompt, put before every conversation.
        sampling: ``temperature``, ``top_p``, ``max_tokens``, ``stop`` …
        retry: attempts, pauses and the deadline of a call.
        connections: calls in flight at most; fewer where the server pushes back.
        rpm, tpm: requests and tokens per minute.
        history: ``full``, ``paper`` or ``window``, with an amount behind a colon.
        version: version of the model behind the name; part of the key of cached answers.

    Raises:
        OptionError: no model, or a value out of range.
    """

    scheme: ClassVar[str]
    address: ClassVar[str]
    default_key: ClassVar[str]
    sampling_options: ClassVar[Mapping[str, Reader]] = SAMPLING

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key_env: str | None = None,
        system: str | None = None,
        sampling: Mapping[str, Any] | None = None,
        retry: Retry | None = None,
        connections: int = 256,
        rpm: int | None = None,
        tpm: int | None = None,
        history: str = "full",
        version: str = "",
    ) -> None:
        if not model:
            raise OptionError(f"Name the model: {self.scheme}:MODEL.")
        self.model = model
        self.base_url = (base_url or self.address).rstrip("/")
        self.key_env = key_env or self.default_key
        self.system = system
        self.sampling = dict(sampling or {})
        self.retry = retry if retry is not None else Retry()
        self.connections = connections
        self.rpm, self.tpm = rpm, tpm
        self.history = named(history)
        self.version = version
        self.spec = f"{self.scheme}:{model}"
        self.calls: Calls | None = None
        self._key = ""
        Servers([self.base_url], connections)
        RateLimits(rpm, tpm)

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> VendorPolicy:
        """Make it from ``SCHEME:MODEL?temperature=…``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        values = read(cls.scheme, options, {**cls.sampling_options, **KEYWORDS, **RETRY})
        sampling = {name: values.pop(name) for name in cls.sampling_options if name in values}
        retry = {name: values.pop(name) for name in RETRY if name in values}
        return cls(argument, sampling=sampling, retry=Retry(**retry), **values)

    @abstractmethod
    def connect(self, key: str) -> None:
        """Make the library's client."""

    @abstractmethod
    async def disconnect(self) -> None:
        """Close the library's client."""

    @abstractmethod
    def translate(self, messages: list[Message], tools: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the arguments of the library's call."""

    @abstractmethod
    async def attempt(self, arguments: dict[str, Any]) -> Completion:
        """Make one call and translate the answer; raise what :class:`Calls` understands."""

    async def open(self) -> None:
        """Make the client.

        Raises:
            PolicyError: there is no key.
            DependencyError: the library is not installed.
        """
        self._key = os.environ.get(self.key_env, "")
        if not self._key:
            raise PolicyError(f"{self.spec} needs a key: set {self.key_env}.")
        self.connect(self._key)
        rates = RateLimits(self.rpm, self.tpm) if self.rpm or self.tpm else None
        self.calls = Calls(Servers([self.base_url], self.connections), self.retry, rates)

    async def close(self) -> None:
        """Close the client."""
        if self.calls is not None:
            self.calls = None
            await self.disconnect()

    def cache_key(self, request: Request) -> bytes | None:
        """Return the call, with the address and the version of the model."""
        arguments = self.translate(self.history(request.messages).messages, request.tools)
        return msgspec.json.encode([self.scheme, self.version or self.base_url, arguments], order="sorted")

    async def act(self, request: Request) -> Completion:
        """Ask the model.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had; what another attempt may mend has been tried again.
        """
        if self.calls is None:
            raise PolicyError("The policy is not open: call open() first.")
        shown = self.history(request.messages)
        arguments = self.translate(shown.messages, request.tools)
        size = sum(len(m["content"]) for m in shown.messages) // 4

        async def once(server: Server) -> Completion:
            clock = time.perf_counter()
            completion = await self.attempt(arguments)
            completion.latency = time.perf_counter() - clock
            return completion

        completion, attempts = await self.calls.make(
            once, tokens=size + int(self.sampling.get("max_tokens") or 0), used=_total
        )
        completion.attempts = attempts
        completion.sampling = self.sampling
        if shown.omitted:
            completion.extra = {**completion.extra, "omitted": shown.omitted}
        return completion

    def timed_out(self) -> CallError:
        """Return the error of an attempt that took too long."""
        return CallError(
            CallFailure.TIMEOUT, f"{self.base_url} gave no answer within {self.retry.timeout:g} s."
        )


def _total(completion: Completion) -> int:
    usage = completion.usage
    return usage.prompt_tokens + usage.completion_tokens if usage is not None else 0
