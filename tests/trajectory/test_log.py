"""The log: what is written comes back, whatever happens between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError
from agentgym.status import Status
from agentgym.trajectory import Episode, Failure, LogWriter, Step, index, merge, read, replay, rescore

ID = "AgentTune/ALFWorld-v0"


def episode(number: int, **changes: object) -> Episode:
    """Return a small episode."""
    fields: dict[str, object] = {
        "env_id": ID, "task_id": f"t{number}", "status": Status.COMPLETED, "reward": number % 2 / 1.0,
        "key": f"k{number:06d}", "observation": f"see {number} ☃", "policy": "mock",
        "steps": [Step(output="look", observation="a room")], "metrics": {"steps": 1.0},
    }  # fmt: skip
    return Episode(**{**fields, **changes})  # type: ignore[arg-type]


def test_episodes_come_back_as_they_were(tmp_path: Path) -> None:
    written = [episode(i) for i in range(5)]
    with LogWriter(tmp_path) as log:
        for one in written:
            log.write(one)
    assert list(read(tmp_path)) == written


def test_lone_surrogates_and_control_characters_survive(tmp_path: Path) -> None:
    odd = episode(
        1, observation="\ud83d lone \x00 \u2028 \n end", steps=[Step(output="\udfff", observation="")]
    )
    with LogWriter(tmp_path) as log:
        log.write(odd)
    assert next(read(tmp_path)) == odd
    assert index(tmp_path)[0].task_id == "t1"


def test_rotation_compresses_and_keeps_the_order(tmp_path: Path) -> None:
    with LogWriter(tmp_path, rotate_bytes=4000) as log:
        for i in range(100):
            log.write(episode(i))
    assert len(list(tmp_path.glob("episodes-*.jsonl.zst"))) > 2
    assert [e.task_id for e in read(tmp_path)] == [f"t{i}" for i in range(100)]
    assert [e.key for e in index(tmp_path)] == [f"k{i:06d}" for i in range(100)]


def test_a_crash_in_rotation_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        for i in range(10):
            log.write(episode(i))
    (tmp_path / "episodes.jsonl").rename(tmp_path / "episodes-0001.jsonl")
    (tmp_path / "episodes-0001.jsonl.zst.tmp").write_bytes(b"half a frame")
    with LogWriter(tmp_path) as log:
        log.write(episode(10))
    assert [e.task_id for e in read(tmp_path)] == [f"t{i}" for i in range(11)]


@pytest.mark.filterwarnings("ignore:.*torn line")
@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_torn_last_line_is_passed_over_and_written_past(tmp_path: Path, cut: int) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        log.write(episode(1))
    path = tmp_path / "episodes.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    with LogWriter(tmp_path) as log:
        log.write(episode(2))
    survivors = [e.task_id for e in read(tmp_path)]
    assert survivors in (["t0", "t2"], ["t0", "t1", "t2"]) and (cut == 1) == (len(survivors) == 3)


def test_failures_are_kept_apart(tmp_path: Path) -> None:
    failed = episode(
        1,
        status=Status.POLICY_ERROR,
        reward=None,
        failure=Failure(where="policy", kind="PolicyError", message="503"),
    )
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        log.write(failed)
    assert [e.task_id for e in read(tmp_path)] == ["t0"]
    assert {e.task_id for e in read(tmp_path, failures=True)} == {"t0", "t1"}
    assert {e.status for e in index(tmp_path)} == {"completed", "policy_error"}


def test_two_writers_are_refused(tmp_path: Path) -> None:
    with LogWriter(tmp_path), pytest.raises(AgentGymError, match="Another process is writing"):
        LogWriter(tmp_path)


def test_merge_takes_each_key_once_and_prefers_scores(tmp_path: Path) -> None:
    failed = episode(
        2, status=Status.ENVIRONMENT_ERROR, reward=None, failure=Failure(where="env", kind="E", message="m")
    )
    for folder, content in (("a", [episode(0), failed]), ("b", [episode(0), episode(1), episode(2)])):
        with LogWriter(tmp_path / folder) as log:
            for one in content:
                log.write(one)
    assert merge([tmp_path / "a", tmp_path / "b"], tmp_path / "c") == 3
    assert sorted(e.task_id for e in read(tmp_path / "c")) == ["t0", "t1", "t2"]
    assert not (tmp_path / "c" / "failures.jsonl").exists()


def test_the_index_follows_the_log(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        assert len(index(tmp_path)) == 1
        log.write(episode(1))
        assert len(index(tmp_path)) == 2
    (tmp_path / ".index.msgpack").write_bytes(b"broken")
    assert [e.task_id for e in index(tmp_path)] == ["t0", "t1"]


def test_an_unknown_schema_is_told(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
    path = tmp_path / "episodes.jsonl"
    line = json.loads(path.read_text())
    line["schema"] = 999
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(AgentGymError, match="999"):
        list(read(tmp_path))


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises((AgentGymError, FileNotFoundError), match="nowhere"):
        list(read(tmp_path / "nowhere"))


@pytest.mark.parametrize("env_id", [ID, "AgentTune/WebShop-v0"])
def test_recorded_episodes_replay_and_rescore(tmp_path: Path, env_id: str) -> None:
    run = agentgym.rollout(env_id, "random", tasks=4, out=tmp_path / "run", seed=5)
    assert run.scored == 4
    episodes = list(read(tmp_path / "run"))
    assert [replay(e) for e in episodes] == [None] * 4
    changed = episodes[0]
    changed.steps[0].observation += "!"
    difference = replay(changed)
    assert difference is not None and difference.step == 0 and difference.what == "observation"
    before = [e.reward for e in read(tmp_path / "run")]
    count = rescore(tmp_path / "run", lambda e: 0.5, tmp_path / "again")
    assert count == sum(r != 0.5 for r in before)
    assert [e.reward for e in read(tmp_path / "again")] == [0.5] * 4


def test_the_replay_policy_plays_the_log(tmp_path: Path) -> None:
    agentgym.rollout(ID, "expert", tasks=3, out=tmp_path / "run")
    again = agentgym.rollout(ID, f"replay:{tmp_path / 'run'}", tasks=3)
    assert again.mean_reward == 1.0
