"""Every registered environment: Gymnasium's checker, vector environments, wrappers, determinism, errors."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import gymnasium as gym
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.wrappers import RecordEpisodeStatistics, TimeLimit, TransformReward

import agentgym
from agentgym import registry
from agentgym.status import Status


def _here(env_id: str) -> Any:
    """Return an id as a parameter: skipped, with the reason, where this machine cannot run the environment."""
    lack = registry.environment_class(env_id).unavailable({})
    return pytest.param(env_id, marks=pytest.mark.skipif(bool(lack), reason=lack or "available"))


IDS = [_here(env_id) for env_id in ["Test/Guess-v0", *registry.environment_ids()]]
DEAR = {"AgentTune/WebArena-v0": (9, 9), "AgentTune/ScienceWorld-v0": (9, 17)}
"""Environments of which each has a tab, or a simulator: how many are open side by side, and episodes in all.

Thirty-three of the others are."""
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
    open_at_once, episodes = DEAR.get(env_id, (33, 33))
    with ThreadPoolExecutor(open_at_once) as pool:
        seeds = [5 if n == episodes // 2 else n for n in range(episodes)]
        results = list(pool.map(partial(_random_episode, env_id), seeds))
    assert results[episodes // 2] == alone


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
    tasks = 2 if env_id in DEAR and action_format != "react" else 5
    run = agentgym.rollout(env_id, "expert", tasks=tasks, action_format=action_format, split="train")
    # What a judge has to rate ends without a reward.
    judged = bool(registry.card(env_id).judge)
    episodes = list(run)
    for episode in episodes:
        unscored = judged and episode.status is Status.UNSCORED
        assert (episode.reward, episode.status.is_failure) == (None if unscored else 1.0, False), (
            episode.failure
        )
    assert len(episodes) == tasks
