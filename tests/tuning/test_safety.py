"""What stops a training."""

from __future__ import annotations

import pytest

from agentgym.tuning.safety import TuningError, check_course, check_numbers


def test_numbers() -> None:
    check_numbers(1, [0.5, 2.0], ["a", "b"], 1.0)
    with pytest.raises(TuningError, match=r"Step 3: the loss of b is no number.*last checkpoint stays"):
        check_numbers(3, [0.5, float("inf")], ["a", "b"], 1.0)
    with pytest.raises(TuningError, match=r"the gradient is no number.*rows: a, b\.") as caught:
        check_numbers(3, [0.5, 0.5], ["a", "b"], float("nan"))
    assert "optimizer.lr" in str(caught.value)
    many = [f"row_{n}" for n in range(20)]
    with pytest.raises(TuningError, match="row_7 and 12 more"):
        check_numbers(3, [float("nan")] * 20, many, 1.0)


def test_course() -> None:
    steady = [1.0] * 30
    check_course(30, steady, 3.0, ["a"])
    check_course(31, [*steady, 9.0], 3.0, ["a"])  # one bad batch is none
    with pytest.raises(
        TuningError, match=r"has run away: 4\.500.*1\.000 at best.*Highest in this step: a, b"
    ):
        check_course(40, [*steady, *([4.5] * 10)], 3.0, ["a", "b"])
    check_course(40, [*steady, *([4.5] * 10)], 0.0, ["a"])
    # From almost nothing, a multiple alone is no divergence.
    check_course(40, [0.01] * 30 + [0.05] * 10, 3.0, ["a"])
    check_course(5, [1.0, 9.0, 9.0, 9.0, 9.0], 3.0, ["a"])
