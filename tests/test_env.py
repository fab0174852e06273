"""The contract of environments."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym


def test_the_minimal_environment_of_the_docs_is_short() -> None:
    lines = (Path(__file__).parent / "contract" / "guess.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 25


def test_messages_are_never_shared_between_episodes() -> None:
    env = gym.make("Test/Guess-v0")
    _, first = env.reset(seed=1)
    first["messages"][0]["content"] = "changed"
    _, second = env.reset(seed=1)
    assert second["messages"][0]["content"] != "changed"


def test_the_contract_is_readable_in_one_sitting() -> None:
    package = Path(__file__).parents[1] / "agentgym"
    lines = [len((package / name).read_text().splitlines()) for name in ("env.py", "turn.py")]
    assert sum(lines) <= 400, lines


def test_no_environment_overrides_step() -> None:
    from agentgym import registry
    from agentgym.env import AgentEnv

    for env_id in registry.environment_ids():
        assert registry.environment_class(env_id).step is AgentEnv.step, env_id


def test_tasks_of_some_kinds_only() -> None:
    env = gym.make("AgentTune/WebShop-v0").unwrapped
    kinds = sorted({t.kind for t in env.tasks})
    chosen = gym.make("AgentTune/WebShop-v0", kinds=kinds[0]).unwrapped
    assert {t.kind for t in chosen.tasks} == {kinds[0]} and 0 < len(chosen.tasks) < len(env.tasks)
    assert chosen.definition() == env.definition(), "which tasks are played is no part of what an episode is"
