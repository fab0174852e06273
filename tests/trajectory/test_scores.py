"""Scores: named, by whom, and the later ones beside the log."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.errors import OptionError
from agentgym.status import Ending
from agentgym.trajectory import index, read, score
from agentgym.trajectory.scores import later_scores, own_scores
from tests.engine.playing import GUESS

agentgym.register("Test/Unscored-v0", "tests.engine.guessers:Unscored")


def test_the_environments_own_scores_say_who_gave_them(run_folder: Path) -> None:
    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    (episode,) = read(run_folder)
    own = own_scores(episode)
    assert {n: (s.value, s.by) for n, s in own.items()} == {
        "reward": (1.0, "environment"), "steps": (1.0, "environment")
    }  # fmt: skip
    assert own["reward"].version == episode.framework


def test_an_unscored_episode_is_neither_failed_nor_zero(run_folder: Path) -> None:
    run = agentgym.rollout("Test/Unscored-v0", "expert", tasks=3, out=run_folder)
    assert (run.played, run.failed, run.unscored, run.scored, run.mean_reward) == (3, 0, 3, 0, None)
    assert run.complete
    assert [(e.status, e.reward) for e in read(run_folder)] == [("unscored", None)] * 3
    assert not (run_folder / "failures.jsonl").exists()
    again = agentgym.rollout("Test/Unscored-v0", "expert", tasks=3, out=run_folder)
    assert (again.resumed, again.played, again.unscored) == (3, 0, 3)


def test_a_later_reward_scores_them(run_folder: Path) -> None:
    agentgym.rollout("Test/Unscored-v0", "expert", tasks=3, out=run_folder)
    before = (run_folder / "episodes.jsonl").read_bytes()
    given = {"test-1": 0.25, "test-2": 1.0}
    assert score(run_folder, lambda e: given.get(e.task_id), by="judge:one", version="7") == 2
    assert (run_folder / "episodes.jsonl").read_bytes() == before, "a log is never rewritten"
    entries = {e.task_id: e for e in index(run_folder)}
    assert {t: (e.ending, e.score()) for t, e in entries.items()} == {
        "test-1": (Ending.SCORED, 0.25), "test-2": (Ending.SCORED, 1.0), "test-3": (Ending.UNSCORED, None)
    }  # fmt: skip
    assert score(run_folder, lambda e: given.get(e.task_id), by="judge:one", version="7") == 0, (
        "once is enough"
    )
    again = agentgym.rollout("Test/Unscored-v0", "expert", tasks=3, out=run_folder)
    assert (again.resumed, again.scored, again.unscored, again.mean_reward) == (3, 2, 1, 0.625)


def test_named_scores_stand_beside_the_reward(run_folder: Path) -> None:
    agentgym.rollout(GUESS, "expert", tasks=2, out=run_folder)
    score(run_folder, lambda e: 7.5, name="style", by="tests:style")
    score(run_folder, lambda e: 8.5, name="style", by="tests:style", version="2")
    (first, _) = index(run_folder)
    assert (first.score(), first.score("style"), first.score("steps"), first.score("no such")) == (
        1.0, 8.5, 1.0, None
    )  # fmt: skip
    found = later_scores(run_folder)[first.key]["style"]
    assert (found.by, found.version) == ("tests:style", "2"), "the last one counts"


def test_a_torn_line_of_scores_is_passed_over(run_folder: Path) -> None:
    agentgym.rollout(GUESS, "expert", tasks=2, out=run_folder)
    score(run_folder, lambda e: 0.5, name="style", by="tests:style")
    with (run_folder / "scores.jsonl").open("ab") as file:
        file.write(b'{"key":"torn')
    assert [e.score("style") for e in index(run_folder)] == [0.5, 0.5]
    assert score(run_folder, lambda e: 0.6, name="other", by="tests:other") == 2
    assert [e.score("other") for e in index(run_folder)] == [0.6, 0.6]


def test_a_reward_is_in_range(run_folder: Path) -> None:
    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    with pytest.raises(OptionError, match=r"a reward is in \[0, 1\]"):
        score(run_folder, lambda e: 7.0, by="tests:wrong")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_score_is_a_number(run_folder: Path, value: float) -> None:
    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    with pytest.raises(OptionError, match="a score is a finite number"):
        score(run_folder, lambda e: value, name="style", by="tests:wrong")
    assert score(run_folder, lambda e: 0.5, name="style", by="tests:right") == 1


def test_a_later_reward_counts_before_the_environments_own_and_a_later_one_before_it(
    run_folder: Path,
) -> None:
    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    for value in (0.25, 0.75):
        score(run_folder, lambda e, v=value: v, by="judge", version=str(value))  # type: ignore[misc]
        (entry,) = index(run_folder)
        assert (entry.reward, entry.score()) == (1.0, value)
    assert agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder).mean_reward == 0.75
