"""Lines: any text survives, and what is no episode is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.errors import AgentGymError, DataError
from agentgym.trajectory import LogWriter, Step, index, read
from agentgym.trajectory.codec import decode, encode
from tests.trajectory.episodes import episode


def test_lone_surrogates_and_control_characters_survive(tmp_path: Path) -> None:
    odd = episode(
        1, observation="\ud83d lone \x00 \u2028 \n end", steps=[Step(output="\udfff", observation="")]
    )
    with LogWriter(tmp_path) as log:
        log.write(odd)
    assert next(read(tmp_path)) == odd
    assert index(tmp_path)[0].task_id == "t1"


def test_an_unknown_schema_is_told(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
    path = tmp_path / "episodes.jsonl"
    line = json.loads(path.read_text())
    line["schema"] = 999
    for steps in (line["steps"], "in another form"):
        path.write_text(json.dumps({**line, "steps": steps}) + "\n")
        with pytest.raises(AgentGymError, match="schema 999, this agentgym reads up to 2"):
            list(read(tmp_path))
        with pytest.warns(UserWarning, match="passed over an episode. The log has schema 999"):
            assert index(tmp_path) == []


@pytest.mark.parametrize("reward", ["NaN", "Infinity", "5", "-1"])
def test_a_reward_that_no_environment_gives_is_told_and_in_no_mean(tmp_path: Path, reward: str) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        log.write(episode(1))
    path = tmp_path / "episodes.jsonl"
    first, second = path.read_text().splitlines()
    changed = json.dumps({**json.loads(first), "reward": "@"}).replace('"@"', reward)
    path.write_text(f"{changed}\n{second}\n")
    with pytest.raises(AgentGymError, match="expected a number in"):
        list(read(tmp_path))
    with pytest.warns(UserWarning, match="passed over an episode"):
        assert [e.key for e in index(tmp_path)] == [episode(1).key]


def test_a_count_of_tokens_that_is_none_breaks_no_reader(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
    path = tmp_path / "episodes.jsonl"
    line = json.loads(path.read_text())
    line["steps"][0]["completion"] = {"usage": {"prompt_tokens": 10**30, "completion_tokens": 1}}
    path.write_text(json.dumps(line) + "\n")
    assert index(tmp_path)[0].prompt_tokens == 0
    assert index(tmp_path)[0].completion_tokens == 1
    (read_back,) = read(tmp_path)
    assert decode(encode(read_back)) == read_back


def test_what_is_no_episode_is_told(tmp_path: Path) -> None:
    for text in ("[1]", '{"env_id": "a"}', '{"schema": 1}', '{"schema": "two"}', "5"):
        (tmp_path / "episodes.jsonl").write_text(text + "\n")
        with pytest.raises(DataError, match="A line of the log is no episode"):
            list(read(tmp_path))
