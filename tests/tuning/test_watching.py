"""When environments are played, and that playing them changes nothing of the training."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from agentgym.tuning.config import EvalConfig
from agentgym.tuning.metrics import EvalLine, StepLine, read
from tests.tuning import parts

parts.need_torch()


def test_when() -> None:
    from agentgym.tuning.watching import due

    config = EvalConfig(suite="held-in", every=4)
    assert [s for s in range(11) if due(config, s, 10, [])] == [0, 4, 8, 10]
    assert not due(config, 4, 10, [EvalLine(step=4, scores={}, episodes={})])
    assert not due(EvalConfig(suite="held-in", first=False), 0, 10, [])
    assert not due(EvalConfig(), 10, 10, [])


def test_playing_changes_nothing_and_is_not_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from agentgym.tuning import watching
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    seen: list[int] = []

    def played(config: Any, out: Path, tokenizer: Any, model: Any, step: int) -> EvalLine:
        torch.manual_seed(99)
        torch.rand(5)
        ids = torch.tensor([[5, 6, 7]])
        assert not model.training and model(ids, use_cache=True).logits.dtype == torch.bfloat16
        seen.append(step)
        return EvalLine(step=step, scores={"AgentTune/DB-v0": float(step)}, episodes={"AgentTune/DB-v0": 3})

    monkeypatch.setattr(watching, "play", played)
    monkeypatch.setattr(watching, "unavailable", lambda _: {"AgentTune/OS-v0": "no sandbox"})
    parts.prepared(tmp_path)
    lora = {"rank": 2, "dropout": 0.2}
    said = parts.settings(tmp_path, lora=lora, eval={"suite": "held-in", "every": 5})
    train(plan(parts.config_of(said)))
    assert seen == [0, 5, 10, 12]
    train(plan(parts.config_of(parts.settings(tmp_path, lora=lora, out=str(tmp_path / "alone")))))
    watched, alone = (
        [x.loss for x in read(tmp_path / o) if isinstance(x, StepLine)] for o in ("out", "alone")
    )
    assert watched == alone
    # Lost in the middle, it plays what was not played yet.
    for lost in (tmp_path / "out" / "model", tmp_path / "out" / "checkpoints" / "step-00000012"):
        shutil.rmtree(lost)
    train(plan(parts.config_of(said)))
    assert seen == [0, 5, 10, 12, 12]
    assert [x.step for x in read(tmp_path / "out") if isinstance(x, EvalLine)] == [0, 5, 10, 12]
    assert "| 10 | 10.0 | 3 |" in " ".join(
        (tmp_path / "out" / "model" / "README.md").read_text("utf-8").split()
    )
