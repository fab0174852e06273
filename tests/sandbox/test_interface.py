"""What every sandbox has: a specification, and results that are checked."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.errors import OptionError, SandboxError
from agentgym.sandbox import Spec
from agentgym.sandbox.interface import Sandbox


@pytest.mark.parametrize(
    "fields",
    [{"exit_code": "0"}, {"exit_code": 0, "output": 5}, {}, {"exit_code": 0, "ended": "won"}, {"error": "x"}],
)
def test_results_of_wrong_types_are_errors(fields: dict[str, Any]) -> None:
    with pytest.raises(SandboxError):
        Sandbox._result(fields)


def test_limits_must_be_positive() -> None:
    with pytest.raises(OptionError, match="memory of a sandbox must be positive, got 0"):
        Spec(memory=0)
