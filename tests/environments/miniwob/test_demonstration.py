"""Examples: the page's own, but no copy of one earns anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agentgym.environments.miniwob import demonstration
from agentgym.environments.miniwob.demonstration import OF_ANOTHER, Examples, Kind
from agentgym.environments.miniwob.env import MiniWoBEnv
from agentgym.environments.miniwob.protocol import Space
from agentgym.environments.miniwob.world.session import Session


def shown(env: MiniWoBEnv, task: str) -> demonstration.Example:
    env.reset(seed=0, options={"task": task})
    assert env.task is not None
    return env.demonstration(env.task)


def test_a_page_with_one_solution_has_the_example_of_another(make: Callable[..., MiniWoBEnv]) -> None:
    for profile in ("default", "paper"):
        env = make(pages=["click-test", "click-option", "chase-circle"], profile=profile)
        assert "Click on the link" in shown(env, "click-test-0")[0][0]
        assert OF_ANOTHER["click-test"] == "click-link"
        assert "Select" in shown(env, "click-option-0")[0][0]
        assert shown(env, "chase-circle-0") == ()  # There is no expert.


@pytest.mark.parametrize("profile", ["default", "paper"])
def test_a_copied_example_earns_nothing(make: Callable[..., MiniWoBEnv], profile: str) -> None:
    env = make(pages=["click-tab", "focus-text-2", "click-test"], profile=profile, max_steps=8)
    for task in [t for t in env.tasks.ids if t[-1] in "012"]:
        said = [env.format.render(action) for _, action in shown(env, task)]
        over, reward = False, 0.0
        while not over:
            _, reward, terminated, truncated, _ = env.step(said.pop(0) if len(said) > 1 else said[0])
            over = terminated or truncated
        assert reward == 0, task


@pytest.mark.parametrize("space", ["element", "paper"])
def test_an_example_that_would_solve_the_task_is_not_shown(space: Space) -> None:
    session = Session("devtools", "click-tab")
    kind = Kind("click-tab", space, "html" if space == "paper" else "accessibility", 1000, "train")
    examples = Examples()
    first = examples.get(kind, session)
    solved = [seed for seed in range(10) if demonstration.earns(first, kind, session, seed)]
    assert 0 < len(solved) < 10
    for seed in solved[:2]:
        other = examples.fitting(kind, session, seed)
        assert other and other != first and not demonstration.earns(other, kind, session, seed)
    unsolved = next(seed for seed in range(10) if seed not in solved)
    assert examples.fitting(kind, session, unsolved) == first
    session.close()


def test_where_all_examples_would_solve_it_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "earns", lambda *_: True)
    session = Session("devtools", "click-tab")
    kind = Kind("click-tab", "element", "accessibility", 1000, "train")
    assert Examples().fitting(kind, session, 1) == ()
    session.close()
