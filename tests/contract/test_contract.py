"""Every registered environment: Gymnasium's checker, vector environments, wrappers, determinism, errors."""

from __future__ import annotations

import threading
import warnings
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.wrappers import RecordEpisodeStatistics, TimeLimit, TransformReward

import agentgym
from agentgym import registry
from agentgym.errors import DataError, EpisodeError, OptionError, UnknownNameError


def _here(env_id: str) -> Any:
    """Return an id as a parameter: skipped, with the reason, where this machine cannot run the environment."""
    lack = registry.environment_class(env_id).unavailable({})
    return pytest.param(env_id, marks=pytest.mark.skipif(bool(lack), reason=lack or "available"))


IDS = [_here(env_id) for env_id in ["Test/Guess-v0", *registry.environment_ids()]]
FORMATS = ("react", "tools", "native")


@pytest.mark.parametrize("env_id", IDS)
@pytest.mark.parametrize("action_format", FORMATS)
def test_check_env_passes_without_a_warning(env_id: str, action_format: str) -> None:
    env = gym.make(env_id, action_format=action_format)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)
        env.close()


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_vector_environments_carry_any_unicode(mode: str) -> None:
    envs = gym.make_vec("Test/Guess-v0", num_envs=3, vectorization_mode=mode)
    try:
        observations, info = envs.reset(seed=1)
        assert list(observations) == ["I think of a number from 1 to 9."] * 3
        assert len(info["messages"]) == 3
        texts = ("naïve 漢字 😀", "\ud800", "Action: guess[1]")
        observations, *_ = envs.step(texts)
        kept = tuple(observations)
        envs.step(("a", "b", "c"))
        assert tuple(observations) == kept, "a later step must not change what was handed out"
        assert len(envs.action_space.sample()) == 3
    finally:
        envs.close()


def test_vector_environments_return_long_observations_whole() -> None:
    from gymnasium.vector.utils import create_shared_memory, read_from_shared_memory, write_to_shared_memory

    from agentgym.spaces import UnicodeText

    space = UnicodeText(1000)
    memory = create_shared_memory(space, n=2)
    write_to_shared_memory(space, 1, "漢" * 1000, memory)
    view = read_from_shared_memory(space, memory, n=2)
    assert view[1] == "漢" * 1000 and view[0] == ""
    write_to_shared_memory(space, 1, "x", memory)
    assert view[1] == "x", "the view is live"
    with pytest.raises(OptionError, match="max_length larger"):
        write_to_shared_memory(space, 0, "漢" * 4000, memory)


@pytest.mark.parametrize("env_id", IDS)
def test_gymnasium_wrappers_work(env_id: str) -> None:
    env = RecordEpisodeStatistics(TransformReward(TimeLimit(gym.make(env_id), 2), lambda r: r * 2))
    env.reset(seed=0)
    steps, ended = 0, False
    while not ended:
        _, _, terminated, truncated, info = env.step(env.unwrapped.suggest("random"))
        steps, ended = steps + 1, terminated or truncated
    assert steps <= 2, "a random action may end the episode, the time limit does"
    assert info["episode"]["l"] == steps
    env.close()


@pytest.mark.parametrize("env_id", IDS)
def test_a_seeded_episode_is_the_same_alone_and_among_others(env_id: str) -> None:
    alone = _random_episode(env_id, 5)
    results: dict[int, Any] = {}

    def play(number: int) -> None:
        results[number] = _random_episode(env_id, 5 if number == 16 else number)

    threads = [threading.Thread(target=play, args=(n,)) for n in range(33)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 33
    assert results[16] == alone


def _random_episode(env_id: str, seed: int) -> list[Any]:
    env = gym.make(env_id)
    observation, info = env.reset(seed=seed)
    seen: list[Any] = [observation, info]
    for _ in range(8):
        action = env.unwrapped.suggest("random")
        result = env.step(action)
        seen.append((action, result))
        if result[2] or result[3]:
            break
    env.close()
    return seen


@pytest.mark.parametrize("env_id", IDS)
@pytest.mark.parametrize("action_format", FORMATS)
def test_the_expert_reaches_reward_one(env_id: str, action_format: str) -> None:
    run = agentgym.rollout(env_id, "expert", tasks=5, action_format=action_format, split="train")
    assert [e.reward for e in run] == [1.0] * 5, [e.failure for e in run]


def test_make_needs_no_import_of_the_package() -> None:
    env = gym.make("agentgym:AgentTune/WebShop-v0")
    assert env.unwrapped.group == "held-in"


def test_errors_of_the_caller_are_clear() -> None:
    with pytest.raises(gym.error.NameNotFound, match="WebShop"):
        gym.make("AgentTune/WebShp-v0")
    for arguments, message in (
        (
            {"split": "tets"},
            r"Unknown split of Guess 'tets'; known: train, dev, test\. Did you mean 'test'\?",
        ),
        ({"profile": "papr"}, "Unknown profile of Guess 'papr'"),
        ({"action_format": "recat"}, r"Unknown action format 'recat'.*Did you mean 'react'"),
    ):
        with pytest.raises(UnknownNameError, match=message):
            gym.make("Test/Guess-v0", **arguments)
    with pytest.raises(DataError, match=r"there is no such file or folder.*data='embedded'"):
        gym.make("Test/Guess-v0", data="/no/such/place")
    with pytest.raises(OptionError, match="max_steps must be at least 1, got 0"):
        gym.make("Test/Guess-v0", max_steps=0)
    env = gym.make("Test/Guess-v0")
    with pytest.raises(EpisodeError, match=r"before reset\(\): call reset\(\) first"):
        env.step("Action: guess[1]")
    with pytest.raises(UnknownNameError, match=r"Unknown task .*'test-33'.*Did you mean 'test-3'"):
        env.reset(options={"task": "test-33"})
    with pytest.raises(OptionError, match="there is no task number 99"):
        env.reset(options={"task": 99})
    with pytest.raises(OptionError, match=r"knows the option 'task' only, got \['taks'\]"):
        env.reset(options={"taks": 1})
    env.reset(options={"task": "test-1"})
    with pytest.raises(OptionError, match="got int: 5"):
        env.step(5)  # type: ignore[arg-type]
    env.step("Action: guess[1]")
    with pytest.raises(EpisodeError, match=r"over \(status completed\)"):
        env.step("Action: guess[1]")


def test_parse_errors_are_typed_and_told() -> None:
    env = gym.make("Test/Guess-v0")
    env.reset(seed=0)
    for text, kind in (
        ("no action here", "no_action"),
        ("Action: shout[1]", "unknown_action"),
        ("Action: guess[x]", "bad_json"),
        ('Action: guess["x"]', "bad_arguments"),
    ):
        observation, reward, terminated, _, info = env.step(text)
        assert (info["parse_error_kind"], reward, terminated) == (kind, 0.0, False)
        assert info["parse_error"] == observation


def test_the_step_limit_truncates() -> None:
    env = gym.make("Test/Guess-v0", max_steps=2)
    env.reset(options={"task": "test-9"})
    assert env.step("Action: guess[1]")[3] is False
    _, reward, terminated, truncated, info = env.step("Action: guess[1]")
    assert (reward, terminated, truncated, info["status"]) == (0.0, False, True, "task_limit")


def test_spaces_sample_and_round_trip() -> None:
    from agentgym.spaces import UnicodeText

    space = UnicodeText(100, seed=3)
    samples = [space.sample() for _ in range(50)]
    assert all(space.contains(s) for s in samples) and len(set(samples)) > 40
    assert space.from_jsonable(space.to_jsonable(samples)) == samples
    assert not space.contains("x" * 101) and not space.contains(b"x")
    again = UnicodeText(100, seed=3)
    assert [again.sample() for _ in range(50)] == samples


def test_the_minimal_environment_of_the_docs_is_short() -> None:
    from pathlib import Path

    lines = Path(__file__).with_name("guess.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 25


def test_messages_are_never_shared_between_episodes() -> None:
    env = gym.make("Test/Guess-v0")
    _, first = env.reset(seed=1)
    first["messages"][0]["content"] = "changed"
    _, second = env.reset(seed=1)
    assert second["messages"][0]["content"] != "changed"


def test_random_wishes_do_not_move_the_environments_generator() -> None:
    env = gym.make("Test/Guess-v0").unwrapped
    env.reset(seed=4)
    before = env.np_random.bit_generator.state
    env.suggest("random")
    assert env.np_random.bit_generator.state == before
    assert isinstance(env.np_random, np.random.Generator)
