"""From logs to scores: what counts, what is apart, which score, whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.engine.cost import Price, Prices
from agentgym.errors import DataError, UnknownNameError
from agentgym.policy import Completion, Usage
from agentgym.report import tables
from agentgym.report.results import collect, metric_of
from agentgym.report.suite import Suite
from agentgym.status import Ending, Status
from agentgym.trajectory import score
from tests.report.judged import HELD_IN, PAPER, results
from tests.report.synthetic import ALFWORLD, WEBSHOP, episode, write


def test_scores_are_the_protocols_and_failures_are_no_zeros(tmp_path: Path) -> None:
    rewards = [1.0, 0.5, 0.0, None]
    write(tmp_path / "a", [episode(i, "a", r) for i, r in enumerate(rewards)])
    write(tmp_path / "w", [episode(i, "a", r, env=WEBSHOP) for i, r in enumerate(rewards)])
    found = results(tmp_path)
    household, shop = found.cell(ALFWORLD, "a"), found.cell(WEBSHOP, "a")
    assert household is not None and shop is not None
    assert household.score == pytest.approx(1 / 3)  # success: reward 1 counts, 0.5 does not
    assert shop.score == pytest.approx(0.5)
    assert (household.failed, len(household.scored), found.failed) == (1, 3, 2)
    overall = found.overall("a")
    assert overall is not None and overall.value == pytest.approx((100 / 3 / 20 + 50 / 28) / 2)
    assert (overall.parts, overall.of) == (2, 6)
    assert household.cost == pytest.approx(4 * 2 * (100 * 30 + 10 * 60) / 1e6)  # failures cost as well
    assert any("no zeros" in note for note in tables.scores(found).notes)


def test_a_mended_failure_counts_once(tmp_path: Path) -> None:
    write(
        tmp_path, [episode(1, "a", None), episode(1, "a", 1.0), episode(2, "a", None), episode(2, "a", None)]
    )
    cell = results(tmp_path).cell(ALFWORLD, "a")
    assert cell is not None and (len(cell.scored), cell.failed) == (1, 1)


def test_unscored_is_neither_scored_nor_failed_until_a_score_is_given(tmp_path: Path) -> None:
    waiting = [episode(i, "a", None, status=Status.UNSCORED, failure=None) for i in (1, 2)]
    write(tmp_path, [episode(0, "a", 1.0), *waiting, episode(3, "a", None)])
    cell = results(tmp_path).cell(ALFWORLD, "a")
    assert cell is not None
    assert (len(cell.scored), cell.unscored, cell.failed, cell.score) == (1, 2, 1, 1.0)
    assert [r.ending for r in cell.rows] == ["failed", "scored", "unscored", "unscored"]
    score(tmp_path, lambda e: 0.5 if e.task_id == "task-1" else None, by="tests:judge")
    cell = results(tmp_path).cell(ALFWORLD, "a")
    assert cell is not None
    assert (len(cell.scored), cell.unscored, cell.failed) == (2, 1, 1)
    assert cell.score == 0.5  # by the suite's metric: 0.5 is no success


def test_a_report_can_be_of_another_score(tmp_path: Path) -> None:
    write(tmp_path, [episode(i, "a", 1.0, metrics={"steps": 2.0 + i}) for i in range(3)])
    write(tmp_path / "more", [episode(9, "a", None)])
    score(tmp_path, lambda e: 7.0 if e.task_id != "task-2" else None, name="style", by="tests:judge")
    cell = results(tmp_path, score="style").cell(ALFWORLD, "a")
    assert cell is not None
    assert (cell.score, cell.metric, len(cell.scored), cell.unscored, cell.failed) == (
        7.0, "score style", 2, 1, 1
    )  # fmt: skip
    steps = results(tmp_path, score="steps")
    cell = steps.cell(ALFWORLD, "a")
    assert cell is not None and cell.score == 3.0
    assert steps.overall("a") is None, "weights and the paper's overall are of the reward"
    with pytest.raises(UnknownNameError, match=r"'stile'; known: reward, steps, style.*Did you mean 'style'"):
        results(tmp_path, score="stile")


def test_what_is_not_in_the_suite_counts_by_what_is_published_of_it(tmp_path: Path) -> None:
    other = Suite("other", [])
    assert metric_of(ALFWORLD, other, PAPER) == "success"
    assert metric_of("Mine/Game-v0", other, PAPER) == "reward"
    assert metric_of(ALFWORLD, HELD_IN, PAPER, "style") == "score style"
    write(tmp_path, [episode(0, "a", 0.5), episode(1, "a", 1.0)])
    cell = collect([tmp_path], other, prices=Prices({}), published=PAPER).cell(ALFWORLD, "a")
    assert cell is not None and (cell.metric, cell.score) == ("success", 0.5)


def test_every_call_costs_what_its_own_model_costs(tmp_path: Path) -> None:
    mixed = episode(0, "a", 1.0)
    for step, model in zip(mixed.steps, ("dear", "cheap"), strict=True):
        step.completion = Completion(model=model, usage=Usage(prompt_tokens=1_000_000))
    free = episode(1, "a", 1.0)
    for step in free.steps:
        step.completion = Completion(model="dear", usage=Usage(prompt_tokens=1_000_000), cached=True)
    free.steps[1].completion.cost, free.steps[1].completion.cached = 0.25, False
    write(tmp_path, [mixed, free])
    prices = Prices({"dear": Price(prompt=3.0, completion=0.0), "cheap": Price(prompt=0.5, completion=0.0)})
    cell = results(tmp_path, prices=prices).cell(ALFWORLD, "a")
    assert cell is not None and [r.cost for r in cell.rows] == [3.5, 0.25]


def test_policies_come_in_the_order_they_were_named(tmp_path: Path) -> None:
    write(tmp_path, [episode(0, name, 1.0) for name in ("a", "b", "c")])
    assert results(tmp_path).labels == ["a", "b", "c"]
    assert results(tmp_path, order=["c", "a"]).labels == ["c", "a", "b"]


def test_an_empty_folder_is_an_error_that_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="agentgym eval"):
        results(tmp_path)


def test_only_the_named_episodes_count(tmp_path: Path) -> None:
    episodes = [episode(i, "a", 1.0) for i in range(4)]
    write(tmp_path, episodes)
    found = results(tmp_path, keys=[e.key for e in episodes[:3]])
    assert found.episodes == 3 and {r.ending for r in found.rows} == {Ending.SCORED}
    assert results(tmp_path, keys=[]).episodes == 0
