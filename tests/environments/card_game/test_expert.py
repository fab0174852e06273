"""The experts."""

from __future__ import annotations

import json
from typing import Any

import gymnasium
import pytest

import agentgym
from agentgym.environments.card_game.expert import EXPERTS, Adviser
from agentgym.environments.card_game.protocol import PROFILES


def env(**arguments: Any) -> Any:
    return gymnasium.make("AgentTune/CardGame-v0", **arguments).unwrapped


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("expert", EXPERTS)
def test_they_win_in_every_profile_without_a_refusal(profile: str, expert: str) -> None:
    run = agentgym.rollout(
        "cardgame", "expert", profile=profile, expert=expert, kinds="baseline1-first", split="dev"
    )
    episodes = list(run)
    assert [e.reward for e in episodes] == [1.0] * 5
    assert all(not step.parse_error and not step.refused for e in episodes for step in e.steps)
    assert all(e.metrics["tries"] == e.metrics["steps"] for e in episodes)


def test_only_the_seeing_one_knows_at_once() -> None:
    played = env(expert="seeing")
    played.reset(seed=0, options={"task": 0})
    said = json.loads(played.format.parse(played.suggest("expert")).text)
    kind = played.match.game.board.kinds[4 + said["target_position"]]
    assert ("spray", "flame", "eel", "sunfish")[kind - 1] == said["guess_type"]
    honest = env(expert="honest")
    guesses = set()
    for task in range(0, 40, 4):
        honest.reset(seed=0, options={"task": task})
        guesses.add(honest.suggest("expert"))
    assert len(guesses) == 1, "before anything is seen, it says the same in every game"
    assert "24 orders" in guesses.pop()


def test_the_honest_one_follows_a_game_that_others_have_played() -> None:
    played = env(expert="honest", kinds="baseline2-second")
    played.reset(seed=3)
    for _ in range(4):
        played.step(played.suggest("random"))
    assert played.format.parse(played.suggest("expert"))


def test_where_nothing_is_hidden_the_originals_still_want_a_guess() -> None:
    played = env(kinds="baseline1-first")
    played.reset(seed=0)
    seat = played.match.seat
    played.match.game.board.exposed[4:] = [True] * 4
    action = Adviser(seat, "seeing").action()
    assert action["guess_type"] != "none" and "nothing is left to guess" in action.thought


def test_thoughts_say_what_is_done() -> None:
    played = env(kinds="baseline1-first", profile="fixed")
    played.reset(seed=0)
    played.match.game.board.hp[4:] = [30, 0, 0, 0]
    played.step(played.suggest("expert"))
    if played.match.game.winner is None:
        assert "damage to the enemy at position 0" in played.suggest("expert")
