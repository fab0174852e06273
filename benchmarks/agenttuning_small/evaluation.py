"""The evaluation: each model plays the three suites."""

from __future__ import annotations

from pathlib import Path

from agentgym.benchmarks.agenttuning_small.commands import agentgym
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.benchmarks.agenttuning_small.presets import Preset
from agentgym.benchmarks.agenttuning_small.training import convert, folder

SUITES = ("held-in", "unseen", "general")
_ASKED = {
    "held-in": "demonstration=strip&max_tokens=64",
    "unseen": "max_tokens=48",
    "general": "demonstration=strip&max_tokens=128",
}
"""Of held-in tasks a model is shown no demonstration, as in training; of the unseen one it is."""


def suite(name: str) -> Path:
    """Return the file of a suite."""
    return Path(__file__).with_name("suites") / f"{name}.toml"


def policy(preset: Preset, layout: Layout, model: str, which: str) -> str:
    """Return how a model is asked, greedily, by a suite."""
    asked = f"temperature=0&{_ASKED[which]}&name={model}"
    if preset.serve == "vllm":
        return f"vllm:{folder(preset, layout, model)}?{asked}&max_model_len=4096"
    threads = preset.compute.get("threads", 1)
    return f"local:{layout.gguf(model)}?{asked}&context=3072&parallel=4&cache_mib=256&threads={threads}"


def evaluate(preset: Preset, layout: Layout, model: str) -> None:
    """Play the suites; what is done already is not played again."""
    if preset.serve == "local":
        convert(preset, layout, model)
    counts = {"held-in": preset.tasks, "unseen": preset.unseen_tasks, "general": preset.general_tasks}
    for which in SUITES:
        agentgym(
            "eval", "--suite", suite(which), "--policy", policy(preset, layout, model, which), "--tasks", counts[which],
            "--concurrency", 4 if preset.serve == "local" else 32, "--retry-errors", "--out", layout.scores(which),
        )  # fmt: skip
