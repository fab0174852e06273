"""The judge of MT-Bench: questions and reading."""

from __future__ import annotations

import gymnasium
import pytest

from agentgym.environments.mt_bench import scoring
from agentgym.environments.mt_bench.env import MTBenchEnv
from agentgym.environments.mt_bench.scoring import MTBenchJudge
from agentgym.tasks import Task
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("verdict", "rating"),
    [
        ("Rating: [[8]]", 8.0),
        ("[[7.5]]", 7.5),
        ("First [[3]], no: [[9]]", 3.0),
        ("Rating: [6]", 6.0),
        ("8 of 10", None),
        ("[[0]]", None),
        ("[[11]]", None),
        ("[[rating]]", None),
        ("", None),
    ],
)
def test_ratings(verdict: str, rating: float | None) -> None:
    assert scoring.read_rating(verdict) == rating


@pytest.mark.parametrize(
    ("verdict", "preferred"),
    [
        ("[[A]]", "first"),
        ("so [[B]].", "second"),
        ("[[C]]", "tie"),
        ("[[A]] or [[B]]", None),
        ("A", None),
        ("", None),
    ],
)
def test_preferences(verdict: str, preferred: str | None) -> None:
    assert scoring.read_preference(verdict) == preferred


def of(category: str, **args: object) -> tuple[MTBenchJudge, Task]:
    env = gymnasium.make("AgentTune/MTBench-v0", **args).unwrapped
    assert isinstance(env, MTBenchEnv)
    return MTBenchJudge(env), next(t for t in env.tasks if t.kind == category)


ANSWERS = ["ANSWER-ONE {question}", "ANSWER-TWO"]


@pytest.mark.parametrize("data", ["embedded", "official"])
def test_a_question_a_turn_with_a_reference_where_the_category_has_one(data: str) -> None:
    path = "embedded" if data == "embedded" else str(shared("general"))
    for category, referenced in (("writing", False), ("math", True), ("coding", True), ("reasoning", True)):
        judge, task = of(category, data=path)
        first, second = judge.questions(task, ANSWERS)
        assert (first.name, second.name) == ("turn_1", "turn_2")
        told = first.messages[-1]["content"], second.messages[-1]["content"]
        assert "ANSWER-ONE {question}" in told[0] and "ANSWER-TWO" not in told[0]
        assert all(text in told[1] for text in (*ANSWERS, *task.data.turns))
        assert (bool(task.data.reference) and task.data.reference[0] in told[0]) is referenced
        assert (bool(task.data.reference) and task.data.reference[1] in told[1]) is referenced
        assert "{answer" not in told[0] + told[1] and "{ref_" not in told[0] + told[1]


@pytest.mark.parametrize("data", ["embedded", "official"])
def test_a_comparison_names_each_answer_once(data: str) -> None:
    path = "embedded" if data == "embedded" else str(shared("general"))
    for category in ("roleplay", "math"):
        judge, task = of(category, data=path)
        first, second = judge.comparisons(task, ["AA", "AB"], ["BA", "BB"])
        text = first.messages[-1]["content"]
        assert text.index("AA") < text.index("BA") and "AB" not in text
        text = second.messages[-1]["content"]
        assert text.index("AA") < text.index("AB") < text.index("BA") < text.index("BB")


def test_the_reward_is_the_mean_rating_in_tenths() -> None:
    judge, _ = of("writing")
    scores = judge.scores({"turn_1": [8.0, 9.0], "turn_2": [6.0, 7.0]})
    assert scores == {"reward": 0.75, "rating": 7.5, "turn_1": 8.5, "turn_2": 6.5}
