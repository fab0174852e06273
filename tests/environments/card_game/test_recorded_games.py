"""The recorded games of the original agent, played anew through ``env.step``: prompts, messages, decisions, results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import gymnasium
import pytest

from agentgym.environments.card_game.tasks import Brief
from agentgym.environments.card_game.world import dealing, wording
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.rules import rules
from agentgym.environments.card_game.world.sight import Sight
from agentgym.tasks import Task
from tests.environments.card_game.golden_games import Recorded, decision, games, state

PROFILES = {"paper": "paper", "v0.2": "agentbench"}


class Recording:
    """Plays the opponent's recorded phases."""

    def __init__(self, game: Recorded, side: int) -> None:
        self._phases: Iterator[Any] = iter(decision(p) for p in game["phases"] if p[0] == side)

    def guess(self, sight: Sight) -> Any:
        return next(self._phases)

    def act(self, sight: Sight) -> Any:
        return next(self._phases)


def agent_games() -> list[Recorded]:
    return [game for game in games() if "calls" in game]


def begin(
    game: Recorded, monkeypatch: pytest.MonkeyPatch, action_format: str = "react"
) -> tuple[Any, str, Any]:
    (number,) = game["calls"]
    side = int(number)
    monkeypatch.setattr(dealing, "order", lambda *_: game["picks"][1 - side])
    monkeypatch.setattr(dealing, "make", lambda *_: Recording(game, 1 - side))
    env = gymnasium.make(
        "AgentTune/CardGame-v0", profile=PROFILES[game["profile"]], action_format=action_format
    )
    brief = Brief(opponent="baseline1", first=side == 0, seed=0)
    observation, info = env.reset(seed=0, options={"task": Task(id=game["id"], data=brief)})
    return env.unwrapped, observation, info


def test_there_are_enough_of_them() -> None:
    calls = [call for game in agent_games() for calls in game["calls"].values() for call in calls]
    assert len(agent_games()) == 96
    assert len(calls) == 1330 and sum(len(call["replies"]) for call in calls) == 1638


def test_every_call_and_every_result_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    replies = 0
    for game in agent_games():
        env, observation, info = begin(game, monkeypatch)
        result: Any = None
        for call in game["calls"][str(env.match.side)]:
            check_prompt(env, call, observation)
            for number, reply in enumerate(call["replies"]):
                check_messages(env, call, number, info["messages"])
                before = observation
                observation, _, terminated, _, info = result = env.step(reply)
                replies += 1
                last = number == len(call["replies"]) - 1
                if not last:
                    assert info["parse_error"] and not info["action"] and observation == before, game["id"]
            check_decision(call, info)
            if terminated:
                break
        check_end(game, env, result)
    assert replies == 1638


def check_prompt(env: Any, call: dict[str, Any], observation: str) -> None:
    seat, view = env.match.seat, call["view"]
    guessing = call["phase"] == "g"
    assert seat.phase == ("guess" if guessing else "act")
    fields = (wording.guess_fields if guessing else wording.move_fields)(seat.sight, seat.version)
    assert {name: fields[name] for name in view} == view
    assert fields.keys() == view.keys()
    for name, value in view.items():
        shown = json.dumps(value) if name in ("state", "enemy_passive") else str(value)
        assert shown in observation, name


def check_messages(env: Any, call: dict[str, Any], number: int, messages: list[Any]) -> None:
    seat = env.match.seat
    assert len(messages) + 1 == call["messages"][number], (env.task.id, call["phase"])
    said = rules(seat.version, seat.phase, "react")
    assert [i for i, m in enumerate(messages) if m["content"] == said] == call["sent_rules_at"][number]
    assert [m["role"] for m in messages] == ["user", "assistant"] * (len(messages) // 2)


def check_decision(call: dict[str, Any], info: Any) -> None:
    decided = call["decision"]
    if decided is None or (call["phase"] == "g" and decided == [-1, -1]):
        assert info["parse_error"]
        return
    said = json.loads(info["action"])
    if call["phase"] == "g":
        kinds = ("spray", "flame", "eel", "sunfish")
        assert [said["target_position"], kinds.index(said["guess_type"]) + 1] == decided
        return
    type_, fish, enemy, mate = decided
    assert (said["action"] == "active") == bool(type_)
    assert said["pick_fish"] == ("spray", "flame", "eel", "sunfish")[fish]
    assert enemy == -2 or said["target_position"] == (mate if enemy == -1 else enemy)


def check_end(game: Recorded, env: Any, result: Any) -> None:
    match, (_, reward, terminated, truncated, info) = env.match, result
    side = match.side
    assert terminated and not truncated
    assert match.game.winner == game["winner"] and reward == float(game["winner"] == side)
    played = [phase.what for phase in match.game.log]
    assert len(played) == len(game["phases"])
    assert state(match.game.board) == game["phases"][-1][4]
    assert info["metrics"]["damage_share"] == game["damage"][side] / 1600
    assert info["metrics"]["takedowns"] == game["takedown"][side]
    failed = ("invalid_action", "invalid_format")
    assert info["status"] in (failed if game["ended"] == "error" else ("completed",))


def test_accepted_replies_are_remembered_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    game = next(g for g in agent_games() if g["profile"] == "paper" and g["players"][0] == "agent:noisy")
    env, observation, info = begin(game, monkeypatch)
    prompts: dict[str, list[str]] = {"g": [], "a": []}
    accepted: dict[str, list[str]] = {"g": [], "a": []}
    for call in game["calls"]["0"]:
        phase = call["phase"]
        kept = 3 if phase == "g" else 2
        past = [m["content"] for m in info["messages"][:-2]]
        exchanges = list(zip(prompts[phase], accepted[phase], strict=True))[-kept:]
        assert past == [text for exchange in exchanges for text in exchange]
        shown = observation
        for reply in call["replies"]:
            observation, _, _, _, info = env.step(reply)
        if not info["parse_error"]:
            prompts[phase].append(shown)
            accepted[phase].append(call["replies"][-1])


@pytest.mark.parametrize("action_format", ["native", "tools"])
def test_the_decisions_lead_to_the_same_games_in_other_formats(
    action_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for game in agent_games()[::6]:
        env, _, _ = begin(game, monkeypatch, action_format)
        for call in game["calls"][str(env.match.side)]:
            decided = call["decision"]
            if decided is None or decided == [-1, -1]:
                for _ in range(5):
                    result = env.step("no call")
                continue
            type_fish = Guess(*decided) if call["phase"] == "g" else moved(decided)
            result = env.step(env.format.render(env.match.seat.written(type_fish)))
            assert not result[4]["parse_error"], result[4]["parse_error"]
        assert env.match.game.winner == game["winner"]
        assert state(env.match.game.board) == game["phases"][-1][4]


def moved(decided: list[int]) -> Move:
    type_, fish, enemy, mate = decided
    return Move(bool(type_), fish, {-2: None, -1: mate}.get(enemy, enemy))
