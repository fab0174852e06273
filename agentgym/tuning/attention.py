"""Exact attention over packed conversations: each attends to itself alone, and no work is done for the others.

Registered with transformers under the name :data:`NAME`. On a GPU it is flash attention for sequences of different
lengths, which torch ships; elsewhere (and in float32) causal attention of each conversation by itself. Both do the work
of the conversations alone, where a mask over the packed row would do its whole square.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention

from agentgym.errors import OptionError

NAME = "agentgym_packed"


def register() -> None:
    """Make the attention known to transformers; a second time does nothing."""
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, packed_attention)


def packed_attention(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    sliding_window: int | None = None,
    cu_seq_lens_q: torch.Tensor | None = None,
    max_length_q: int | None = None,
    **kwargs: Any,
) -> tuple[torch.Tensor, None]:
    """Return the attention of each conversation to itself, causally.

    Args:
        module: the attention layer, of transformers.
        query: shape (batch, heads, tokens, dimension); batch 1 where conversations are packed.
        key, value: likewise, with as many heads or a divisor of them.
        attention_mask: must be ``None``: rows are padded at their end, which a causal attention never sees.
        scaling: of the logits; 1/sqrt(dimension) by default.
        dropout: of the attention's weights.
        sliding_window: how far a token sees, where the model says so.
        cu_seq_lens_q: where each conversation begins, and their end, shape (conversations + 1,); ``None``: each row
            of the batch is one.
        max_length_q: tokens of the longest conversation.

    Returns:
        shape (batch, tokens, heads, dimension), and ``None``.

    Raises:
        OptionError: the model's attention is another one (a mask, a cap on logits, a window shorter than a row).
    """
    longest = max_length_q if max_length_q is not None else query.shape[2]
    _check(attention_mask, sliding_window, longest, kwargs)
    grouped = key.shape[1] != query.shape[1]
    if cu_seq_lens_q is None:
        out = scaled_dot_product_attention(
            query, key, value, dropout_p=dropout, is_causal=True, scale=scaling, enable_gqa=grouped
        )
        return out.transpose(1, 2).contiguous(), None
    if query.is_cuda and query.dtype in (torch.bfloat16, torch.float16) and not dropout:
        from torch.nn.attention.varlen import varlen_attn

        flat = (x[0].transpose(0, 1).contiguous() for x in (query, key, value))
        out = varlen_attn(
            *flat,
            cu_seq_lens_q,
            cu_seq_lens_q,
            longest,
            longest,
            scale=scaling,
            window_size=(-1, 0),
            enable_gqa=grouped,
        )
        return out[None], None
    return _each(query, key, value, cu_seq_lens_q, scaling, dropout, grouped), None


def _pieces(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, bounds: torch.Tensor, scaling: float | None,
    dropout: float, grouped: bool,
) -> torch.Tensor:  # fmt: skip
    sizes = bounds.diff().tolist()
    pieces = zip(*(x.split(sizes, 2) for x in (query, key, value)), strict=True)
    out = [
        scaled_dot_product_attention(
            q, k, v, dropout_p=dropout, is_causal=True, scale=scaling, enable_gqa=grouped
        )
        for q, k, v in pieces
    ]
    return torch.cat(out, 2).transpose(1, 2).contiguous()


_each = torch.compiler.disable(_pieces)


def _check(mask: torch.Tensor | None, window: int | None, longest: int, rest: dict[str, Any]) -> None:
    said = {k: v for k, v in rest.items() if k in ("softcap", "s_aux", "position_bias") and v is not None}
    if mask is not None:
        said["attention_mask"] = "one of its own"
    if window is not None and longest > window:
        said["sliding_window"] = window
    if said:
        raise OptionError(
            "compute.attention='packed' does not do this model's attention "
            f"({', '.join(f'{k}={v}' for k, v in said.items())}): "
            "set compute.attention='sdpa', or a name of transformers that does."
        )
