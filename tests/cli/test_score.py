"""``agentgym score``."""

from __future__ import annotations

import json
from pathlib import Path

from agentgym.status import Status
from tests.cli.running import agentgym, as_json
from tests.report.synthetic import episode, write

JUDGE = """
def grade(episode):
    return {"task-1": 0.5, "task-2": 1.0}.get(episode.task_id)

def style(episode):
    return 7.5

notes = "no function"
"""


def test_episodes_are_scored_later_and_reported_by_any_score(tmp_path: Path) -> None:
    (tmp_path / "judge_of_tests.py").write_text(JUDGE)
    run = tmp_path / "run"
    write(run, [episode(i, "a", None, status=Status.UNSCORED, failure=None) for i in (1, 2, 3)])
    before = (run / "episodes.jsonl").read_bytes()
    assert "– (3 unscored)" in agentgym("report", str(run))
    assert "2 scores 'reward' written" in agentgym(
        "score", "run", "--by", "judge_of_tests:grade", cwd=tmp_path
    )
    assert "0 scores 'reward' written" in agentgym(
        "score", "run", "--by", "judge_of_tests:grade", cwd=tmp_path
    )
    agentgym(
        "score", "run", "--by", "judge_of_tests:style", "--name", "style", "--version", "2", cwd=tmp_path
    )
    assert (run / "episodes.jsonl").read_bytes() == before
    lines = [json.loads(line) for line in (run / "scores.jsonl").read_text().splitlines()]
    assert {(s["name"], s["by"]) for s in lines} == {
        ("reward", "judge_of_tests:grade"), ("style", "judge_of_tests:style")
    }  # fmt: skip
    assert {s["version"] for s in lines if s["name"] == "style"} == {"2"}
    details = json.loads(agentgym("report", str(run), "--format", "json"))["details"][0]
    assert (details["episodes"], details["unscored"], details["score"]) == (2, 1, 0.5)  # by success
    details = json.loads(agentgym("report", str(run), "--score", "style", "--format", "json"))["details"][0]
    assert (details["metric"], details["episodes"], details["score"]) == ("score style", 3, 7.5)
    assert next(e["later"] for e in as_json("show", str(run))) == {"reward": 0.5, "style": 7.5}


def test_what_is_no_scorer_is_told(tmp_path: Path) -> None:
    (tmp_path / "judge_of_tests.py").write_text(JUDGE)
    write(tmp_path / "run", [episode(1, "a", 1.0)])
    for by, told in (
        ("judge_of_tests:nothing", "has no attribute 'nothing'"),
        ("no_such_module:grade", "No module named 'no_such_module'"),
        ("judge_of_tests:notes", "names str, which cannot be called"),
    ):
        assert told in agentgym("score", "run", "--by", by, code=2, cwd=tmp_path)
    told = agentgym("score", "run", "--by", "judge_of_tests:style", code=2, cwd=tmp_path)
    assert "a reward is in [0, 1]. Give another --name" in told
