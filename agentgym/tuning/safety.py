"""When a training stops by itself: a loss or a gradient that is no number, or a loss that runs away."""

from __future__ import annotations

import math
from collections.abc import Sequence

from agentgym.errors import AgentGymError

_WINDOW = 10
_SHOWN = 8


class TuningError(AgentGymError, RuntimeError):
    """A training that must not go on; the message names the step and the rows."""


def check_numbers(step: int, sums: Sequence[float], names: Sequence[str], norm: float) -> None:
    """Check that every sample's loss and the gradient are numbers.

    Args:
        step: from 1.
        sums: loss of each sample of the step.
        names: what each is called.
        norm: of the gradient.

    Raises:
        TuningError: one is not; with the rows whose losses are none, or all of the step where only the gradient is.
    """
    bad = [name for value, name in zip(sums, names, strict=True) if not math.isfinite(value)]
    if bad:
        raise TuningError(
            f"Step {step}: the loss of {_listed(bad)} is no number. The weights are those of the step "
            "before, and the last "
            "checkpoint stays. Look at these rows, lower optimizer.lr, or set compute.dtype='float32'."
        )
    if not math.isfinite(norm):
        raise TuningError(
            f"Step {step}: the gradient is no number though every loss is one; the step's rows: "
            f"{_listed(names)}. Lower "
            "optimizer.lr, or set compute.dtype='float32'."
        )


def check_course(step: int, losses: Sequence[float], factor: float, worst: Sequence[str]) -> None:
    """Check that the loss does not run away.

    Args:
        step: from 1.
        losses: of all steps so far.
        factor: how often the best mean of ten steps the last one may be; 0 checks nothing.
        worst: the rows of this step with the highest losses, for the message.

    Raises:
        TuningError: it does.
    """
    if not factor or len(losses) < 2 * _WINDOW:
        return
    last = sum(losses[-_WINDOW:]) / _WINDOW
    best = min(sum(losses[i : i + _WINDOW]) / _WINDOW for i in range(len(losses) - _WINDOW))
    if last > factor * best and last > best + 1.0:
        raise TuningError(
            f"Step {step}: the loss has run away: {last:.3f} on average of the last {_WINDOW} steps, "
            f"{best:.3f} at best. "
            f"Highest in this step: {_listed(worst)}. Lower optimizer.lr, or set safety.divergence higher "
            "(0: never stop)."
        )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
