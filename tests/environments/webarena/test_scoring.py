from __future__ import annotations

import gymnasium as gym
import msgspec
import pytest

from agentgym.environments.webarena import tasks
from agentgym.environments.webarena.scoring import WebArenaJudge, open_questions
from agentgym.environments.webarena.world.config import Config
from agentgym.tasks import Task


def config(**references: object) -> Config:
    given = tasks.embedded()["shop-sku-0"]
    judge = msgspec.structs.replace(
        given.eval, reference_answers=references, string_note="there is no such shop"
    )
    return msgspec.structs.replace(given, eval=judge)


@pytest.fixture
def judge() -> WebArenaJudge:
    return WebArenaJudge(gym.make("AgentTune/WebArena-v0", action_format="native").unwrapped)


def test_each_fuzzy_reference_is_a_question(judge: WebArenaJudge) -> None:
    task = Task(id="x", data=config(fuzzy_match=["Jan: 5", "Feb: 6"]))
    asked = judge.questions(task, ["click [3]", "stop [5 in January, 6 in February]"])
    assert [q.name for q in asked] == ["fuzzy_1", "fuzzy_2"]
    text = asked[1].messages[0]["content"]
    assert "Feb: 6" in text and "5 in January, 6 in February" in text and task.data.intent in text


def test_what_cannot_be_done_is_asked_by_its_reason_unless_it_was_said_plainly(judge: WebArenaJudge) -> None:
    task = Task(id="x", data=config(fuzzy_match="N/A"))
    assert "there is no such shop" in judge.questions(task, ["stop [I found none]"])[0].messages[0]["content"]
    assert judge.questions(task, ["stop [N/A]"]) == []
    assert open_questions(task.data, "") == open_questions(task.data, "no")


@pytest.mark.parametrize(
    ("verdict", "rating"),
    [
        ("It is correct.", 1.0), ("INCORRECT", 0.0), ("partially correct", 0.0), ("The same", 1.0), ("different", 0.0),
        ("same or different", 0.0), ("hm", None),
    ],
)  # fmt: skip
def test_verdicts_are_read_as_the_original_reads_them(
    judge: WebArenaJudge, verdict: str, rating: float | None
) -> None:
    assert judge.rating(verdict) == rating


def test_every_reference_must_be_met(judge: WebArenaJudge) -> None:
    assert judge.scores({"fuzzy_1": [1.0], "fuzzy_2": [1.0]})["reward"] == 1.0
    assert judge.scores({"fuzzy_1": [1.0], "fuzzy_2": [0.0]})["reward"] == 0.0
    assert judge.scores({"fuzzy_1": [1.0, 1.0, 0.0]})["reward"] == 1.0
