"""Decoding on torch: many conversations in one batch, each with its own sampling; finished ones leave the batch."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import msgspec
import torch
from transformers import DynamicCache


class Continuation(msgspec.Struct, kw_only=True):
    """One conversation to be continued, and what has been added so far.

    Attributes:
        prompt: token ids.
        max_tokens: tokens to add at most.
        temperature: 0 takes the likeliest token.
        top_p: share of probability that is drawn from.
        seed: of the draws; they do not depend on who else is in the batch.
        stop: texts that end the answer.
        ids, logprobs: what was added.
        finish: ``stop`` or ``length``, once finished.
    """

    prompt: list[int]
    max_tokens: int
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0
    stop: list[str] = []
    ids: list[int] = []
    logprobs: list[float] = []
    finish: str = ""


def decode(model: Any, tokenizer: Any, sequences: Sequence[Continuation], ends: frozenset[int]) -> None:
    """Continue all sequences to their ends, in place.

    Args:
        model: a causal language model of transformers.
        tokenizer: its tokenizer; needed for stop texts only.
        sequences: what to continue, longest and shortest alike: prompts are padded on the left.
        ends: token ids that end an answer.
    """
    with torch.inference_mode():
        _decode(model, tokenizer, sequences, ends)


def _decode(model: Any, tokenizer: Any, sequences: Sequence[Continuation], ends: frozenset[int]) -> None:
    device = model.device
    longest = max(len(s.prompt) for s in sequences)
    pad = next(iter(ends), 0)
    ids = torch.full((len(sequences), longest), pad, dtype=torch.long)
    mask = torch.zeros((len(sequences), longest), dtype=torch.long)
    for row, sequence in enumerate(sequences):
        ids[row, longest - len(sequence.prompt) :] = torch.tensor(sequence.prompt)
        mask[row, longest - len(sequence.prompt) :] = 1
    ids, mask = ids.to(device), mask.to(device)
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    active = list(sequences)
    draws = {id(s): torch.Generator(device="cpu").manual_seed(s.seed) for s in active}
    cache = DynamicCache(config=model.config)
    # Releases from 5.24 on call it `cache`, and warn of the older name.
    held = {"cache" if "cache" in inspect.signature(model.forward).parameters else "past_key_values": cache}
    while active:
        out = model(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            use_cache=True,
            logits_to_keep=1,
            **held,
        )
        logits = out.logits[:, -1].float().cpu()
        chosen = [_choose(s, row, draws[id(s)]) for s, row in zip(active, logits, strict=True)]
        for sequence, token in zip(active, chosen, strict=True):
            _finish(sequence, token, ends, tokenizer)
        keep = [row for row, sequence in enumerate(active) if not sequence.finish]
        if not keep:
            return
        index = torch.tensor(keep, device=device)
        if len(keep) < len(active):
            cache.batch_select_indices(index)
            mask, positions = mask[index], positions[index]
            active = [active[row] for row in keep]
        ids = torch.tensor([[chosen[row]] for row in keep], device=device)
        mask = torch.cat([mask, mask.new_ones((len(keep), 1))], 1)
        positions = positions[:, -1:] + 1


def _choose(sequence: Continuation, logits: torch.Tensor, draw: torch.Generator) -> int:
    """Take the next token, and note its log-probability under the model, before temperature and top-p."""
    logprobs = torch.log_softmax(logits, -1)
    if sequence.temperature <= 0:
        token = int(logits.argmax())
    else:
        scaled = torch.softmax(logits / sequence.temperature, -1)
        if sequence.top_p < 1:
            sorted_, order = scaled.sort(descending=True)
            sorted_[sorted_.cumsum(0) - sorted_ >= sequence.top_p] = 0
            token = int(order[torch.multinomial(sorted_, 1, generator=draw)])
        else:
            token = int(torch.multinomial(scaled, 1, generator=draw))
    sequence.logprobs.append(float(logprobs[token]))
    return token


def _finish(sequence: Continuation, token: int, ends: frozenset[int], tokenizer: Any) -> None:
    sequence.ids.append(token)
    stopped = any(text in tokenizer.decode(sequence.ids) for text in sequence.stop)
    if token in ends or stopped:
        sequence.finish = "stop"
    elif len(sequence.ids) >= sequence.max_tokens:
        sequence.finish = "length"
