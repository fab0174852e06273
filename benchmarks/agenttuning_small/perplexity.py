"""What held-out texts cost a model: conversations like those of the general set, and prose that is unlike them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.dataset.files import read_rows
from agentgym.dataset.masks import Masker

PROSE = Path(__file__).with_name("prose.txt")
TEXTS = ("chat", "gsm8k", "prose")


class Cost(msgspec.Struct, frozen=True):
    """A text: how many tokens were predicted, and what they cost together, in nats."""

    tokens: int
    nats: float


def measure(folder: str, layout: Layout, device: str | None = None) -> dict[str, list[Cost]]:
    """Return the cost of every held-out text, by kind.

    Args:
        folder: Hugging Face folder of the model.
        layout: where the held-out conversations lie.
        device: a GPU where there is one by default.
    """
    import torch

    from agentgym.serving.torch_model import TorchModel

    loaded = TorchModel.load(folder, dtype="float32", device=device)
    found: dict[str, list[Cost]] = {name: [] for name in TEXTS}
    with torch.inference_mode():
        for name, ids, mask in _texts(layout, loaded.tokenizer):
            logits = (
                loaded.model(input_ids=torch.tensor([ids], device=loaded.model.device)).logits[0, :-1].float()
            )
            losses = torch.nn.functional.cross_entropy(
                logits, torch.tensor(ids[1:], device=logits.device), reduction="none"
            )
            kept = losses[torch.tensor(mask[1:], device=logits.device)]
            found[name].append(Cost(len(kept), float(kept.sum())))
    return found


def _texts(layout: Layout, tokenizer: Any) -> Iterator[tuple[str, list[int], list[bool]]]:
    """Yield kind, token ids, and which of them count: answers of conversations, all of the prose."""
    masker = Masker(tokenizer)
    for name in ("chat", "gsm8k"):
        for row in read_rows(layout.data(f"{name}-held-out")):
            tokens = masker.tokens(row)
            yield name, list(tokens.ids), list(tokens.mask)
    for paragraph in PROSE.read_text("utf-8").strip().split("\n\n"):
        ids = list(tokenizer(paragraph, add_special_tokens=False)["input_ids"])
        yield "prose", ids, [True] * len(ids)


def perplexity(costs: list[Cost]) -> float:
    """Return the perplexity of texts together: e to the mean cost of a token."""
    return math.exp(sum(c.nats for c in costs) / sum(c.tokens for c in costs))


def write(layout: Layout, model: str, folder: str, device: str | None = None) -> None:
    """Measure a model, unless that was done."""
    file = layout.perplexity(model)
    if file.is_file():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(measure(folder, layout, device)))


def read(layout: Layout, model: str) -> dict[str, list[Cost]]:
    """Return what was measured."""
    return msgspec.json.decode(layout.perplexity(model).read_bytes(), type=dict[str, list[Cost]])
