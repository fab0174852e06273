"""The paper's Table 5, of our models and as it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.report import ablation
from agentgym.report.ablation import Model
from tests.report.judged import PAPER, results
from tests.report.synthetic import episode as played
from tests.report.synthetic import runs, write

GSM8K = "AgentTune/GSM8K-v0"
SCIENCEWORLD = "AgentTune/ScienceWorld-v0"


def test_models_stand_in_the_paper_s_order_with_an_overall_for_each_group(tmp_path: Path) -> None:
    for label, right in {"h": 1.0, "g": 0.0, "b": 0.0, "other": 1.0}.items():
        write(
            tmp_path / label,
            [played(n, label, right, env=env) for env in (GSM8K, SCIENCEWORLD) for n in range(4)],
        )
    found = results(tmp_path)
    models = [Model("h", "hybrid", 0.2), Model("g", "general", 0.0), Model("b", "nothing")]
    table = ablation.table(found, models, missing=["runs/agent"])
    assert table is not None
    assert [c.name for c in table.columns] == [
        "model",
        "tuned on",
        "agent share",
        "held-in",
        "held-out",
        "general",
    ]
    assert [row[:4] for row in table.rows] == [
        ["b", "nothing (base)", None, None],
        ["g", "general data only", 0.0, None],
        ["h", "both (hybrid)", 0.2, None],
    ]
    # One environment of six and of four: its score by its weight (15 and 53).
    assert str(table.rows[2][4]).startswith("6.67") and str(table.rows[2][5]).startswith("1.89")
    assert "1 of 6 environments" in str(table.rows[2][4]) and "1 of 4 environments" in str(table.rows[2][5])
    assert any("runs/agent" in note for note in table.notes) and any("other" in note for note in table.notes)


def test_there_is_no_table_without_models_or_of_another_score(tmp_path: Path) -> None:
    found = results(runs(tmp_path, {"a": 0.5}, tasks=4))
    assert ablation.table(found, []) is None
    found.score = "style"
    assert ablation.table(found, [Model("a", "nothing")]) is None


def test_the_published_table(tmp_path: Path) -> None:
    found = results(runs(tmp_path, {"a": 0.5}, tasks=4))
    table = ablation.table(found, [Model("a", "nothing")], compare=True)
    assert table is not None
    printed = {(str(row[0]), str(row[1])): row[3:] for row in table.rows[1:]}
    assert len(printed) == 12
    assert printed["7B (paper)", "agent data only"] == ["1.34", "0.09", "0.22"]
    assert printed["Llama-2-70b-chat (paper)", "nothing (base)"] == ["0.27", "0.51", "0.95"]


@pytest.mark.parametrize(
    ("size", "model"), [("7B", "AgentLM-7B"), ("13B", "AgentLM-13B"), ("70B", "AgentLM-70B")]
)
def test_the_hybrids_are_the_models_of_table_4(size: str, model: str) -> None:
    of = next(a for a in PAPER.ablations if a.size == size)
    at = PAPER.models.index(model)
    printed = [PAPER.overall[group][at] for group in of.groups]
    assert of.hybrid == pytest.approx(printed, abs=0.0101), (
        "the 7B's general overall differs by 0.01 in print"
    )
