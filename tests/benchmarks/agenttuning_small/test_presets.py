"""Presets."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks.agenttuning_small import presets
from agentgym.errors import DataError, UnknownNameError


@pytest.mark.parametrize("name", ["full", "quick", "gpu"])
def test_what_ships_can_be_read(name: str) -> None:
    preset = presets.load(name)
    assert set(preset.batch) == {"hybrid", "agent", "general"} and preset.eta == 0.2
    assert len(preset.environments) == 4


def test_a_preset_goes_on_from_another() -> None:
    full, quick, gpu = map(presets.load, ("full", "quick", "gpu"))
    assert quick.steps < full.steps < gpu.steps and quick.environments == full.environments
    assert gpu.optimizer["warmup"] == full.optimizer["warmup"] and gpu.optimizer["lr"] != full.optimizer["lr"]


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="fulll"):
        presets.load("fulll")
    file = tmp_path / "p.toml"
    file.write_text('preset = "full"\nstep = 3')
    with pytest.raises(DataError, match="step"):
        presets.load(str(file))
    file.write_text("steps =")
    with pytest.raises(DataError, match="no TOML"):
        presets.load(str(file))
