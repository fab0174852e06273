"""Packed attention: each conversation sees itself, and a model that would leak is refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from agentgym.errors import OptionError
from tests.tuning import parts

parts.need_torch()


def test_packed_is_each_by_itself() -> None:
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    from agentgym.tuning.attention import packed_attention

    draw = torch.Generator().manual_seed(0)
    sizes = [4, 1, 9]
    query = torch.randn(1, 6, 14, 8, generator=draw)
    key, value = (torch.randn(1, 2, 14, 8, generator=draw) for _ in range(2))
    bounds = torch.tensor([0, 4, 5, 14], dtype=torch.int32)
    out, _ = packed_attention(
        SimpleNamespace(), query, key, value, None, cu_seq_lens_q=bounds, max_length_q=9
    )
    apart = [
        scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        for q, k, v in zip(*(x.split(sizes, 2) for x in (query, key, value)), strict=True)
    ]
    assert out.shape == (1, 14, 6, 8)
    torch.testing.assert_close(out, torch.cat(apart, 2).transpose(1, 2), atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    "more, message",
    [
        ({"sliding_window": 3}, "sliding_window=3"),
        ({"softcap": 30.0}, r"softcap=30\.0.*set compute\.attention='sdpa'"),
        ({"attention_mask": "mask"}, "attention_mask=one of its own"),
    ],
)
def test_another_attention_is_refused(more: dict[str, Any], message: str) -> None:
    import torch

    from agentgym.tuning.attention import packed_attention

    x = torch.zeros(1, 2, 4, 8)
    with pytest.raises(OptionError, match=message):
        packed_attention(SimpleNamespace(), x, x, x, **({"attention_mask": None} | more))


def test_a_window_longer_than_the_rows_changes_nothing() -> None:
    import torch

    from agentgym.tuning.attention import packed_attention

    x = torch.zeros(1, 2, 4, 8)
    packed_attention(SimpleNamespace(), x, x, x, None, sliding_window=4)


def test_a_model_that_leaks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attention over the whole row, as if positions did not begin anew."""
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    from agentgym.tuning import attention
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    def leaky(
        module: Any, query: Any, key: Any, value: Any, mask: Any, **_: Any
    ) -> tuple[torch.Tensor, None]:
        out = scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
        return out.transpose(1, 2).contiguous(), None

    parts.prepared(tmp_path)
    monkeypatch.setattr(attention, "packed_attention", leaky)
    try:
        with pytest.raises(
            OptionError, match=r"lets packed conversations see each other.*set compute\.packing=false"
        ):
            train(plan(parts.config_of(parts.settings(tmp_path))))
    finally:
        monkeypatch.undo()
        attention.register()
