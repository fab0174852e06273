"""Log-probabilities of given texts behind one prompt, on torch: the prompt is computed once."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import torch
from transformers import DynamicCache


def log_likelihoods(model: Any, prompt: Sequence[int], continuations: Sequence[Sequence[int]]) -> list[float]:
    """Return the sum of the log-probabilities of each continuation's tokens.

    Args:
        model: a causal language model of transformers.
        prompt: token ids, at least one.
        continuations: token ids of each, at least one.
    """
    with torch.inference_mode():
        device = model.device
        named = "cache" if "cache" in inspect.signature(model.forward).parameters else "past_key_values"
        cache = DynamicCache(config=model.config)
        ids = torch.tensor([list(prompt)], device=device)
        out = model(input_ids=ids, use_cache=True, logits_to_keep=1, **{named: cache})
        first = torch.log_softmax(out.logits[0, -1].float(), -1)
        sums = [float(first[tokens[0]]) for tokens in continuations]
        longest = max(map(len, continuations))
        if longest == 1:
            return sums
        cache.batch_repeat_interleave(len(continuations))
        # Padded on the right: what is added there is seen by nothing that counts.
        fed = [[*tokens[:-1], *[tokens[0]] * (longest - len(tokens))] for tokens in continuations]
        out = model(input_ids=torch.tensor(fed, device=device), use_cache=True, **{named: cache})
        logprobs = torch.log_softmax(out.logits.float(), -1)
        for row, tokens in enumerate(continuations):
            sums[row] += sum(float(logprobs[row, at, token]) for at, token in enumerate(tokens[1:]))
        return sums
