"""No attempt at the reward without the task succeeds, or breaks the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agentgym.environments.miniwob.env import MiniWoBEnv
from agentgym.environments.miniwob.world.tampering import attempts


@pytest.mark.parametrize("profile", ["default", "paper"])
def test_attempts_have_no_reward(profile: str, make: Callable[..., MiniWoBEnv]) -> None:
    env = make(profile=profile, pages="login-user")
    for name, actions in attempts(env.tasks[0]).items():
        env.reset(seed=0, options={"task": "login-user-0"})
        for action in actions:
            _, reward, over, _, info = env.step(env.format.render(action))
            assert reward == 0 and not info["metrics"].get("success"), name
            if over:
                break
        if not over:
            assert env.session is not None and env.session.state("html").page, name
