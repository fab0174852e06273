"""Where samples come from."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.dataset.contamination.samples import test_source as source_of_tests
from agentgym.dataset.contamination.samples import train_source
from agentgym.errors import AgentGymError, DataError
from tests.dataset.runs import curate


def test_training_sets_say_all_and_test_sets_ask(tmp_path: Path) -> None:
    run = agentgym.rollout(
        "alfworld", "expert", tasks=2, split="train", out=tmp_path / "run", action_format="tools"
    )
    rows = curate(tmp_path / "run", tmp_path / "data")
    episode = next(iter(agentgym.trajectory.read(tmp_path / "run")))
    assert run.scored == 2
    for name in (tmp_path / "run", tmp_path / "data", tmp_path / "data" / "rows.jsonl"):
        train, test = list(train_source(str(name))()), list(source_of_tests(str(name))())
        assert len(train) == len(test) == len(rows)
        assert train[0].group == "ALFWorld" and train[0].task == (episode.env_id, episode.task_id)
        assert any('"command"' in t for t in train[0].texts) and any(
            '"parameters"' in t for t in train[0].texts
        )
        assert (
            episode.steps[0].observation in train[0].texts
            and episode.steps[0].observation not in test[0].texts
        )
        assert episode.observation in test[0].texts


def test_the_tasks_of_an_environment_are_a_test_set() -> None:
    found = list(source_of_tests("alfworld?split=test&tasks=3")())
    assert len(found) == 3 and len({s.task for s in found}) == 3 and all(s.task_hash for s in found)
    assert all(any("Your task is to" in t for t in s.texts) for s in found)


def test_what_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no training set"):
        train_source(str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="neither"):
        train_source(str(tmp_path))
    with pytest.raises(AgentGymError, match="Did you mean 'alfworld'"):
        source_of_tests("alfwrld?split=test")
