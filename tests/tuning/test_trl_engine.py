"""TRL over the same samples: its loss curve is ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import OptionError
from agentgym.tuning.metrics import StepLine, read
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


def test_settings_that_it_cannot_keep(tmp_path: Path) -> None:
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    parts.prepared(tmp_path)
    with pytest.raises(OptionError, match=r"engine='trl' keeps loss_norm='token' only, got 'sample'"):
        train(plan(parts.config_of(parts.settings(tmp_path, engine="trl", loss_norm="sample"))))
