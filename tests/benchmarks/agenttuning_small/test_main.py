"""The command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.benchmarks.agenttuning_small import data, evaluation, perplexity, serving, training
from agentgym.benchmarks.agenttuning_small.__main__ import STAGES, main


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the stages would do."""
    found: list[str] = []

    def note(module: object, name: str, *, at: int | None = None) -> None:
        def do(*arguments: object) -> None:
            found.append(name if at is None else f"{name} {arguments[at]}")

        monkeypatch.setattr(module, name, do)

    note(data, "make_agent_data")
    note(data, "make_general_data")
    note(training, "tune", at=2)
    note(evaluation, "evaluate", at=2)
    note(perplexity, "write", at=1)
    note(serving, "serve")
    return found


def test_all_stages_in_order(tmp_path: Path, called: list[str]) -> None:
    chosen = [f"--stage={stage}" for stage in STAGES if stage != "report"]
    result = CliRunner().invoke(main, ["--out", str(tmp_path / "x"), *chosen])
    assert result.exit_code == 0, result.output
    assert called[:2] == ["make_agent_data", "make_general_data"] and called[-1] == "serve"
    assert called[2:5] == ["tune hybrid", "tune agent", "tune general"]
    assert called[5:9] == [f"evaluate {m}" for m in ("base", "hybrid", "agent", "general")]


def test_one_model_alone(tmp_path: Path, called: list[str]) -> None:
    chosen = ["--model", "agent", "--stage", "tune", "--stage", "perplexity"]
    result = CliRunner().invoke(main, ["--out", str(tmp_path), *chosen])
    assert result.exit_code == 0 and called == ["tune agent", "write agent"], result.output
