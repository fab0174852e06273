"""The experts: each of the paper's pages, in both action spaces by turns, from the page alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agentgym.environments.miniwob.env import MiniWoBEnv
from agentgym.environments.miniwob.world import pages
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.errors import EpisodeError


def test_all_of_the_papers_pages_have_one() -> None:
    assert not set(pages.PAPER) - set(SOLUTIONS)


OTHERS = sorted(set(SOLUTIONS) - set(pages.PAPER))


@pytest.mark.parametrize(
    ("profile", "names"),
    [
        ("default", pages.PAPER[::2]),
        ("paper", pages.PAPER[1::2]),
        ("default", OTHERS[::2]),
    ],
)
def test_the_expert_solves_its_page(profile: str, names: list[str], make: Callable[..., MiniWoBEnv]) -> None:
    env = make(profile=profile, pages=names)
    failed = []
    for task in env.tasks.ids[: len(names)]:
        env.reset(seed=0, options={"task": task})
        over, reward = False, 0.0
        while not over:
            _, reward, terminated, truncated, _ = env.step(env.suggest("expert"))
            over = terminated or truncated
        if reward < 1:
            failed.append(task)
    assert not failed


def test_a_page_without_one_says_so(make: Callable[..., MiniWoBEnv]) -> None:
    env = make(pages="count-sides")
    env.reset(seed=0, options={"task": "count-sides-0"})
    with pytest.raises(EpisodeError, match="no expert"):
        env.suggest("expert")
