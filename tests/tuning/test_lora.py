"""LoRA: only the additions are trained, and the finished model has them in its weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import OptionError
from agentgym.tuning.metrics import StepLine, read
from tests.tuning import parts

parts.need_torch()
pytest.importorskip("peft")


def test_additions_are_trained_kept_and_merged(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    from agentgym.tuning.parallel import start
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import Silent, Training

    parts.prepared(tmp_path)
    said = parts.settings(
        tmp_path, lora={"rank": 4, "alpha": 8.0, "dropout": 0.1}, optimizer={"lr": 3e-2}, save_dtype="float32"
    )
    planned = plan(parts.config_of(said))
    (tmp_path / "out").mkdir()
    training = Training(planned, start(planned.config), Silent())
    assert all(".lora_" in name for name in training.engine.named)
    folder = training.run()
    lines = [x for x in read(tmp_path / "out") if isinstance(x, StepLine)]
    assert lines[-1].loss < lines[0].loss - 0.5
    before, after = (
        load_file(tmp_path / "model" / "model.safetensors"),
        load_file(folder / "model.safetensors"),
    )
    assert before.keys() == after.keys()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed == {n for n in before if n.endswith("_proj.weight")}
    # The merged model computes what the one in training does.
    from agentgym.tuning import finish

    merged = finish.built(planned, training.engine.snapshot() or {})
    ids = torch.arange(5, 25)[None]
    training.engine.model.eval()
    with torch.no_grad():
        torch.testing.assert_close(
            merged(ids).logits, training.engine.model(ids).logits, atol=1e-4, rtol=1e-4
        )
    # Gone on from a checkpoint, dropout draws the same.
    import shutil

    shutil.rmtree(folder)
    shutil.rmtree(tmp_path / "out" / "checkpoints" / "step-00000012")
    again = Training(planned, start(planned.config), Silent())
    assert again.done == 10
    again.run()
    assert [x.loss for x in read(tmp_path / "out") if isinstance(x, StepLine)] == [x.loss for x in lines]


def test_an_unknown_matrix_is_named(tmp_path: Path) -> None:
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    parts.prepared(tmp_path)
    with pytest.raises(OptionError, match=r"lora\.targets=\['q_prj'\]"):
        train(plan(parts.config_of(parts.settings(tmp_path, lora={"rank": 2, "targets": ["q_prj"]}))))
