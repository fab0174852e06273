"""Log-probabilities of given texts, from what servers answer; real servers are asked in tests/policies."""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import Mapping
from typing import Any

import pytest

from agentgym.client.likelihood import LIKELY, from_llamacpp, from_vllm
from agentgym.errors import PolicyError

MESSAGES = [{"role": "user", "content": "hi"}]


def tokens(text: str) -> list[int]:
    """One token a character."""
    return [ord(c) for c in text]


def probability(token: int) -> float:
    """Made up: each token's own, wherever it stands."""
    return -token / 100


class VLLM:
    """Answers as vLLM's server does."""

    def __init__(self, shown: str = "<hi>", again: str | None = None) -> None:
        self.shown, self.again, self.calls = shown, again, list[str]()

    async def __call__(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.calls.append(path)
        if path == "/tokenize":
            return {"tokens": tokens(self.shown if "messages" in body else body["prompt"])}
        if path == "/detokenize":
            return {"prompt": self.again if self.again is not None else "".join(map(chr, body["tokens"]))}
        assert path == "/v1/completions" and body["prompt_logprobs"] == 0 and body["max_tokens"] == 1
        choices = [
            {"index": n, "prompt_logprobs": [None, *({str(t): {"logprob": probability(t)}} for t in ids[1:])]}
            for n, ids in enumerate(body["prompt"])
        ]
        return {"choices": choices[::-1]}


class LlamaCpp:
    """Answers as llama.cpp's server does; ``rare`` is named only where all tokens are asked for.

    What it would write by itself here is always the first half of a character, beside which it tells no probabilities.
    """

    def __init__(self, rare: str = "", unknown: str = "") -> None:
        self.rare, self.unknown, self.asked = rare, unknown, list[tuple[int, int]]()

    async def __call__(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if path == "/apply-template":
            return {"prompt": "<hi>"}
        if path == "/tokenize":
            return {"tokens": tokens(body["content"])}
        assert path == "/completion" and body["n_predict"] == 1
        self.asked.append((len(body["prompt"]), body["n_probs"]))
        [[written, bias]] = body.get("logit_bias") or [[0, 0.0]]
        if not (chr(written).isalpha() and bias > 100):
            return {"content": "\ufffd"}
        hidden = self.unknown + (self.rare if body["n_probs"] == LIKELY else "")
        tops = [{"id": t, "logprob": probability(t)} for t in range(128) if chr(t) not in hidden]
        return {"completion_probabilities": [{"top_logprobs": tops}]}


def expected(text: str) -> float:
    return sum(map(probability, tokens(text)))


@pytest.mark.parametrize("server", ["vllm", "llama.cpp"])
def test_the_tokens_of_each_text_are_summed(server: str) -> None:
    texts = ["A", "Answer: B", "x"]
    if server == "vllm":
        given = asyncio.run(from_vllm(VLLM(), "m", MESSAGES, [], texts))
    else:
        given = asyncio.run(from_llamacpp(LlamaCpp(), MESSAGES, [], texts))
    assert given == pytest.approx([expected(t) for t in texts])
    assert not any(math.isclose(a, b) for a, b in itertools.pairwise(given))


def test_vllm_is_asked_for_all_texts_at_once() -> None:
    server = VLLM()
    asyncio.run(from_vllm(server, "m", MESSAGES, [], ["A", "B", "C"]))
    assert server.calls.count("/v1/completions") == 1


def test_llamacpp_is_asked_once_for_a_shared_beginning_and_again_for_what_is_rare() -> None:
    server = LlamaCpp(rare="B")
    given = asyncio.run(from_llamacpp(server, MESSAGES, [], ["xyA", "xyB"]))
    assert given == pytest.approx([expected("xyA"), expected("xyB")])
    assert server.asked == [(4, LIKELY), (5, LIKELY), (6, LIKELY), (6, 1_000_000)]


def test_what_cannot_be_given_is_said() -> None:
    with pytest.raises(PolicyError, match="without a token of its own"):
        asyncio.run(from_vllm(VLLM(), "m", MESSAGES, [], ["A", ""]))
    with pytest.raises(PolicyError, match="cannot be cut into the same tokens"):
        asyncio.run(from_vllm(VLLM(again="< hi>"), "m", MESSAGES, [], ["A"]))
    with pytest.raises(PolicyError, match=f"no log-probability of token {ord('B')}"):
        asyncio.run(from_llamacpp(LlamaCpp(unknown="B"), MESSAGES, [], ["B"]))
