"""The model's own arithmetic, and what machines can do at most: together they give the model FLOP utilisation (MFU)."""

from __future__ import annotations

from typing import Any

_PEAKS = {
    "H200": 989e12, "H100 PCIe": 756e12, "H100 NVL": 835e12, "H100": 989e12, "H20": 148e12, "B200": 2250e12,
    "A100": 312e12, "A800": 312e12, "A40": 149.7e12, "A10": 125e12, "L40S": 362e12, "L40": 181e12, "L4": 121e12,
    "RTX 4090": 165.2e12, "RTX A6000": 154.8e12, "V100": 125e12,
}  # fmt: skip
"""Dense bfloat16 (V100: float16) operations a second, of the makers' data sheets; the first name that fits holds."""


def peak(device: str) -> float | None:
    """Return the peak of a device by its name; ``None`` where it is not known (every CPU)."""
    return next((value for name, value in _PEAKS.items() if name in device), None)


def flops(config: Any, parameters: int, lengths: list[int], targets: int) -> float:
    """Return the operations of a step's forward and backward passes, without recomputation.

    6 for every weight that a token passes (the embedding is a look-up, the head is passed by targets alone), and 6 for
    every pair of tokens that see each other, for each dimension of keys and of values, in every layer.

    Args:
        config: of the model, of transformers.
        parameters: weights of the model, the embedding counted once.
        lengths: tokens of each conversation.
        targets: trained tokens.
    """
    text = config.get_text_config()
    embedding = text.vocab_size * text.hidden_size
    tied = bool(getattr(text, "tie_word_embeddings", False))
    body = parameters - embedding * (1 if tied else 2)
    head_size = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    pairs = sum(n * (n + 1) / 2 for n in lengths)
    attention = 6 * pairs * 2 * text.num_attention_heads * head_size * text.num_hidden_layers
    return float(6 * body * sum(lengths) + 6 * embedding * targets + attention)
