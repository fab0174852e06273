"""``rollout``: episodes are recorded whole, and mistakes of the caller are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.engine import Limits
from agentgym.errors import OptionError, UnknownNameError
from agentgym.trajectory import read, replay
from tests.engine.playing import GUESS, content


@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_a_rollout_records_typed_episodes(run_folder: Path, action_format: str) -> None:
    run = agentgym.rollout(GUESS, "expert", out=run_folder, action_format=action_format)
    assert (run.planned, run.played, run.mean_reward, run.complete) == (9, 9, 1.0, True)
    episodes = list(read(run_folder))
    assert {e.task_id for e in episodes} == {f"test-{n}" for n in range(1, 10)}
    for episode in episodes:
        assert (episode.env_id, episode.status, episode.reward) == (GUESS, "completed", 1.0)
        assert episode.steps[0].action.startswith("guess[") and episode.metrics["steps"] == 1.0
        assert episode.steps[-1].observation == "Right!" and len(episode.task_hash) == 12
        assert replay(episode) is None


def test_the_result_does_not_depend_on_concurrency(tmp_path: Path) -> None:
    agentgym.rollout(GUESS, "random", repeats=5, concurrency=1, out=tmp_path / "one")
    agentgym.rollout(GUESS, "random", repeats=5, concurrency=32, out=tmp_path / "many")
    assert content(tmp_path / "one") == content(tmp_path / "many")


def test_wrong_arguments_end_the_run_with_a_clear_error(run_folder: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown environment 'webshp'.*Did you mean 'webshop'"):
        agentgym.rollout("webshp", "expert")
    with pytest.raises(UnknownNameError, match=r"Unknown policy 'exprt'.*Did you mean 'expert'"):
        agentgym.rollout(GUESS, "exprt")
    with pytest.raises(UnknownNameError, match="Unknown task"):
        agentgym.rollout(GUESS, "expert", tasks=["test-77"])
    for wrong, message in ((0, "at least 1"), ([], "nothing to run"), ("test-1", "list of task ids")):
        with pytest.raises(OptionError, match=message):
            agentgym.rollout(GUESS, "expert", tasks=wrong)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="concurrency must be at least 1"):
        agentgym.rollout(GUESS, "expert", concurrency=0)
    with pytest.raises(OptionError, match="step_seconds must be positive"):
        Limits(step_seconds=-1)
    run_folder.write_text("a file")
    with pytest.raises(OptionError, match="is a file; give a folder"):
        agentgym.rollout(GUESS, "expert", out=run_folder)


def test_two_runs_cannot_write_to_one_folder(run_folder: Path) -> None:
    from agentgym.trajectory import LogWriter

    with LogWriter(run_folder), pytest.raises(OptionError, match="Another process is writing"):
        agentgym.rollout(GUESS, "expert", out=run_folder)
