"""The options of ``openai:`` and of every policy that is built on it."""

from __future__ import annotations

import os
from typing import Annotated, Any
from urllib.parse import urlsplit

from agentgym.errors import OptionError
from agentgym.policies.model_options import RECIPE, CallOptions
from agentgym.policies.options import incidental, option, sampling

BASE_URL = "https://api.openai.com/v1"


class OpenAIOptions(CallOptions, frozen=True):
    """Options of ``openai:``."""

    base_url: Annotated[
        str | None,
        incidental(
            "the server's address up to `/v1`; several, separated by commas, share the work and stand in for each "
            "other. `OPENAI_BASE_URL` by default, then OpenAI's own."
        ),
    ] = None
    azure: Annotated[
        str | None,
        incidental(
            "endpoint of an Azure resource; the model is then the deployment, the key in `AZURE_OPENAI_API_KEY`."
        ),
    ] = None
    api_version: Annotated[str, incidental("Azure's version of the API.")] = "2024-10-21"
    connections: Annotated[
        int, incidental("calls in flight at each server at most; fewer where a server pushes back.", ge=1)
    ] = 1024
    top_k: Annotated[int | None, sampling("tokens that are drawn from.")] = None
    min_p: Annotated[float | None, sampling("least share of the likeliest token's probability.")] = None
    max_completion_tokens: (
        Annotated[int, sampling("as `max_tokens`, for models that think.", ge=1)] | None
    ) = None
    seed: Annotated[int | None, sampling("seed of the draws.")] = None
    presence_penalty: Annotated[float | None, sampling("penalty of what has occurred.")] = None
    frequency_penalty: Annotated[float | None, sampling("penalty by how often it has.")] = None
    repetition_penalty: Annotated[float | None, sampling("factor of what has occurred.")] = None
    reasoning_effort: Annotated[str | None, sampling("how long a model thinks: `low`, `medium`, `high`.")] = (
        None
    )
    recipe: Annotated[str | None, RECIPE] = None
    context: (
        Annotated[
            int,
            option(
                "tokens that the model holds. An answer that reaches it, or a prompt that a server cut to it, ends "
                "the episode as `context_limit`.",
                ge=1,
            ),
        ]
        | None
    ) = None
    token_ids: Annotated[bool, option("ask for token ids (vLLM) and log-probabilities.")] = False
    logprobs: Annotated[bool, option("ask for log-probabilities; llama.cpp gives token ids with them.")] = (
        False
    )
    send_reasoning: Annotated[bool, option("send the reasoning of earlier turns back.")] = False
    pin: Annotated[
        str | None,
        option("the model name that every answer must carry; an answer of another model is a failure."),
    ] = None
    body: Annotated[dict[str, Any] | None, option("further fields of every call.")] = None

    def addresses(self) -> list[str]:
        """Return the addresses of the servers.

        Raises:
            OptionError: one is no address.
        """
        given = self.base_url or os.environ.get("OPENAI_BASE_URL") or BASE_URL
        urls = [url.strip().rstrip("/") for url in given.split(",")]
        for url in urls:
            if urlsplit(url).scheme not in ("http", "https"):
                raise OptionError(f"base_url must begin with http:// or https://, got {url!r}.")
            if url.endswith("/chat/completions"):
                shorter = url.removesuffix("/chat/completions")
                raise OptionError(f"base_url is the address up to /v1: {shorter!r}, got {url!r}.")
        return urls

    def most_tokens(self) -> int:
        """Return the tokens that an answer may take, 0 where nothing is said."""
        return self.max_tokens or self.max_completion_tokens or 0

    def fields(self) -> dict[str, Any]:
        """Return the fields of a call besides model, messages and tools, as far as they follow from options alone."""
        asked: dict[str, Any] = {"logprobs": True} if self.logprobs or self.token_ids else {}
        asked |= {"return_token_ids": True} if self.token_ids else {}
        return {**self.sampling(), **asked, **(self.body or {})}
