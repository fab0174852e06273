"""The configurations of the three trainings."""

from __future__ import annotations

import tomllib
from pathlib import Path

from agentgym.benchmarks.agenttuning_small import presets
from agentgym.benchmarks.agenttuning_small.layout import RUNS, Layout
from agentgym.benchmarks.agenttuning_small.training import configuration, to_toml


def test_the_three_differ_in_the_data_alone(tmp_path: Path) -> None:
    preset, layout = presets.load("full"), Layout(tmp_path)
    found = {run: configuration(preset, layout, run) for run in RUNS}
    assert [found[run]["eta"] for run in RUNS] == [0.2, 1.0, 0.0]
    assert found["agent"]["general"] == found["general"]["agent"] == []
    assert found["hybrid"]["agent"] == found["agent"]["agent"]
    own = {"out", "eta", "agent", "general", "batch", "length"}
    assert len({to_toml({k: v for k, v in c.items() if k not in own}) for c in found.values()}) == 1


def test_toml_is_read_back() -> None:
    said = {
        "a": 1,
        "b": 5e-4,
        "c": 'x"\\',
        "d": True,
        "e": [],
        "f": [{"p": "q", "w": 1.5}],
        "g": {"h": [1, 2]},
    }
    assert tomllib.loads(to_toml(said)) == said
