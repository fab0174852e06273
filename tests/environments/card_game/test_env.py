"""The environment through its contract."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import time
from typing import Any

import gymnasium
import pytest

import agentgym
from agentgym.environments.card_game.env import CardGameEnv
from agentgym.environments.card_game.tasks import Brief
from agentgym.environments.card_game.world.rules import ACKNOWLEDGEMENT, rules
from agentgym.errors import DataError, EpisodeError, OptionError, UnknownNameError
from agentgym.policy import Request
from agentgym.tasks import Task

ID = "AgentTune/CardGame-v0"
GUESS = '{"guess_type": "eel", "target_position": 2}'


def make(**arguments: Any) -> Any:
    return gymnasium.make(ID, **arguments).unwrapped


def slow(request: Request) -> Any:
    """A policy that needs a while."""

    async def answer() -> str:
        await asyncio.sleep(0.05)
        return (request.admissible or [""])[0]

    return answer()


def test_guess_and_move_are_two_sessions() -> None:
    env = make(kinds="baseline1-first")
    observation, info = env.reset(seed=0)
    assert [m["content"] for m in info["messages"]] == [rules("paper", "guess", "react"), ACKNOWLEDGEMENT]
    assert "What do you guess?" in observation and len(info["admissible"]) == 16
    second, _, _, _, info = env.step("I think: " + GUESS)
    assert [m["content"] for m in info["messages"]] == [rules("paper", "act", "react"), ACKNOWLEDGEMENT]
    assert info["action"] == GUESS and info["thought"] == "I think:" and "What is your move?" in second
    third, _, _, _, info = env.step('{"pick_fish": "spray", "action": "active", "target_position": 0}')
    said = [m["content"] for m in info["messages"]]
    assert said == [observation, "I think: " + GUESS, rules("paper", "guess", "react"), ACKNOWLEDGEMENT]
    assert third != observation and not any(m.get("loss") for m in info["messages"])


@pytest.mark.parametrize("action_format", ["react", "native", "tools"])
@pytest.mark.parametrize("profile", ["paper", "agentbench", "fixed"])
def test_five_bad_guesses_guess_nothing_and_five_bad_moves_lose(profile: str, action_format: str) -> None:
    env = make(profile=profile, action_format=action_format, kinds="baseline1-first")
    prompt, _ = env.reset(seed=0)
    for number in range(1, 6):
        observation, _, _, _, info = env.step("nothing")
        assert info["parse_error"] and info["status"] == "running"
        if number < 5 and profile != "fixed":
            assert observation == prompt and info["messages"] is not None
        if number < 5 and profile == "fixed":
            assert f"tries left: {5 - number}" in observation and info["messages"] is None
    assert observation != prompt and env.match.seat.phase == "act" and env.match.game.guessed[0].guess is None
    for _ in range(5):
        _, reward, terminated, _, info = env.step("nothing")
    assert terminated and reward == 0.0 and info["status"] == "invalid_format"
    assert info["metrics"]["tries"] == 10.0 and info["metrics"]["success"] == 0.0


def test_a_reply_that_stands_for_something_impossible_is_an_invalid_action() -> None:
    env = make(kinds="baseline1-first")
    env.reset(seed=0)
    env.step(GUESS)
    for number in range(5):
        reply = '{"pick_fish": "spray", "action": "normal", "target_position": 7}' if number == 2 else "?"
        _, _, terminated, _, info = env.step(reply)
    assert terminated and info["status"] == "invalid_action"


def test_a_seed_is_an_episode_and_another_seed_draws_otherwise() -> None:
    def play(seed: int) -> list[Any]:
        env = make(kinds="baseline1-second")
        said = [env.reset(seed=seed, options={"task": 3})]
        while not (said[-1][2] if len(said) > 1 else False):
            said.append(env.step(env.suggest("expert")))
        return said

    assert play(1) == play(1) != play(2)


def test_the_agent_may_be_second() -> None:
    env = make(kinds="baseline2-second", profile="fixed")
    observation, _ = env.reset(seed=0)
    assert env.match.side == 1 and "The enemy's last move: none" not in observation


@pytest.mark.parametrize(
    "opponent", ["baseline1", "random", "search", "expert", "mock", "mock:no JSON", "self"]
)
def test_every_opponent_alone_and_among_others(opponent: str) -> None:
    def results(concurrency: int, policy: str) -> list[Any]:
        run = agentgym.rollout(ID, policy, split="dev", opponent=opponent, concurrency=concurrency)
        found = [
            (e.task_id, e.reward, [s.observation for s in e.steps], e.metrics, str(e.failure)) for e in run
        ]
        return sorted(found, key=lambda row: row[0])

    alone = results(1, "random")
    assert alone == results(10, "random") and len(alone) == 10
    assert {row[4] for row in alone} == {"None"}
    if opponent == "mock:no JSON":
        assert {row[1] for row in alone} == {1.0}, "who has no move has lost, also before the agent was asked"
        assert all(row[3]["opponent_tries"] == 10.0 for row in alone)


def test_a_policy_gets_a_thread_and_blocks_nobody() -> None:
    spec = "scripted:tests.environments.card_game.test_env:slow"
    assert CardGameEnv.execution_of({"opponent": spec}) == "thread"
    assert {CardGameEnv.execution_of({"opponent": name}) for name in ("self", "search")} == {"inline"}
    assert CardGameEnv.execution_of({}) == "inline"
    clock = time.perf_counter()
    run = agentgym.rollout(ID, "expert", split="dev", opponent=spec, concurrency=10)
    taken, turns = time.perf_counter() - clock, sum(e.metrics["opponent_tries"] for e in run)
    assert turns >= 60 and taken < 0.05 * turns / 3, "ten games wait at the same time"


def test_self_play_asks_for_both_sides() -> None:
    env = make(opponent="self", split="dev")
    env.reset(seed=0, options={"task": 0})
    sides = []
    done = False
    while not done:
        sides.append(env.match.game.side)
        _, reward, done, _, info = env.step(env.suggest("expert"))
    assert set(sides) == {0, 1} and reward == float(env.match.game.winner == 0)
    assert info["metrics"]["turns"] > 2


def test_what_defines_an_episode_is_logged_without_addresses() -> None:
    env = make(opponent="openai:m?base_url=http://localhost:9&temperature=0", expert="honest")
    definition = env.definition()
    assert definition["opponent"] == "openai:m?temperature=0" and definition["expert"] == "honest"
    assert make().definition()["opponent"] == "baselines"


@pytest.mark.parametrize("opponent", ["baseline1", "search", "self", "mock"])
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda env: pickle.loads(pickle.dumps(env))])
def test_a_copy_plays_on_by_itself(opponent: str, copied: Any) -> None:
    env = make(opponent=opponent, split="dev")
    env.reset(seed=4, options={"task": 0})
    env.step(env.suggest("expert"))
    twin = copied(env)
    moved = [env.step(env.suggest("expert"))[0] for _ in range(2)]
    assert twin.seat.phase == "act" and len(twin.match.game.log) == 1
    assert [twin.step(twin.suggest("expert"))[0] for _ in range(2)] == moved
    for one in (env, twin):
        one.close()


def test_mistakes_are_told() -> None:
    for arguments, error, said in (
        ({"opponent": "basline1"}, UnknownNameError, "baseline1"),
        ({"expert": "cheat"}, UnknownNameError, "seeing, honest"),
        ({"data": "/tmp"}, DataError, "no data files"),
        ({"profile": "v0.2"}, UnknownNameError, "agentbench"),
        ({"oponent": "self"}, UnknownNameError, "opponent"),
    ):
        with pytest.raises(error, match=said):
            make(**arguments)
    with pytest.raises(OptionError, match="Brief, got int"):
        make().reset(options={"task": Task(id="x", data=3)})
    with pytest.raises(EpisodeError, match="reset"):
        make().perform(None)
    with pytest.raises(UnknownNameError):
        _ = make(kinds="baseline3-first").tasks


def test_a_game_can_be_made_up() -> None:
    env = make()
    _, info = env.reset(seed=0, options={"task": Task(id="mine", data=Brief("search", True, 77))})
    assert info["task_id"] == "mine" and json.loads(info["admissible"][0])["guess_type"] == "spray"
