"""What of runs becomes a data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.dataset.curation import Curation, Reason
from agentgym.dataset.recipe import Recipe
from agentgym.errors import DataError, OptionError
from agentgym.status import Status
from agentgym.trajectory import Episode, score
from tests.report.synthetic import WEBSHOP, episode, write


def curate(folder: Path, **recipe: object) -> tuple[list[str], dict[str, dict[str, int]]]:
    """Return the tasks of the rows, and what was dropped."""
    curation = Curation([folder], Recipe(**recipe))  # type: ignore[arg-type]
    rows = list(curation)
    for counted in curation.counts.values():
        assert counted.episodes == counted.kept + sum(counted.dropped.values())
    assert len(curation.dropped) == sum(sum(c.dropped.values()) for c in curation.counts.values())
    kept = [f"{r.id}:{r.source.task_id.removeprefix('task-')}" for r in rows if r.source]
    return kept, {env: c.dropped for env, c in curation.counts.items()}


def differing(number: int, reward: float | None, **rest: object) -> Episode:
    """Return an episode that says something of its own."""
    made = episode(number, "a", reward, **rest)  # type: ignore[arg-type]
    for i, step in enumerate(made.steps):
        step.completion.text = step.output = " ".join(
            f"{hash((number, i, w, str(rest))) % 9973}" for w in range(30)
        )
    return made


def test_every_episode_is_kept_or_dropped_for_one_reason(tmp_path: Path) -> None:
    unscored = episode(3, "a", None, status=Status.UNSCORED, failure=None)
    write(tmp_path, [episode(1, "a", 1.0), episode(2, "a", 0.5), episode(4, "a", None), unscored])
    assert curate(tmp_path, keep="reward == 1") == (
        ["alfworld_0:1"],
        {"ALFWorld": {Reason.FILTER: 1, Reason.FAILED: 1, Reason.UNSCORED: 1}},
    )
    score(tmp_path, lambda e: 1.0 if e.reward is None else None, by="judge")
    assert curate(tmp_path, keep="reward == 1")[0] == ["alfworld_0:1", "alfworld_1:3"]


def test_exact_duplicates_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0), episode(1, "a", 1.0, repeat=1), episode(2, "a", 1.0)])
    assert curate(tmp_path) == (["alfworld_0:1", "alfworld_1:2"], {"ALFWorld": {Reason.EXACT: 1}})
    assert len(curate(tmp_path, exact=False)[0]) == 3


def test_near_duplicates_leave_the_best(tmp_path: Path) -> None:
    worse, better = differing(1, 0.5), differing(1, 1.0, repeat=1)
    for one, other in zip(worse.steps, better.steps, strict=True):
        one.completion.text = one.output = other.output + " indeed"
    write(tmp_path, [worse, better, differing(2, 1.0)])
    curation = Curation([tmp_path], Recipe(near=0.7))
    assert [r.source and r.source.repeat for r in curation] == [1, 0]
    assert curation.counts["ALFWorld"].dropped == {Reason.NEAR: 1}


def test_the_best_of_a_task_are_kept_the_shortest_first(tmp_path: Path) -> None:
    long = differing(1, 1.0, repeat=1)
    long.steps = long.steps * 2
    write(tmp_path, [differing(1, 0.5), long, differing(1, 1.0, repeat=2), differing(2, 0.0)])
    curation = Curation([tmp_path], Recipe(best=1))
    assert [r.source and (r.source.task_id, r.source.repeat) for r in curation] == [
        ("task-1", 2),
        ("task-2", 0),
    ]
    assert curation.counts["ALFWorld"].dropped == {Reason.BEST: 2}
    assert curation.counts["ALFWorld"].ratio == 1.0


def test_caps_are_spread_over_kinds_of_tasks(tmp_path: Path) -> None:
    kinds = ["many"] * 8 + ["few"] * 2
    write(tmp_path, [differing(i, 1.0, task_kind=kind) for i, kind in enumerate(kinds)])
    write(tmp_path / "more", [differing(i, 1.0, env=WEBSHOP) for i in range(3)])
    curation = Curation([tmp_path], Recipe(caps={"ALFWorld": 4}))
    found = [r.source.task_kind for r in curation if r.source]
    assert found.count("few") == 2 and found.count("many") == 2 and found.count("") == 3
    assert curation.counts["ALFWorld"].dropped == {Reason.CAP: 6}
    assert curate(tmp_path, caps={"*": 1}, seed=1) == curate(tmp_path, caps={"*": 1}, seed=1)


def test_old_logs_and_episodes_without_a_turn_are_counted(tmp_path: Path) -> None:
    nobody = episode(2, "a", 1.0)
    for step in nobody.steps:
        step.unasked = True
    write(tmp_path, [episode(1, "a", 1.0, views=False), nobody, episode(3, "a", 1.0)])
    assert curate(tmp_path) == (["alfworld_0:3"], {"ALFWorld": {Reason.UNKNOWN: 1, Reason.UNTRAINABLE: 1}})


def test_the_same_log_gives_the_same_rows_twice(tmp_path: Path) -> None:
    write(tmp_path, [differing(i, i % 2 / 1.0) for i in range(9)])
    curation = Curation([tmp_path], Recipe(keep="success", caps={"*": 3}))
    assert list(curation) == list(curation)
    assert curation.counts["ALFWorld"].kept == 3


def test_wrong_filters_and_empty_folders_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No episodes"):
        Curation([tmp_path], Recipe())
    write(tmp_path, [episode(1, "a", 1.0)])
    with pytest.raises(OptionError, match="column 1"):
        Curation([tmp_path], Recipe(keep="rewrd == 1"))
