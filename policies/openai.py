"""``openai:MODEL``: any server with the OpenAI chat completions API, over one aiohttp connection pool.

The key is read from ``OPENAI_API_KEY`` (or the variable that ``key_env`` names) and never logged. TLS is always
verified. What the server says of an error decides what it is: too long a conversation is an outcome of the
episode, a rate limit or an overload is tried again, a wrong key ends the episode as a failure, never as a 0.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec

from agentgym.errors import ContextLengthError, OptionError, PolicyError
from agentgym.messages import wire
from agentgym.policy import Completion, Policy, Request, Usage

BASE_URL = "https://api.openai.com/v1"
_SAMPLING: dict[str, type] = {
    "temperature": float,
    "top_p": float,
    "max_tokens": int,
    "max_completion_tokens": int,
    "seed": int,
    "presence_penalty": float,
    "frequency_penalty": float,
}
_OTHER = ("base_url", "key_env", "system", "stop", "timeout", "connections")
_RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_CONTEXT_CODES = frozenset({"context_length_exceeded", "string_above_max_length"})
_CONTEXT_PHRASES = (
    "maximum context length",
    "prompt is too long",
    "context length exceeded",
    "exceeds the available context",
)


class OpenAIPolicy(Policy):
    """A model behind the chat completions API.

    Args:
        model: model name.
        base_url: the server's address up to ``/v1``; ``OPENAI_BASE_URL`` by default, then OpenAI's own.
        key_env: environment variable that holds the key.
        system: system prompt, put before every conversation.
        sampling: ``temperature``, ``top_p``, ``max_tokens``, ``stop`` …
        timeout: seconds for one call.
        connections: connections at most.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key_env: str = "OPENAI_API_KEY",
        system: str | None = None,
        sampling: Mapping[str, Any] | None = None,
        timeout: float = 600.0,
        connections: int = 512,
    ) -> None:
        if not model:
            raise OptionError("Name the model: openai:MODEL, for example openai:gpt-4?temperature=0.")
        self.model = model
        self.base_url = (base_url or os.environ.get("OPENAI_BASE_URL") or BASE_URL).rstrip("/")
        self.key_env = key_env
        self.system = system
        self.sampling = dict(sampling or {})
        self.timeout = timeout
        self.connections = connections
        self.spec = f"openai:{model}"
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> OpenAIPolicy:
        """Make it from ``openai:MODEL?base_url=…&temperature=…``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        sampling: dict[str, Any] = {}
        for name, text in options.items():
            if name in _SAMPLING:
                try:
                    sampling[name] = _SAMPLING[name](text)
                except ValueError:
                    raise OptionError(
                        f"openai: {name} must be of type {_SAMPLING[name].__name__}, got {text!r}."
                    ) from None
            elif name not in _OTHER:
                raise OptionError(
                    f"openai: unknown option {name!r}; known: {', '.join([*_SAMPLING, *_OTHER])}."
                )
        if "stop" in options:
            sampling["stop"] = options["stop"].split("|")
        return cls(
            argument,
            base_url=options.get("base_url"),
            key_env=options.get("key_env", "OPENAI_API_KEY"),
            system=options.get("system"),
            sampling=sampling,
            timeout=float(options.get("timeout", 600.0)),
            connections=int(options.get("connections", 512)),
        )

    async def open(self) -> None:
        """Open the connection pool.

        Raises:
            PolicyError: OpenAI's own server is meant and there is no key.
        """
        key = os.environ.get(self.key_env, "")
        if not key and self.base_url == BASE_URL:
            raise PolicyError(
                f"{self.spec} needs a key: set {self.key_env}, or name another server with ?base_url=http://…/v1."
            )
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._session = aiohttp.ClientSession(
            headers=headers,
            connector=aiohttp.TCPConnector(limit=self.connections),
            timeout=aiohttp.ClientTimeout(total=self.timeout),
        )

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def act(self, request: Request) -> Completion:
        """Ask the server.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            PolicyError: anything else that gave no answer; ``retryable`` where a later try may.
        """
        if self._session is None:
            raise PolicyError("The policy is not open: call open() first.")
        clock = time.perf_counter()
        try:
            async with self._session.post(
                f"{self.base_url}/chat/completions", data=self._body(request)
            ) as response:
                raw = await response.read()
                status, retry_after = response.status, response.headers.get("Retry-After")
        except TimeoutError:
            raise PolicyError(
                f"{self.base_url} gave no answer within {self.timeout:g} s.", retryable=True
            ) from None
        except aiohttp.ClientError as error:
            raise PolicyError(f"{self.base_url}: {type(error).__name__}: {error}", retryable=True) from error
        if status != 200:
            raise _refusal(status, raw, retry_after, self.base_url)
        completion = _read(raw, self.base_url)
        completion.latency = time.perf_counter() - clock
        completion.sampling = self.sampling
        return completion

    def _body(self, request: Request) -> bytes:
        messages = wire(request.messages)
        if self.system is not None:
            messages.insert(0, {"role": "system", "content": self.system})
        body: dict[str, Any] = {"model": self.model, "messages": messages, **self.sampling}
        if request.tools:
            body["tools"] = request.tools
        return msgspec.json.encode(body)


class _Choice(msgspec.Struct):
    message: dict[str, Any]
    finish_reason: str | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice]
    model: str = ""
    usage: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(_Answer)


def _read(raw: bytes, server: str) -> Completion:
    try:
        answer = _decoder.decode(raw)
    except msgspec.DecodeError as error:
        raise PolicyError(
            f"{server} answered with something else than a completion: {error}", retryable=True
        ) from None
    if not answer.choices:
        raise PolicyError(f"{server} answered without choices.", retryable=True)
    message = answer.choices[0].message
    usage = answer.usage or {}
    return Completion(
        text=message.get("content") or "",
        tool_calls=message.get("tool_calls") or [],
        reasoning=message.get("reasoning_content") or "",
        finish_reason=answer.choices[0].finish_reason or "",
        model=answer.model,
        usage=Usage(
            prompt_tokens=int(usage.get("prompt_tokens") or 0),
            completion_tokens=int(usage.get("completion_tokens") or 0),
            cached_tokens=int((usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0),
        )
        if answer.usage is not None
        else None,
    )


def _refusal(status: int, raw: bytes, retry_after: str | None, server: str) -> PolicyError:
    text = raw[:2000].decode("utf-8", "replace")
    try:
        error = msgspec.json.decode(raw)
        detail = error.get("error", error) if isinstance(error, dict) else {}
        code = str(detail.get("code", "")) if isinstance(detail, dict) else ""
    except msgspec.DecodeError:
        code = ""
    if code in _CONTEXT_CODES or (status == 400 and any(p in text.lower() for p in _CONTEXT_PHRASES)):
        return ContextLengthError(f"{server}: {text[:300]}")
    # A spent quota comes with the status of a rate limit, but waiting does not help.
    retryable = status in _RETRYABLE and code != "insufficient_quota"
    try:
        pause = float(retry_after) if retry_after else None
    except ValueError:
        pause = None
    return PolicyError(f"{server} answered {status}: {text[:500]}", retryable=retryable, retry_after=pause)
