"""The description of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.engine.limits import Limits
from agentgym.engine.run import RunSpec
from agentgym.errors import OptionError


def test_what_is_no_setting_is_an_argument_of_the_environment() -> None:
    spec = RunSpec.of("webshop", "expert", {"tasks": 3, "out": "runs/x", "split": "dev", "goals": "human"})
    assert (spec.tasks, spec.out, spec.env_args) == (3, Path("runs/x"), {"split": "dev", "goals": "human"})
    assert spec == RunSpec(
        env_id="webshop", policy="expert", tasks=3, out=Path("runs/x"),
        env_args={"split": "dev", "goals": "human"},
    )  # fmt: skip


def test_wrong_numbers_are_told_when_it_is_made() -> None:
    for name in ("repeats", "concurrency"):
        with pytest.raises(OptionError, match=f"{name} must be at least 1, got 0"):
            RunSpec(env_id="e", **{name: 0})
    with pytest.raises(OptionError, match="cache must be one of off, read, write; got 'maybe'"):
        RunSpec(env_id="e", cache="maybe")  # type: ignore[arg-type]
    assert RunSpec(env_id="e").limits == Limits()
