"""Judging: verdicts beside the log, scores when all are there."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.engine.judging import judge
from agentgym.errors import DataError, OptionError, PolicyError
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.registry import make_policy
from agentgym.trajectory import index
from agentgym.trajectory.scores import later_scores
from agentgym.trajectory.verdicts import read_verdicts
from tests.engine import judges

MT = "AgentTune/MTBench-v0"


def played(folder: Path, policy: object = "expert", **args: object) -> Path:
    agentgym.rollout(MT, policy, tasks=6, out=folder, **args)  # type: ignore[arg-type]
    return folder


def test_repetitions_are_averaged_and_what_is_there_is_not_asked_again(tmp_path: Path) -> None:
    run = played(tmp_path / "run")
    before = (run / "episodes.jsonl").read_bytes()
    done = judge(run, ScriptedPolicy(judges.seven), repeats=2)
    assert (done.episodes, done.scored, done.asked, done.unreadable, done.failed) == (6, 6, 24, 0, 0)
    assert done.by_repeat == [7.0, 8.0]
    scores = later_scores(run)
    assert len(scores) == 6
    for given in scores.values():
        assert {n: s.value for n, s in given.items()} == {
            "reward": 0.75,
            "rating": 7.5,
            "turn_1": 7.5,
            "turn_2": 7.5,
        }
    verdicts = list(read_verdicts(run))
    assert len(verdicts) == 24 and verdicts[0].text.startswith("Well done.")
    assert verdicts[0].asked[0]["role"] == "system" and verdicts[0].by == "scripted:tests.engine.judges:seven"
    lines = (run / "scores.jsonl").read_bytes()
    assert judge(run, ScriptedPolicy(judges.seven), repeats=2).asked == 0
    assert judge(run, ScriptedPolicy(judges.seven), repeats=3).asked == 12
    assert (run / "scores.jsonl").read_bytes().startswith(lines)
    assert (run / "episodes.jsonl").read_bytes() == before
    entries = index(run)
    assert [e.score("reward") for e in entries] == [0.8] * 6


def test_an_unreadable_verdict_is_no_score_and_is_asked_for_again(tmp_path: Path) -> None:
    run = played(tmp_path / "run")
    done = judge(run, ScriptedPolicy(judges.moody))
    assert (done.scored, done.unreadable, done.by_repeat) == (0, 6, [])
    assert later_scores(run) == {}
    assert [v.value for v in read_verdicts(run)].count(None) == 6
    again = judge(run, ScriptedPolicy(judges.moody))
    assert again.asked == 6, "only the second turns"


def test_positions_are_swapped_and_a_judge_of_positions_finds_ties(tmp_path: Path) -> None:
    best = ScriptedPolicy(lambda request: "I-AM-BEST")
    ours, theirs = played(tmp_path / "a", best), played(tmp_path / "b", "random")
    done = judge(ours, ScriptedPolicy(judges.first), against=theirs)
    assert (done.episodes, done.asked, done.by_repeat) == (6, 24, [0.5])
    assert {s["preferred"].value for s in later_scores(ours).values()} == {0.5}
    done = judge(ours, ScriptedPolicy(judges.best), against=theirs)
    assert done.by_repeat == [1.0]
    assert judge(theirs, ScriptedPolicy(judges.best), against=ours).by_repeat == [0.0]


def test_a_judge_that_cannot_be_opened_or_answers_not_costs_no_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = played(tmp_path / "run")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(PolicyError, match="needs a key"):
        judge(run, make_policy("openai:gpt-4"))
    assert not (run / "verdicts.jsonl").exists()

    def broken(request: object) -> str:
        raise PolicyError("out of order")

    done = judge(run, ScriptedPolicy(broken))
    assert (done.scored, done.failed, done.reason) == (0, 12, "out of order")
    assert not (run / "scores.jsonl").exists()


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    agentgym.rollout("AgentTune/GSM8K-v0", "expert", tasks=1, out=tmp_path / "run")
    with pytest.raises(DataError, match="nothing to judge"):
        judge(tmp_path / "run", ScriptedPolicy(judges.seven))
    with pytest.raises(OptionError, match="repeats must be at least 1"):
        judge(tmp_path / "run", ScriptedPolicy(judges.seven), repeats=0)
    a, b = played(tmp_path / "a"), played(tmp_path / "b", split="dev")
    with pytest.raises(DataError, match="no task in common"):
        judge(a, ScriptedPolicy(judges.first), against=b)
