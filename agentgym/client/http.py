"""One attempt at a chat completion over HTTP: the pool of connections, and what its failures are."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

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
    if response.status != 200:
        own = chat_completions.malformed_call(response.status, raw)
        if own is not None:
            own.latency = time.perf_counter() - clock
            return own
        raise refusal(response.status, raw, response.headers, url, secret=secret)
    completion = chat_completions.read(raw, url, response.headers.get("Content-Type", ""))
    completion.latency = time.perf_counter() - clock
    return completion


def _has_proxy() -> bool:
    """Whether proxies are set: only then are they looked up, which costs time on every call."""
    return any(
        os.environ.get(n) or os.environ.get(n.upper()) for n in ("http_proxy", "https_proxy", "all_proxy")
    )
