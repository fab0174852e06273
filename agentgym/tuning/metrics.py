"""The metrics of a training: one JSON line a step and one an evaluation, which curves and tables are made of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import LogError

METRICS = "metrics.jsonl"


class StepLine(msgspec.Struct, kw_only=True, omit_defaults=True, tag="step", tag_field="kind"):
    """A step.

    Attributes:
        step: from 1.
        loss: the objective, in nats.
        losses: mean loss of the trained tokens of each source that was drawn.
        lr: of the step.
        norm: of the gradient, before it was clipped.
        samples, tokens, trained: of the step, by source.
        sample_share, token_share: share of the agent group so far, of samples and of trained tokens.
        fill: real tokens by computed ones.
        seconds: of the step.
        rate: real tokens a second.
        mfu: share of the machine's peak that the model's own arithmetic took, where the peak is known.
    """

    step: int
    loss: float
    losses: dict[str, float]
    lr: float
    norm: float
    samples: dict[str, int]
    tokens: dict[str, int]
    trained: dict[str, int]
    sample_share: float
    token_share: float
    fill: float
    seconds: float
    rate: float
    mfu: float | None = None


class EvalLine(msgspec.Struct, kw_only=True, omit_defaults=True, tag="eval", tag_field="kind"):
    """An evaluation.

    Attributes:
        step: steps that the model had trained.
        scores: mean score of each environment, in percent.
        episodes: scored ones of each.
        failed: episodes that the machinery failed.
        overall: the suite's, where all its environments were played.
        seconds: that it took.
    """

    step: int
    scores: dict[str, float]
    episodes: dict[str, int]
    failed: int = 0
    overall: float | None = None
    seconds: float = 0.0


Line = StepLine | EvalLine
_decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


class Metrics:
    """Appends lines.

    Args:
        folder: of the training.
        step: steps that are done; lines of later ones, which a lost process wrote, are removed.

    Raises:
        LogError: the file cannot be written.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._path = folder / METRICS
        kept = [line for line in read(folder) if line.step <= step]
        beside = folder / f".{METRICS}"
        try:
            beside.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in kept))
            os.replace(beside, self._path)
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise LogError(f"{self._path} cannot be written: {error.strerror}.") from error
        self.lines = kept

    def add(self, line: Line) -> None:
        """Append a line.

        Raises:
            LogError: it cannot be written.
        """
        self.lines.append(line)
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise LogError(
                f"{self._path} cannot be written: {error.strerror}. Checkpoints stay; make room."
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read(folder: Path) -> list[Line]:
    """Return the lines of a training, in order; a torn last line is left out."""
    return list(_lines(folder / METRICS))


def is_training(folder: Path) -> bool:
    """Whether a folder holds a training's metrics."""
    return (folder / METRICS).is_file()


def _lines(path: Path) -> Iterator[Line]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    for line in content.splitlines():
        try:
            yield _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return


def dump(line: Line) -> dict[str, Any]:
    """Return a line as plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(line)
    return plain
