"""The environment: what is seen, what actions do, what counts, what may go wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agentgym.browser.pool import BROWSERS
from agentgym.environments.miniwob.env import MiniWoBEnv
from agentgym.errors import EnvironmentFailure, OptionError, UnknownNameError
from agentgym.status import Status

Make = Callable[..., MiniWoBEnv]


def begin(env: MiniWoBEnv, task: str) -> str:
    return env.reset(seed=0, options={"task": task})[0]


def test_elements_are_numbered_and_the_page_says_when_it_is_over(make: Make) -> None:
    env = make(pages="login-user", action_format="native")
    seen = begin(env, "login-user-0")
    assert seen.startswith('Task: Enter the username "') and "[2] textbox 'username' focused" not in seen
    field = next(line for line in seen.splitlines() if "textbox 'username'" in line).strip()
    number = field[1 : field.index("]")]
    seen, *_ = env.step(f"type [{number}] some one")
    assert f"[{number}] textbox 'username' value='some one' focused" in seen
    seen, *_, info = env.step("click [99]")
    assert seen.startswith("There is no element [99]") and info["refused"]
    seen, reward, terminated, _, info = env.step("done")
    assert (reward, terminated, info["status"]) == (0.0, True, "completed")
    assert info["metrics"] == {"success": 0.0, "success_any": 0.0, "raw_reward": 0.0, "steps": 3.0}


def test_earlier_pages_are_left_out_of_the_conversation_the_task_is_not(make: Make) -> None:
    env = make(pages="click-tab-2")
    observation, info = env.reset(seed=0, options={"task": "click-tab-2-0"})
    assert "Page:" in observation and "Page:" not in info["observation_later"]
    assert observation.split("\n")[0] in info["observation_later"]
    *_, info = env.step("Action: click [3]")
    assert info["observation_later"] == "(The page as it was then is left out.)"


def test_the_papers_instructions_on_html(make: Make) -> None:
    env = make(profile="paper", pages="enter-text", action_format="native")
    assert '<input type="text" id="tt">' in begin(env, "enter-text-0")
    assert env.state is not None
    text = env.state.utterance.split('"')[1]
    env.step("ClickXpath //*[@id='tt']`. Then I type")
    env.step(f'`type "{text}"`')
    assert env.session is not None and env.session.script("() => document.getElementById('tt').value") == text
    seen, *_, info = env.step("clickxpath //[")
    assert seen.startswith("There is no element at //[") and info["refused"]
    *_, reward, terminated, _, info = env.step("clickxpath //button")
    assert (reward, terminated, info["metrics"]["success"]) == (1.0, True, 1.0)


def test_under_the_papers_profile_three_answers_in_a_row_may_be_none(make: Make) -> None:
    env = make(profile="paper", pages="click-test", action_format="native")
    begin(env, "click-test-0")
    for _ in range(3):
        assert not env.step("I would click the button.")[2]
    *_, terminated, _, info = env.step("I would click the button.")
    assert terminated and info["status"] == Status.INVALID_FORMAT
    begin(env, "click-test-0")
    for _ in range(3):
        env.step("nonsense")
    env.step("press enter")
    assert not env.step("nonsense")[2]


def test_what_counts_as_success(make: Make) -> None:
    half = {}
    for profile in ("default", "paper"):
        env = make(profile=profile, pages="click-checkboxes-large", action_format="native")
        begin(env, "click-checkboxes-large-0")
        labels = env.session.script(
            "() => Array.from(document.querySelectorAll('label'), l => l.textContent)"
        )
        wanted = env.state.utterance
        right = [n for n, label in enumerate(labels) if label in wanted]
        env.session.page.evaluate(
            "places => { const boxes = document.querySelectorAll('input[type=checkbox]');"
            " for (const p of places) boxes[p].click(); }",
            right[1:],
        )
        done = "clickxpath //button" if profile == "paper" else env.grammar.render(_submit(env))
        *_, reward, _, _, info = env.step(done)
        half[profile] = (reward, info["metrics"]["success"], info["metrics"]["raw_reward"])
    (default, success, raw), (paper, lenient, same) = half["default"], half["paper"]
    assert raw == same and success == 0.0
    assert default == max(0.0, raw) and paper == lenient == float(raw > 0)


def _submit(env: MiniWoBEnv):  # type: ignore[no-untyped-def]
    from agentgym.actions import Action

    assert env.session is not None
    env.session.ask("everything")
    return Action(name="click", arguments={"element": env.session.ask("number_of", "//button")})


def test_the_clock_stands_still_between_actions_unless_the_limit_holds(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agentgym.environments.miniwob import env as module

    now = 100.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    for limited in (False, True):
        env = make(pages="click-test", time_limit=limited, action_format="native", action_ms=10)
        begin(env, "click-test-0")
        now += 11.0
        *_, terminated, _, info = env.step("hover [1]")
        assert terminated is limited
        assert info["metrics"].get("raw_reward") == (-1.0 if limited else None)


def test_pictures_are_kept_where_asked_for(make: Make, tmp_path: Path) -> None:
    env = make(pages="click-color", screenshots=tmp_path / "shots")
    begin(env, "click-color-0")
    *_, info = env.step("Action: hover [1]")
    assert Path(info["screenshot"]).read_bytes()[:4] == b"\x89PNG"
    assert env.screenshot()[16:24] == (160).to_bytes(4, "big") + (210).to_bytes(4, "big")


def test_a_killed_browser_is_a_failure_and_the_next_episode_works(make: Make) -> None:
    env = make(pages="click-test")
    begin(env, "click-test-0")
    BROWSERS.get().get("devtools", still=True).close()
    with pytest.raises(EnvironmentFailure):
        env.step("Action: click [1]")
    begin(env, "click-test-0")
    assert env.step(env.suggest("expert"))[1] == 1.0


def test_both_drivers_play_the_same_episodes(make: Make) -> None:
    pytest.importorskip("selenium", reason="selenium is not installed; extra miniwob")
    tasks = ("email-inbox-1", "enter-date-0")
    played = {}
    for driver in ("devtools", "selenium"):
        env = make(driver=driver)
        for task in tasks:
            seen, over = [begin(env, task)], False
            while not over:
                observation, reward, over, _, _ = env.step(env.suggest("expert"))
                seen.append(f"{reward} {observation}")
            played[driver, task] = seen
        env.close()
    for task in tasks:
        assert played["selenium", task] == played["devtools", task]
        assert played["devtools", task][-1].startswith("1.0")


def test_arguments_that_do_not_fit_are_refused(make: Make, tmp_path: Path) -> None:
    for wrong, error in (
        ({"pages": "click-tset"}, "click-test"),
        ({"actions": "paper2"}, "paper"),
        ({"observation": "axtree"}, "accessibility"),
        ({"driver": "playwright"}, "devtools"),
        ({"data_mode": "dev"}, "train"),
    ):
        with pytest.raises(UnknownNameError, match=error):
            make(**wrong).tasks  # noqa: B018
    for bad in ({"data": tmp_path}, {"action_ms": -1}, {"actions": "element", "observation": "html"}):
        with pytest.raises(OptionError):
            make(**bad)
