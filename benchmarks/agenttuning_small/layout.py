"""Where everything of the experiment lies below its folder, and which models there are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

Run = Literal["hybrid", "agent", "general"]
RUNS: tuple[Run, ...] = get_args(Run)
BASE = "base"
MODELS: tuple[str, ...] = (BASE, *RUNS)
"""The rows of the table: the model as it was, and the three that were trained from it."""


class Layout:
    """The folder of one experiment.

    Args:
        out: the folder.
    """

    def __init__(self, out: Path) -> None:
        self.out = out

    def episodes(self, environment: str, teacher: str) -> Path:
        """Episodes of a teacher on a train split."""
        return self.out / "episodes" / f"{environment}-{teacher}"

    def data(self, name: str) -> Path:
        """A data set: of an environment, ``chat``, ``gsm8k``, and their held-out parts."""
        return self.out / "data" / name

    def config(self, run: str) -> Path:
        """Configuration of a training."""
        return self.out / "configs" / f"{run}.toml"

    def training(self, run: str) -> Path:
        """Folder of a training."""
        return self.out / "runs" / run

    def gguf(self, model: str) -> Path:
        """A model as llama.cpp serves it."""
        return self.out / "gguf" / f"{model}.gguf"

    def scores(self, suite: str) -> Path:
        """Episodes of the evaluation by a suite."""
        return self.out / "scores" / suite

    def has_scores(self, suite: str) -> bool:
        """Whether a suite was played, if only in part."""
        return any(file.stat().st_size for file in self.scores(suite).rglob("episodes.jsonl"))

    def perplexity(self, model: str) -> Path:
        """What the held-out texts cost a model."""
        return self.out / "perplexity" / f"{model}.json"

    @property
    def results(self) -> Path:
        """The result."""
        return self.out / "results.json"
