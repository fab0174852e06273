"""The metrics as TensorBoard's files, beside the JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.registry import short_name
from agentgym.tuning.metrics import EvalLine, Line

FOLDER = "tensorboard"


class Board:
    """Writes TensorBoard's files.

    Args:
        out: folder of the training.
        done: steps that are done; what an earlier process wrote of later ones is hidden.
    """

    def __init__(self, out: Path, done: int) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self._writer: Any = SummaryWriter(str(out / FOLDER), purge_step=done + 1)

    def add(self, line: Line) -> None:
        """Write a line."""
        for name, value in values(line).items():
            self._writer.add_scalar(name, value, line.step)

    def close(self) -> None:
        """Close the files."""
        self._writer.close()


def values(line: Line) -> dict[str, float]:
    """Return the numbers of a line by the names of their curves."""
    if isinstance(line, EvalLine):
        return {f"score/{short_name(env)}": score for env, score in line.scores.items()}
    found = {
        "loss/all": line.loss, "optimizer/lr": line.lr, "optimizer/norm": line.norm, "share/samples": line.sample_share,
        "share/tokens": line.token_share, "speed/rate": line.rate, "speed/fill": line.fill,
    }  # fmt: skip
    found |= {f"loss/{name}": loss for name, loss in line.losses.items()}
    return found | ({"speed/mfu": line.mfu} if line.mfu is not None else {})
