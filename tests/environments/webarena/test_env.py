"""Episodes in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.environments.webarena import tasks
from agentgym.errors import OptionError, UnavailableError, UnknownNameError
from agentgym.tasks import Task
from tests.environments.webarena.browser import needs_browser

pytestmark = needs_browser


@pytest.fixture(scope="module")
def env() -> Iterator[Any]:
    made = gym.make("AgentTune/WebArena-v0", split="train", action_format="native").unwrapped
    yield made
    made.close()


@pytest.fixture(scope="module")
def paper() -> Iterator[Any]:
    made = gym.make("AgentTune/WebArena-v0", split="train", profile="paper", action_format="native").unwrapped
    yield made
    made.close()


def begin(env: Any, task_id: str) -> tuple[str, Any]:
    task = Task(id=task_id, data=tasks.embedded()[task_id], split="train")
    observation, info = env.reset(seed=0, options={"task": task})
    return observation, info


def number(env: Any, role: str, name: str) -> int:
    found: int = next(n for n, e in env.session.seen.elements.items() if (e.role, e.name) == (role, name))
    return found


def play(env: Any, task_id: str) -> tuple[float, str]:
    begin(env, task_id)
    while True:
        _, reward, ended, truncated, info = env.step(env.suggest("expert"))
        if ended or truncated:
            return reward, info["status"]


# One of each kind of judging, and of each way to act; all tasks are played by benchmarks/browser_episodes.
PLAYED = [
    "shop-order-status-0",
    "shop-cheapest-0",
    "shop-review-0",
    "shop-buy-0",
    "forum-reply-0",
    "forum-create-0",
]


@pytest.mark.parametrize("task_id", PLAYED)
def test_the_gold_actions_solve_their_task(env: Any, task_id: str) -> None:
    assert play(env, task_id) == (1.0, "completed")


@pytest.mark.parametrize("task_id", ["shop-sorted-0", "shop-address-0", "forum-biography-0"])
def test_also_by_the_original_s_actions(paper: Any, task_id: str) -> None:
    assert play(paper, task_id) == (1.0, "completed")


@pytest.mark.parametrize(
    "task_id", ["shop-newsletter-0", "forum-upvote-0", "shop-open-order-0", "shop-sku-0"]
)
def test_to_do_nothing_is_worth_nothing(env: Any, task_id: str) -> None:
    begin(env, task_id)
    assert env.step("stop []")[1:3] == (0.0, True)


def test_the_first_observation_tells_task_tabs_and_tree(env: Any) -> None:
    seen, info = begin(env, "shop-wish-0")
    assert seen.startswith("Task: Put the ")
    assert "URL: http://shop.test/\nTab 0 (current): Home Page\n\n[1] RootWebArea 'Home Page'" in seen
    assert "textbox 'Search'" in seen
    assert len(info["messages"]) == 6


def test_the_paper_shows_each_turn_afresh(paper: Any) -> None:
    seen, info = begin(paper, "shop-wish-0")
    assert seen.startswith("OBSERVATION:\nTab 0") and seen.endswith("PREVIOUS ACTION: None")
    assert "url:" not in seen.partition("URL:")[0]
    seen, *_, info = paper.step("scroll [down]")
    assert seen.endswith("PREVIOUS ACTION: scroll [down]") and info["messages"]


def test_what_cannot_be_done_is_said(env: Any) -> None:
    begin(env, "shop-wish-0")
    for action, told in (
        ("click [9999]", "no element [9999]"),
        ("go_back", "no page before"),
        ("tab_focus [7]", "no tab 7"),
        (f"select [{number(env, 'link', 'Sign Out')}] [x]", "no list"),
        ("press [Control+Nothing]", "could not do that"),
    ):
        seen, _, ended, _, info = env.step(action)
        assert told in seen and info["refused"] and not ended


def test_tabs(env: Any) -> None:
    begin(env, "shop-wish-0")
    seen, *_ = env.step("new_tab")
    assert "Tab 0: Home Page | Tab 1 (current): " in seen
    assert "Log" not in env.step("goto [http://forum.test/f/books]")[0].partition("RootWebArea")[0]
    assert "Tab 0 (current): Home Page | Tab 1: Books" in env.step("tab_focus [0]")[0]
    assert "Tab 0 (current): Books" in env.step("close_tab")[0]
    assert "Tab 0 (current): " in env.step("close_tab")[0]


def test_other_hosts_and_scripts_are_not_reached(env: Any) -> None:
    begin(env, "forum-upvote-0")
    for url in ("http://127.0.0.1:80/", "file:///etc/passwd", "https://example.org/"):
        seen, *_ = env.step(f"goto [{url}]")
        assert "root:x" not in seen and "Example" not in seen
    env.step("goto [http://shop.test/]")
    seen, *_ = env.step("goto [javascript:document.body.innerText='here']")
    assert "'here'" not in seen


def test_three_answers_that_are_none_end_it(env: Any) -> None:
    begin(env, "shop-wish-0")
    assert [env.step("well")[2] for _ in range(3)] == [False, False, True]
    assert env.status == "invalid_format"


def test_three_equal_actions_end_it_and_what_was_reached_counts(env: Any) -> None:
    begin(env, "shop-search-0")
    words = env.task.data.intent.split('"')[1]
    field = number(env, "textbox", "Search")
    env.step(f"type [{field}] [{words}] [1]")
    results = [env.step("scroll [up]") for _ in range(3)]
    assert [r[2] for r in results] == [False, False, True]
    assert (results[-1][1], env.status) == (1.0, "repetition")


def test_the_step_limit_scores_what_was_reached() -> None:
    made = gym.make("AgentTune/WebArena-v0", split="train", action_format="native", max_steps=1).unwrapped
    begin(made, "shop-search-0")
    words = made.task.data.intent.split('"')[1]
    *_, reward, ended, truncated, info = made.step(
        f"type [{number(made, 'textbox', 'Search')}] [{words}] [1]"
    )
    assert (reward, ended, truncated, info["status"]) == (1.0, False, True, "task_limit")
    made.close()


def test_an_episode_begins_as_if_nothing_had_been_before(env: Any) -> None:
    first, _ = begin(env, "shop-wish-0")
    env.step(f"click [{number(env, 'link', 'Sign Out')}]")
    env.step("new_tab")
    assert begin(env, "shop-wish-0")[0] == first
    assert "no page before" in env.step("go_back")[0]


def test_a_judge_is_left_what_only_a_reader_can_compare(env: Any) -> None:
    import msgspec

    config = tasks.embedded()["shop-sku-0"]
    judge = msgspec.structs.replace(config.eval, reference_answers={"fuzzy_match": ["some words"]})
    task = Task(id="fuzzy", data=msgspec.structs.replace(config, eval=judge), split="train")
    env.reset(seed=0, options={"task": task})
    *_, info = env.step("stop [other words]")
    assert info["status"] == "unscored"


def test_pictures(tmp_path: Path) -> None:
    made = gym.make(
        "AgentTune/WebArena-v0", split="train", action_format="native", screenshots=tmp_path
    ).unwrapped
    begin(made, "shop-wish-0")
    *_, info = made.step("scroll [down]")
    assert Path(info["screenshot"]).read_bytes().startswith(b"\x89PNG")
    made.close()


def test_arguments_are_checked() -> None:
    with pytest.raises(UnknownNameError, match="driver"):
        gym.make("AgentTune/WebArena-v0", driver="carrier pigeon")
    with pytest.raises(OptionError, match="http"):
        gym.make("AgentTune/WebArena-v0", data="/dev/null", sites="shopping=ftp://x")
    with pytest.raises(OptionError, match="for the official tasks"):
        gym.make("AgentTune/WebArena-v0", sites="shopping=http://x")


def test_real_sites_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SHOPPING", "WA_SHOPPING"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "test.raw.json").write_text(
        '[{"sites": ["shopping"], "task_id": 7, "start_url": "__SHOPPING__", "intent": "x", "eval": {"eval_types": '
        '["url_match"], "reference_url": "__SHOPPING__/a", "url_note": "GOLD in PRED"}}]'
    )
    made = gym.make("AgentTune/WebArena-v0", data=tmp_path).unwrapped
    with pytest.raises(UnavailableError, match="SHOPPING or WA_SHOPPING"):
        made.reset(seed=0)
    made.close()
