"""Policies over a maker's own SDK: everything but the two translations, which a subclass brings."""

from __future__ import annotations

import importlib.util
import os
import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec

from agentgym.client.calls import Calls
from agentgym.client.failures import CallError, CallFailure
from agentgym.client.servers import Server, Servers
from agentgym.errors import PolicyError
from agentgym.install import hint
from agentgym.messages import Message
from agentgym.policies.model_options import CallOptions
from agentgym.policies.model_policy import ModelPolicy
from agentgym.policy import Completion, Request, View


class SDKPolicy(ModelPolicy):
    """A model that its maker's SDK asks. Retries are ours: the SDK's own are switched off.

    Raises:
        OptionError: no model, or an option that is not accepted.
    """

    sdk: ClassVar[str]
    """Module of the SDK; the extra that brings it is called like the scheme."""
    address: ClassVar[str]
    default_key: ClassVar[str]
    options: CallOptions

    @classmethod
    def unavailable(cls) -> str:
        """Return that the SDK is not installed, and the mend, if so."""
        try:
            there = importlib.util.find_spec(cls.sdk) is not None
        except ModuleNotFoundError:  # The package that it would be in is not there either.
            there = False
        return "" if there else f"{cls.scheme}:MODEL needs its maker's SDK, {cls.sdk}: {hint(cls.scheme)}."

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        self.model = model
        self.base_url = (self.options.base_url or self.address).rstrip("/")
        self.key_env = self.options.key_env or self.default_key
        self.sampling = self.options.sampling()
        self.calls: Calls | None = None
        """The calls under way; there while the policy is open."""
        self._key = ""

    @abstractmethod
    def connect(self, key: str) -> None:
        """Make the SDK's client."""

    @abstractmethod
    async def disconnect(self) -> None:
        """Close the SDK's client."""

    @abstractmethod
    def translate(self, view: View) -> dict[str, Any]:
        """Return the arguments of the SDK's call. Pure."""

    @abstractmethod
    async def attempt(self, arguments: dict[str, Any]) -> Completion:
        """Make one call and translate the answer; raise what :class:`Calls` understands."""

    async def open(self) -> None:
        """Make the client.

        Raises:
            PolicyError: there is no key.
            DependencyError: the SDK is not installed.
        """
        self._key = os.environ.get(self.key_env, "")
        if not self._key:
            raise PolicyError(f"{self.label} needs a key: set {self.key_env}.")
        self.connect(self._key)
        servers = Servers([self.base_url], self.options.connections)
        self.calls = Calls(servers, self.options.retry(), self.options.rates())

    async def close(self) -> None:
        """Close the client."""
        if self.calls is not None:
            self.calls = None
            await self.disconnect()

    def cache_key(self, request: Request, view: View) -> bytes | None:
        """Return the call, with the version of the model, or its address where none is named."""
        answering = self.options.version or self.base_url
        return msgspec.json.encode([self.scheme, answering, self.translate(view)], order="sorted")

    async def act(self, request: Request, view: View) -> Completion:
        """Ask the model.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had; what another attempt may mend has been tried again.
        """
        if self.calls is None:
            raise PolicyError("The policy is not open: call open() first.")
        arguments = self.translate(view)
        size = sum(len(m["content"]) for m in view.messages) // 4

        async def once(server: Server) -> Completion:
            clock = time.perf_counter()
            completion = await self.attempt(arguments)
            completion.latency = time.perf_counter() - clock
            return completion

        completion, attempts = await self.calls.make(
            once, tokens=size + (self.options.max_tokens or 0), used=_total
        )
        completion.attempts = attempts
        completion.sampling = self.sampling
        if view.omitted:
            completion.extra = {**completion.extra, "omitted": view.omitted}
        return completion

    def timed_out(self) -> CallError:
        """Return the error of an attempt that took too long."""
        return CallError(
            CallFailure.TIMEOUT, f"{self.base_url} gave no answer within {self.options.timeout:g} s."
        )


def instructions(messages: Sequence[Message]) -> str | None:
    """Return the system messages as one text, ``None`` if there is none: these APIs take it beside the others."""
    texts = [m["content"] for m in messages if m["role"] == "system"]
    return "\n\n".join(texts) if texts else None


def _total(completion: Completion) -> int:
    usage = completion.usage
    return usage.prompt_tokens + usage.completion_tokens if usage is not None else 0
