"""The model's own arithmetic, and what machines can do at most."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agentgym.tuning.flops import flops, peak


def test_peaks() -> None:
    assert peak("NVIDIA H100 80GB HBM3") == 989e12 and peak("NVIDIA H100 PCIe") == 756e12
    assert peak("NVIDIA A100-SXM4-80GB") == 312e12
    assert peak("Intel Xeon") is None and peak("") is None


def test_flops_of_a_llama() -> None:
    """A body of 1,000 weights, a head of 50 x 8 that targets alone pass, 2 layers of 2 heads of 4."""
    text = SimpleNamespace(
        vocab_size=50,
        hidden_size=8,
        num_attention_heads=2,
        num_hidden_layers=2,
        head_dim=4,
        tie_word_embeddings=True,
    )
    config = SimpleNamespace(get_text_config=lambda: text)
    matrices = 6 * 1000 * 5 + 6 * 400 * 2
    pairs = 6 + 3  # of 3 tokens and of 2
    attention = 12 * pairs * 8 * 2  # scores and values, forward and twice backward, two operations each
    assert flops(config, 1400, [3, 2], 2) == pytest.approx(matrices + attention)
    text.tie_word_embeddings = False
    assert flops(config, 1800, [3, 2], 2) == pytest.approx(matrices + attention)
