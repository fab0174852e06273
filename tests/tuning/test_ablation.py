"""Which policies of a report are the models of trainings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import DataError
from agentgym.report.ablation import Model
from agentgym.tuning.ablation import find, learned
from agentgym.tuning.config import DataSource, TuneConfig
from agentgym.tuning.record import Record, write
from tests.cli.running import agentgym
from tests.report.judged import results
from tests.report.synthetic import episode
from tests.report.synthetic import write as log

SOURCE = [DataSource(path="rows")]


def training(folder: Path, **rest: Any) -> Path:
    """Write down a training of ``smollm2`` in a folder, as far as a report asks."""
    folder.mkdir(parents=True)
    config = TuneConfig(model="smollm2", out=str(folder), **rest)
    write(Record(config=config, identity={}, steps=1, sources=[], fingerprints=[], framework="", torch="",
                 transformers=""), folder)  # fmt: skip
    (folder / "metrics.jsonl").write_text("")
    return folder


def evaluation(folder: Path, specs: dict[str, str]) -> Path:
    """Write an evaluation of policies, by name, that were made from these specs."""
    for name, spec in specs.items():
        log(folder / name.replace("/", "_"), [episode(n, name, 1.0, policy_spec=spec) for n in range(3)])
    return folder


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"eta": 0.0}, ("general", 0.0)),
        ({"eta": 1.0}, ("agent", 1.0)),
        ({"eta": 0.2}, ("hybrid", 0.2)),
        ({"mix": "proportional", "agent": SOURCE}, ("agent", None)),
        ({"mix": "proportional", "general": SOURCE}, ("general", None)),
        ({"mix": "proportional", "agent": SOURCE, "general": SOURCE}, ("hybrid", None)),
    ],
)
def test_what_a_model_was_tuned_on(config: dict[str, Any], expected: tuple[str, float | None]) -> None:
    assert learned(TuneConfig(model="smollm2", **config)) == expected


def test_models_are_known_by_their_path_their_name_and_what_was_tuned(tmp_path: Path) -> None:
    hybrid, agent = training(tmp_path / "hybrid"), training(tmp_path / "agent", eta=1.0)
    general = training(tmp_path / "general", eta=0.0)
    specs = {
        "mine": f"transformers:{hybrid}/model?max_tokens=8",
        "agent": "local:/elsewhere/agent.gguf",
        "local:smollm2": "local:smollm2",
        "random": "random",
    }
    found = find(results(evaluation(tmp_path / "eval", specs)), [hybrid, agent, general])
    assert sorted(found.models, key=lambda m: m.label) == [
        Model("agent", "agent", 1.0), Model("local:smollm2", "nothing"), Model("mine", "hybrid", 0.2)
    ]  # fmt: skip
    assert found.missing == [str(general)]


def test_a_folder_without_a_record_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no tuning\.json"):
        find(results(evaluation(tmp_path / "eval", {"base": "random"})), [tmp_path])


def test_the_command_shows_the_table_beside_an_evaluation(tmp_path: Path) -> None:
    hybrid = training(tmp_path / "hybrid")
    specs = {"hybrid": "local:/elsewhere/x.gguf", "base": "local:smollm2"}
    scores = evaluation(tmp_path / "eval", specs)
    shown = agentgym("report", str(scores), str(hybrid), "--format", "md")
    assert "| base | nothing (base) | – |" in shown and "| hybrid | both (hybrid) | 0.20 |" in shown
    assert "7B (paper)" in shown
    told = agentgym("report", str(hybrid), str(training(tmp_path / "agent")), code=2)
    assert "an evaluation" in " ".join(told.split())
