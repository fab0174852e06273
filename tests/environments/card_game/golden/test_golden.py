"""Our own recorded games: the engine phase by phase, and ``env.step`` word for word."""

from __future__ import annotations

from collections import Counter
from typing import Any

import gymnasium
import pytest

from agentgym.environments.card_game.tasks import Brief
from agentgym.environments.card_game.world import dealing
from agentgym.environments.card_game.world.game import Game
from agentgym.stores import read_store
from agentgym.tasks import Task
from tests.environments.card_game.golden.record import STORE, written
from tests.environments.card_game.golden_games import play
from tests.environments.card_game.test_recorded_games import Recording

GAMES: list[dict[str, Any]] = read_store(STORE, list[dict[str, Any]])


def test_there_are_some_of_each_profile() -> None:
    assert Counter(game["profile"] for game in GAMES) == {"paper": 8, "agentbench": 8, "fixed": 8}
    assert sum(len(game["phases"]) for game in GAMES) > 500


@pytest.mark.parametrize("number", range(len(GAMES)))
def test_the_engine_agrees_phase_by_phase(number: int) -> None:
    recorded = GAMES[number]
    game = Game(tuple(recorded["picks"]))
    for phase in recorded["phases"]:
        assert game.winner is None
        play(game, phase)
        assert written(game.log[-1]) == phase
    assert game.winner == recorded["winner"]


@pytest.mark.parametrize("number", range(len(GAMES)))
def test_the_environment_agrees_word_for_word(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = GAMES[number]
    side = recorded["side"]
    monkeypatch.setattr(dealing, "order", lambda *_: recorded["picks"][1 - side])
    monkeypatch.setattr(dealing, "make", lambda *_: Recording(recorded, 1 - side))
    env: Any = gymnasium.make("AgentTune/CardGame-v0", profile=recorded["profile"]).unwrapped
    brief = Brief(opponent="baseline1", first=side == 0, seed=0)
    (_, first, messages), *steps = recorded["steps"]
    observation, info = env.reset(options={"task": Task(id="g", data=brief)})
    assert (observation, len(info["messages"])) == (first, messages)
    for reply, expected, messages in steps:
        observation, reward, _, _, info = env.step(reply)
        assert (observation, len(info["messages"] or [])) == (expected, messages)
    assert reward == float(recorded["winner"] == side) and info["metrics"] == recorded["metrics"]
