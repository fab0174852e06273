"""A policy as the second player."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.policy_player import PolicyPlayer
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.table import Table
from agentgym.errors import ContextLengthError
from agentgym.messages import tool_call
from agentgym.policy import Completion, Request, Usage

ORDER = (1, 2, 3, 4)
GUESS = '{"guess_type": "eel", "target_position": 2}'


class Answers:
    """Answers with what it was given, and keeps the requests."""

    needs = ("expert",)

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []

    def ask(self, request: Request) -> Completion:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Completion) else Completion(text=answer)


def player(
    answers: Answers, version: Version = "paper", action_format: str = "react"
) -> tuple[PolicyPlayer, Game]:
    table = Table(version, action_format, {"guess": 3, "act": 2}, {})
    game = Game((ORDER, ORDER))
    seat = table.sit(game, 0)
    request = Request(messages=[], env_id="E", task_id="t", action_format=action_format, seed=9)
    return PolicyPlayer(answers, seat, table, request, lambda kind: seat.written(Guess(3, 1), kind)), game  # type: ignore[arg-type]


def test_it_is_asked_as_the_agent_is() -> None:
    answers = Answers(Completion(text=GUESS, usage=Usage(prompt_tokens=7, completion_tokens=2)))
    rival, _ = player(answers)
    assert rival.guess(rival.seat.sight) == Guess(2, 3)
    (request,) = answers.requests
    assert (request.env_id, request.task_id, request.seed, request.step) == ("E", "t", 9, 0)
    assert request.suggestions == {"expert": 'expert\n{"guess_type": "spray", "target_position": 3}'}
    assert request.admissible is not None and len(request.admissible) == 16
    assert [m["role"] for m in request.messages] == ["user", "assistant", "user"]
    assert rival.tokens == 9 and rival.seat.asked == 1 and rival.seat.sight.named == {2}


@pytest.mark.parametrize("version", ["paper", "agentbench"])
def test_refused_replies_are_asked_for_again(version: Version) -> None:
    answers = Answers("no", "no", GUESS)
    rival, _ = player(answers, version)
    assert rival.guess(rival.seat.sight) == Guess(2, 3)
    lengths = [len(request.messages) for request in answers.requests]
    assert lengths == ([3, 3, 3] if version == "paper" else [3, 5, 7])
    assert len({request.messages[-1]["content"] for request in answers.requests}) == 1


def test_fixed_explains_within_the_session() -> None:
    answers = Answers('{"guess_type": "shark"}', GUESS)
    rival, _ = player(answers, "fixed")
    rival.guess(rival.seat.sight)
    assert [m["role"] for m in answers.requests[1].messages[2:]] == ["user", "assistant", "user"]
    assert "got 'shark'" in answers.requests[1].messages[-1]["content"]


def test_five_bad_guesses_guess_nothing_and_five_bad_moves_give_up() -> None:
    rival, game = player(Answers(*["no"] * 10))
    assert rival.guess(rival.seat.sight) is None
    game.guess(None)
    assert rival.act(rival.seat.sight) is None and rival.seat.asked == 10


def test_a_full_context_gives_up_at_once() -> None:
    rival, game = player(Answers(ContextLengthError("long"), ContextLengthError("long")))
    assert rival.guess(rival.seat.sight) is None
    game.guess(None)
    assert rival.act(rival.seat.sight) is None


def test_a_guess_at_an_exposed_fish_is_none() -> None:
    rival, game = player(Answers(GUESS))
    game.board.exposed[6] = True
    assert rival.guess(rival.seat.sight) is None and rival.seat.failed == 0


def test_fixed_asks_for_no_guess_where_nothing_is_hidden() -> None:
    answers = Answers()
    rival, game = player(answers, "fixed")
    game.board.exposed[4:] = [True] * 4
    assert rival.guess(rival.seat.sight) is None and not answers.requests


def test_tools_are_called() -> None:
    call = tool_call("guess", {"guess_type": "eel", "target_position": 2}, "c1")
    move = tool_call("act", {"pick_fish": "flame", "action": "normal", "target_position": 3}, "c2")
    answers = Answers(Completion(tool_calls=[call]), Completion(tool_calls=[move]))
    rival, game = player(answers, action_format="tools")
    assert rival.guess(rival.seat.sight) == Guess(2, 3)
    game.guess(None)
    assert rival.act(rival.seat.sight) == Move(False, 1, 3)
    assert json.loads(answers.requests[0].admissible[0])["target_position"] == 0  # type: ignore[index]
