"""One attempt at a chat completion over HTTP: the pool of connections, and what its failures are."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import NamedTuple

import aiohttp

from agentgym.client import chat_completions
from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.policy import Completion


def open_session(headers: Mapping[str, str], timeout: float) -> aiohttp.ClientSession:
    """Open a pool of connections for the running event loop; TLS is always verified.

    Args:
        headers: sent with every call.
        timeout: seconds for an attempt.
    """
    return aiohttp.ClientSession(
        headers=headers,
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        timeout=aiohttp.ClientTimeout(total=timeout),
        trust_env=_has_proxy(),
    )


async def post(session: aiohttp.ClientSession, url: str, body: bytes, *, secret: str = "") -> Completion:
    """Post a body and read the completion.

    Args:
        session: of :func:`open_session`.
        url: where to.
        body: of :func:`agentgym.client.chat_completions.body`.
        secret: the key, which a server may echo; it is blotted out.

    Raises:
        CallError: there is no completion.
        ContextLengthError: the conversation does not fit the model.
    """
    clock = time.perf_counter()
    answer = await exchange(session, url, body)
    completion = chat_completions.malformed_call(answer.status, answer.raw)
    if completion is None:
        completion = chat_completions.read(
            answer.accepted(secret), url, answer.headers.get("Content-Type", "")
        )
    completion.latency = time.perf_counter() - clock
    return completion


class Answer(NamedTuple):
    """What a server answered."""

    url: str
    status: int
    raw: bytes
    headers: Mapping[str, str]

    def accepted(self, secret: str) -> bytes:
        """Return what was answered, if the server took the call.

        Args:
            secret: the key, which a server may echo; it is blotted out.

        Raises:
            CallError: it did not.
            ContextLengthError: the conversation does not fit the model.
        """
        if self.status != 200:
            raise refusal(self.status, self.raw, self.headers, self.url, secret=secret)
        return self.raw


async def exchange(session: aiohttp.ClientSession, url: str, body: bytes) -> Answer:
    """Post a body; return what was answered, whatever it is.

    Args:
        session, url, body: as in :func:`post`.

    Raises:
        CallError: nothing was.
    """
    try:
        async with session.post(url, data=body, allow_redirects=False) as response:
            raw = await response.read()
    except TimeoutError:
        raise CallError(
            CallFailure.TIMEOUT, f"{url} gave no answer within {session.timeout.total:g} s."
        ) from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise CallError(CallFailure.REFUSED, f"{url} is no address: {error}") from error
    except (aiohttp.ClientError, OSError) as error:
        raise CallError(CallFailure.CONNECTION, f"{url}: {type(error).__name__}: {error}") from error
    return Answer(url, response.status, raw, response.headers)


def _has_proxy() -> bool:
    """Whether proxies are set: only then are they looked up, which costs time on every call."""
    return any(
        os.environ.get(n) or os.environ.get(n.upper()) for n in ("http_proxy", "https_proxy", "all_proxy")
    )
