"""Examples: the page's own, but where a copy of it would solve every task."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.environments.miniwob.demonstration import OF_ANOTHER
from agentgym.environments.miniwob.env import MiniWoBEnv


def test_a_page_with_one_solution_has_the_example_of_another(make: Callable[..., MiniWoBEnv]) -> None:
    for profile in ("default", "paper"):
        env = make(pages=["click-test", "click-option"], profile=profile)
        env.reset(seed=0, options={"task": "click-test-0"})
        assert env.task is not None
        copied = env.demonstration(env.task)
        assert copied and "Click on the link" in copied[0][0] and OF_ANOTHER["click-test"] == "click-link"
        for _, action in copied:
            *_, terminated, _, _ = env.step(env.format.render(action))
            assert not terminated
        env.reset(seed=0, options={"task": "click-option-0"})
        assert env.task is not None
        assert "Select" in env.demonstration(env.task)[0][0]
