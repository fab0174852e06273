"""Every registered environment × {react, tools} × {mock, scripted}: played end to end, offline.

Parametrised over what is registered, so that an environment that is added is covered without a line here.
"""

from __future__ import annotations

import pytest

import agentgym
from agentgym.errors import DependencyError
from agentgym.registry import environment_class, environment_ids
from agentgym.status import Ending
from agentgym.trajectory import Episode, replay
from agentgym.trajectory.views import conversations

TASKS, STEPS = 2, 3


def lack(env_id: str) -> str:
    """Return why this machine cannot play an environment, empty if it can."""
    try:
        return environment_class(env_id).unavailable({})
    except DependencyError as error:
        return str(error)


@pytest.mark.parametrize("policy", ["mock", "scripted:tests.policies.bisecting:look"])
@pytest.mark.parametrize("action_format", ["react", "tools"])
@pytest.mark.parametrize("env_id", environment_ids())
def test_the_same_command_plays_everything(env_id: str, action_format: str, policy: str) -> None:
    missing = lack(env_id)
    if missing:
        pytest.skip(f"{env_id}: {missing}")
    run = agentgym.rollout(
        env_id, policy, tasks=TASKS, action_format=action_format, max_steps=STEPS, concurrency=TASKS
    )
    assert (run.played, run.failed) == (TASKS, 0), [e.failure for e in run]
    for episode in run:
        _check(episode, action_format, policy)


def _check(episode: Episode, action_format: str, policy: str) -> None:
    if episode.ending is Ending.SCORED:
        assert episode.reward is not None and 0.0 <= episode.reward <= 1.0
    else:
        assert episode.ending is Ending.UNSCORED and episode.reward is None
    assert episode.action_format == action_format and 1 <= len(episode.steps) <= STEPS
    if action_format == "tools":
        assert episode.tools and all(t["function"]["name"] for t in episode.tools)
    if policy == "mock":
        first = episode.steps[0]
        assert not first.parse_error, "a random action is a valid one in every format"
        assert bool(first.completion.tool_calls) == (action_format == "tools")
    for messages in conversations(episode):
        answered = [m["tool_call_id"] for m in messages if m["role"] == "tool"]
        called = [c["id"] for m in messages for c in m.get("tool_calls", ()) if m.get("loss")]
        assert len(answered) >= len(called), "every call is answered"


@pytest.mark.parametrize("env_id", environment_ids())
def test_mock_episodes_are_replayed_to_the_same_end(env_id: str) -> None:
    missing = lack(env_id)
    if missing:
        pytest.skip(f"{env_id}: {missing}")
    run = agentgym.rollout(env_id, "mock", tasks=1, max_steps=STEPS)
    for episode in run:
        assert replay(episode) is None
