"""What texts cost: answers alone of conversations, all of the prose."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from agentgym.benchmarks.agenttuning_small import perplexity
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.dataset.files import Origin, write_dataset
from agentgym.dataset.row import Row
from agentgym.messages import assistant, user
from tests.models import tiny_llama
from tests.serving.parts import need_torch


def test_a_random_model_finds_everything_improbable(tmp_path: Path) -> None:
    need_torch()
    folder = str(tiny_llama.make(tmp_path / "tiny", initializer_range=0.001, max_position_embeddings=2048))
    layout = Layout(tmp_path)
    for name, answer in (("chat", "Yes."), ("gsm8k", "4 + 4 = 8")):
        rows = [Row(id="r", messages=[user("long " * 50), assistant(answer, loss=True)])]
        write_dataset(layout.data(f"{name}-held-out"), rows, Origin, lambda path: "")
    perplexity.write(layout, "base", folder, "cpu")
    found = perplexity.read(layout, "base")
    assert list(found) == list(perplexity.TEXTS) and len(found["prose"]) == 8
    assert found["chat"][0].tokens < 8, "the answer and its end, not the question"
    # Weights near 0 give every token the same probability.
    for costs in found.values():
        assert perplexity.perplexity(costs) == pytest.approx(len_of(folder), rel=0.01)
    before = layout.perplexity("base").read_bytes()
    perplexity.write(layout, "base", "nowhere", "cpu")
    assert layout.perplexity("base").read_bytes() == before, "done already"


def len_of(folder: str) -> int:
    """Return the size of a model's vocabulary."""
    import json

    size: int = json.loads((Path(folder) / "config.json").read_text())["vocab_size"]
    return size


def test_perplexity_of_certainty_is_1() -> None:
    assert perplexity.perplexity([perplexity.Cost(3, 0.0)]) == 1.0
    assert perplexity.perplexity([perplexity.Cost(2, 2 * math.log(7))]) == pytest.approx(7.0)
