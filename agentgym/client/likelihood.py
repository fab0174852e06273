"""Log-probabilities of given texts behind a conversation, from servers: vLLM's and llama.cpp's.

The chat completions API has no way to ask for them. Both servers can tell how they write and cut a conversation, and
give log-probabilities: vLLM of a whole prompt, llama.cpp of what may come next. Text and conversation are cut into
tokens together, as in :meth:`agentgym.serving.torch_model.TorchModel.pairs`, so that all three say the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from agentgym.errors import PolicyError

Ask = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""Posts a body to a path of the server (``/tokenize``); returns what it answers."""

LIKELY = 64
"""How many of the likeliest tokens llama.cpp is asked for first; all of them only where one is not among these."""
ALL = 1_000_000
"""More tokens than a model has."""

Dicts = Sequence[Mapping[str, Any]]


async def from_vllm(ask: Ask, model: str, messages: Dicts, tools: Dicts, texts: Sequence[str]) -> list[float]:
    """Return the log-probability of each text as vLLM's server gives it, in one call for all of them.

    Args:
        ask: the server.
        model: name that it offers the model under.
        messages, tools: the conversation, as it is sent.
        texts: the texts.

    Raises:
        PolicyError: a text adds no token, or the conversation's tokens do not stand for its text.
        ContextLengthError, CallError: as the server says.
    """
    written = {"model": model, "messages": messages, "add_generation_prompt": True}
    prompt = (await ask("/tokenize", {**written, "tools": tools} if tools else written))["tokens"]
    shown = (await ask("/detokenize", {"model": model, "tokens": prompt}))["prompt"]

    async def cut(text: str) -> list[int]:
        body = {"model": model, "prompt": text, "add_special_tokens": False}
        return list((await ask("/tokenize", body))["tokens"])

    if await cut(shown) != prompt:
        raise PolicyError("The conversation cannot be cut into the same tokens again: its text is not known.")
    whole = [await cut(shown + text) for text in texts]
    _check(prompt, whole)
    fields = {"model": model, "prompt": whole, "max_tokens": 1, "temperature": 0, "prompt_logprobs": 0}
    choices = sorted((await ask("/v1/completions", fields))["choices"], key=lambda choice: choice["index"])
    return [
        sum(
            float(told[str(token)]["logprob"])
            for token, told in zip(
                ids[len(prompt) :], choice["prompt_logprobs"][len(prompt) : len(ids)], strict=True
            )
        )
        for ids, choice in zip(whole, choices, strict=True)
    ]


async def from_llamacpp(ask: Ask, messages: Dicts, tools: Dicts, texts: Sequence[str]) -> list[float]:
    """Return the log-probability of each text as llama.cpp's server gives it, token by token.

    Beginnings that texts share are asked about once; the server keeps the conversation between the calls.

    Args:
        ask, messages, tools, texts: as in :func:`from_vllm`.

    Raises:
        PolicyError: a text adds no token, or the server does not name a token that is asked for.
        ContextLengthError, CallError: as the server says.
    """
    written = {"messages": messages, "tools": tools} if tools else {"messages": messages}
    shown = (await ask("/apply-template", written))["prompt"]

    async def cut(text: str) -> list[int]:
        body = {"content": text, "add_special": True, "parse_special": True}
        return list((await ask("/tokenize", body))["tokens"])

    prompt = await cut(shown)
    whole = [await cut(shown + text) for text in texts]
    _check(prompt, whole)
    letter = (await cut("a"))[-1]
    following: dict[tuple[int, ...], dict[int, float]] = {}
    sums = []
    for ids in whole:
        total = 0.0
        for at in range(len(prompt), len(ids)):
            before = tuple(ids[:at])
            if before not in following:
                following[before] = await _next(ask, before, LIKELY, letter)
            if ids[at] not in following[before]:
                following[before] = await _next(ask, before, ALL, letter)
            if ids[at] not in following[before]:
                raise PolicyError(f"llama.cpp's server gives no log-probability of token {ids[at]}.")
            total += following[before][ids[at]]
        sums.append(total)
    return sums


async def _next(ask: Ask, tokens: Sequence[int], count: int, written: int) -> dict[int, float]:
    """Return the log-probabilities of so many of the likeliest next tokens.

    The server tells them beside a token that it writes, and keeps both back while that token is only the beginning of
    a character. So it is made to write ``written``, a token of a whole one; its bias comes after the probabilities.
    """
    fields = {
        "prompt": list(tokens),
        "n_predict": 1,
        "n_probs": count,
        "temperature": 1,
        "logit_bias": [[written, 1000.0]],
        "cache_prompt": True,
    }
    # Nothing may be cut off or scaled before the probabilities are taken.
    plain = {"top_k": 0, "top_p": 1, "min_p": 0, "samplers": ["temperature"], "post_sampling_probs": False}
    found = (await ask("/completion", {**fields, **plain}))["completion_probabilities"][0]
    return {int(top["id"]): float(top["logprob"]) for top in found["top_logprobs"]}


def _check(prompt: Sequence[int], whole: Sequence[Sequence[int]]) -> None:
    if not prompt or any(len(ids) <= len(prompt) for ids in whole):
        raise PolicyError(
            "There is nothing to give the log-probability of: a text without a token of its own."
        )
