"""The three trainings: hybrid, agent data alone, general data alone; the same steps of the same size."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from agentgym.benchmarks.agenttuning_small.commands import agentgym
from agentgym.benchmarks.agenttuning_small.layout import BASE, Layout, Run
from agentgym.benchmarks.agenttuning_small.presets import Preset
from agentgym.models import CATALOGUE, find

GENERAL = ("chat", "gsm8k")
CHECKPOINT = 8
"""Steps between two checkpoints."""


def configuration(preset: Preset, layout: Layout, run: Run) -> dict[str, Any]:
    """Return the configuration of a training, as `agentgym tune` takes it."""
    agent = [
        {"path": str(layout.data(name)), "name": name, "weight": environment.weight}
        for name, environment in preset.environments.items()
    ]
    general = [{"path": str(layout.data(name)), "name": name, "weight": 1.0} for name in GENERAL]
    return {
        "model": preset.model,
        "out": str(layout.training(run)),
        "eta": {"hybrid": preset.eta, "agent": 1.0, "general": 0.0}[run],
        "batch": preset.batch[run],
        "steps": preset.steps,
        "length": preset.length if run != "general" else min(preset.length, 512),
        "too_long": "drop",
        "seed": preset.seed,
        "agent": agent if run != "general" else [],
        "general": general if run != "agent" else [],
        "optimizer": preset.optimizer,
        "compute": preset.compute,
        "checkpoint": {"every": CHECKPOINT, "keep": 1},
    }


def tune(preset: Preset, layout: Layout, run: Run) -> None:
    """Train, or go on with a training that was interrupted."""
    file = layout.config(run)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(to_toml(configuration(preset, layout, run)), "utf-8")
    agentgym("tune", file)


def folder(preset: Preset, layout: Layout, model: str) -> str:
    """Return the Hugging Face folder of one of the four models."""
    if model != BASE:
        return str(layout.training(model) / "model")
    return str(find(preset.model, "safetensors")) if preset.model in CATALOGUE else preset.model


def convert(preset: Preset, layout: Layout, model: str) -> None:
    """Make the GGUF file of a model, unless it is there."""
    file = layout.gguf(model)
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        agentgym("models", "gguf", folder(preset, layout, model), "--out", file)


def to_toml(said: Mapping[str, Any]) -> str:
    """Return settings as TOML: values, tables, lists of tables.

    >>> print(to_toml({"a": 1, "b": {"c": "x"}}))
    a = 1
    <BLANKLINE>
    [b]
    c = "x"
    <BLANKLINE>
    """
    lines = [f"{key} = {_value(value)}" for key, value in said.items() if not _nested(value)]
    for key, value in said.items():
        for table in (value if isinstance(value, list) else [value]) if _nested(value) else []:
            head = f"[[{key}]]" if isinstance(value, list) else f"[{key}]"
            lines += ["", head, *(f"{name} = {_value(v)}" for name, v in table.items())]
    text = "\n".join(lines) + "\n"
    assert tomllib.loads(text) == said
    return text


def _nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return repr(value)
