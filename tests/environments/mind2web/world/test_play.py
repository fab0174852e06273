"""An episode over steps."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from agentgym.environments.mind2web.official.records import TaskRecord
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world.play import Play
from agentgym.environments.mind2web.world.sample import samples_of
from tests.environments.mind2web.made import action, task


def _play(*actions: dict[str, Any], elements: bool = False) -> Play:
    samples = samples_of(msgspec.convert(task("t", *actions), TaskRecord))
    return Play(
        samples, np.random.default_rng(0), candidates=20, group=5, elements=elements, texts=Mind2WebTexts()
    )


def _answer_right(play: Play) -> None:
    question = play.question
    assert question is not None
    hit = next((i for i, c in enumerate(question.choices) if c in question.positives), None)
    play.answer(hit, question.sample.action.operation.op)


def test_steps_follow_one_another_teacher_forced() -> None:
    play = _play(action("a", 12), action("b", 25))
    seen = []
    while play.question is not None:
        seen.append(play.question.sample.id)
        _answer_right(play)
    assert list(dict.fromkeys(seen)) == ["t_a", "t_b"] and len(seen) > 4, "twenty candidates, five at a time"
    assert [s.step_success for s in play.all_scores()] == [1.0, 1.0]
    with pytest.raises(AssertionError, match="no question"):
        play.answer(None, "")


def test_choices_are_in_the_order_of_the_page() -> None:
    play = _play(action("a", 12), elements=True)
    assert play.question is not None
    assert list(play.question.choices) == sorted(play.question.choices) and len(play.question.choices) == 20
    assert "<button id=2>b12</button>" in play.question.text
    _answer_right(play)
    assert play.question is None and play.named_element


def test_what_no_candidate_reaches_is_never_asked() -> None:
    play = _play(action("a", None), action("b", 12), action("c", None), elements=True)
    assert play.question is not None and play.question.sample.id == "t_b"
    _answer_right(play)
    assert [(s.reachable, s.step_success) for s in play.scores] == [(False, 0), (True, 1), (False, 0)]


def test_what_is_not_played_has_failed() -> None:
    play = _play(action("a", 12), action("b", 25), elements=True)
    play.answer(None, "")
    assert not play.named_element
    assert [s.step_success for s in play.all_scores()] == [0.0, 0.0] and len(play.scores) == 1
