"""The finished model: a folder that transformers, vLLM and llama.cpp's converter read as it is, with a card."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from agentgym.errors import LogError
from agentgym.tuning.card import card
from agentgym.tuning.metrics import Line
from agentgym.tuning.model import load_model
from agentgym.tuning.plan import Planned

MODEL = "model"


def folder(out: Path) -> Path:
    """Return where the finished model of a training lies."""
    return out / MODEL


def is_finished(out: Path) -> bool:
    """Whether a training has finished its model."""
    return (folder(out) / "config.json").is_file()


def write(planned: Planned, weights: dict[str, torch.Tensor], lines: Sequence[Line]) -> None:
    """Write the finished model; it appears whole or not at all.

    Args:
        planned: the training.
        weights: of the whole model, by transformers' names.
        lines: its metrics, for the card.

    Raises:
        LogError: it cannot be written.
    """
    out = Path(planned.config.out)
    beside = out / f".{MODEL}"
    model = built(planned, weights)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        model.save_pretrained(beside)
        planned.tokenizer.save_pretrained(beside)
        (beside / "README.md").write_text(card(planned, lines), "utf-8")
        shutil.rmtree(folder(out), ignore_errors=True)
        beside.rename(folder(out))
    except (OSError, RuntimeError) as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise LogError(
            f"{folder(out)} cannot be written: {error}. Make room; the same command goes on."
        ) from error


def built(planned: Planned, weights: dict[str, torch.Tensor]) -> Any:
    """Return a model on the CPU with these weights, in the dtype that is saved.

    Args:
        planned: the training.
        weights: of the whole model, by transformers' names.
    """
    model = load_model(planned.found, "sdpa")
    missing, unexpected = model.load_state_dict(weights, strict=False)
    # A tied head is not in every layout's weights.
    lacking = [name for name in missing if name not in (model._tied_weights_keys or {})]
    assert not lacking and not unexpected, (lacking, unexpected)
    model.tie_weights()
    model.config.use_cache = True
    return model.to(getattr(torch, planned.config.save_dtype)).eval()
