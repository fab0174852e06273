"""TRL over the same samples: its loss curve is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import OptionError
from agentgym.tuning.metrics import EvalLine, StepLine, read
from tests.tuning import parts

parts.need_torch()
pytest.importorskip("trl")


def test_the_loss_curves_are_equal(tmp_path: Path) -> None:
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    parts.prepared(tmp_path)
    curves = []
    for engine in ("torch", "trl"):
        base = parts.settings(tmp_path, out=str(tmp_path / engine), engine=engine, steps=6)
        folder = train(
            plan(parts.config_of(base | {"compute": base["compute"] | {"micro_batch": 2, "packing": False}}))
        )
        assert (folder / "config.json").is_file()
        curves.append([x for x in read(tmp_path / engine) if isinstance(x, StepLine)])
    ours, theirs = curves
    assert len(ours) == len(theirs) == 6
    for mine, other in zip(ours, theirs, strict=True):
        assert other.loss == pytest.approx(mine.loss, abs=1e-5)
        assert other.norm == pytest.approx(mine.norm, rel=1e-3)
        assert other.lr == pytest.approx(mine.lr) and other.samples == mine.samples


@pytest.mark.parametrize(
    "more, message",
    [
        ({"loss_norm": "sample"}, r"engine='trl' keeps loss_norm='token' only, got 'sample'"),
        ({"compute": {"compile": True}}, r"engine='trl' keeps compute\.compile=False only, got True"),
        (
            {"compute": {"micro_batch": 4}},
            r"needs a batch that micro-batches divide, got batch=6.*micro_batch=4",
        ),
    ],
)
def test_settings_that_it_cannot_keep(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        parts.config_of(parts.settings(tmp_path, engine="trl") | more)


def test_it_goes_on_from_its_checkpoint_with_lora_and_plays(tmp_path: Path) -> None:
    """Lost in the middle of step 6, it goes on from step 4: the curve is ours, and environments are played."""
    import torch
    from safetensors.torch import load_file

    from agentgym.tuning import trl_engine
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    parts.prepared(tmp_path)
    suite = tmp_path / "suite.toml"
    suite.write_text('name = "small"\n[[environments]]\nenv = "AgentTune/DB-v0"\nmetric = "success"\n')
    more: dict[str, Any] = {"steps": 8, "checkpoint": {"every": 2, "keep": 2}, "save_dtype": "float32"}
    more["lora"] = {"rank": 4}
    ours = train(plan(parts.config_of(parts.settings(tmp_path, out=str(tmp_path / "ours"), **more))))
    played = {"suite": str(suite), "every": 8, "tasks": 1, "first": False, "policy": {"max_tokens": 4}}
    base = parts.settings(tmp_path, out=str(tmp_path / "out"), engine="trl", eval=played, **more)

    class Lost(Exception):
        """The process is lost."""

    class Watcher:
        """Remembers, and is lost behind a step."""

        def __init__(self, last: int) -> None:
            self.last, self.said = last, list[str]()

        def begun(self, steps: int, done: int) -> None:
            self.said.append(f"begun {steps} {done}")

        def stepped(self, line: StepLine) -> None:
            if line.step == self.last:
                raise Lost

        def evaluated(self, line: EvalLine) -> None:
            self.said.append(f"evaluated {line.step} {len(line.episodes)}")

        def say(self, text: str) -> None:
            self.said.append(text)

    with pytest.raises(Lost):
        train(plan(parts.config_of(base)), Watcher(5))
    # What a process leaves that is killed while it writes is no checkpoint.
    (tmp_path / "out" / "trl" / "checkpoint-6").mkdir()
    watcher = Watcher(0)
    folder = train(plan(parts.config_of(base)), watcher)
    assert "Goes on from" in watcher.said[0] and "checkpoint-4: 4 of 8" in watcher.said[0]
    assert watcher.said[1:] == ["begun 8 4", "evaluated 8 1"]
    kept = sorted(p.name for p in (tmp_path / "out" / trl_engine.FOLDER).glob("checkpoint-*"))
    assert kept == ["checkpoint-6", "checkpoint-8"]
    mine, theirs = ([x for x in read(tmp_path / o) if isinstance(x, StepLine)] for o in ("ours", "out"))
    assert [x.step for x in theirs] == list(range(1, 9))
    for one, other in zip(mine, theirs, strict=True):
        assert other.loss == pytest.approx(one.loss, abs=1e-5)
        assert (other.samples, other.trained) == (one.samples, one.trained)
        assert other.sample_share == one.sample_share and other.token_share == pytest.approx(one.token_share)
    a, b = load_file(ours / "model.safetensors"), load_file(folder / "model.safetensors")
    assert a.keys() == b.keys()
    for name in a:
        torch.testing.assert_close(a[name], b[name], atol=2e-4, rtol=0)
    # Another configuration does not go on there.
    (folder / "config.json").unlink()
    with pytest.raises(OptionError, match="holds a training with eta=0"):
        train(plan(parts.config_of(base | {"eta": 0.5})))
