"""The turn machine: what a message is read as, and what rules make of it."""

from __future__ import annotations

from typing import Any, ClassVar

import gymnasium as gym
import numpy as np
import pytest

from agentgym.actions import Action
from agentgym.errors import EnvironmentFailure, EpisodeError
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.turn import StartInfo, TurnInfo
from tests.contract.guess import Guess


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


class Odd(Guess):
    """Returns whatever it is told to."""

    profiles: ClassVar[dict[str, Profile]] = {
        "default": Profile(name="default", shots=0, repetition=3, max_steps=9)
    }
    result: Any = None

    def perform(self, action: Action) -> Any:
        return self.result(action) if callable(self.result) else self.result


class Insisting(Guess):
    """Asks again in a fresh session, and gives up at the third refusal."""

    refusals = 0

    def unknown_action(self, error: Any) -> Any:
        self.refusals += 1
        if self.refusals == 3:
            return Outcome(observation="No.", terminated=True, status=Status.INVALID_FORMAT)
        return Outcome(observation="Again.", messages=[])


def test_a_refusal_may_begin_a_fresh_session_or_end_the_episode() -> None:
    env = Insisting()
    env.reset(seed=0)
    for _ in range(2):
        observation, _, terminated, _, info = env.step("?")
        assert (observation, terminated, info["messages"]) == ("Again.", False, []) and info["parse_error"]
    _, reward, terminated, _, info = env.step("?")
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_format") and info["parse_error"]


def odd(result: Any) -> Odd:
    env = Odd()
    env.result = result
    env.reset(seed=0, options={"task": "test-5"})
    return env


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(observation="", reward=1.5, terminated=True),
        Outcome(observation="", reward=-0.1, terminated=True),
        Outcome(observation="", reward=float("nan"), terminated=True),
        Outcome(observation="", reward=0.5, terminated=False),
    ],
)
def test_a_reward_is_in_range_and_zero_before_the_end(outcome: Outcome) -> None:
    with pytest.raises(EnvironmentFailure, match=r"Odd\.perform returned reward .*in \[0, 1\]"):
        odd(outcome).step("Action: guess[1]")


@pytest.mark.parametrize("result", [None, ("text", 1.0), 5, b"text"])
def test_a_hook_that_returns_something_else_is_named(result: Any) -> None:
    with pytest.raises(
        EnvironmentFailure, match=r"Odd\.perform must return a str or an Outcome, it returned"
    ):
        odd(result).step("Action: guess[1]")


def test_the_repetition_rule_ends_an_episode_that_goes_on() -> None:
    env = odd("no")
    results = [env.step("Action: guess[1]") for _ in range(4)]
    assert [r[2] for r in results] == [False, False, False, True]
    assert (results[-1][1], results[-1][4]["status"]) == (0.0, "repetition")


def test_the_repetition_rule_never_takes_a_win_back() -> None:
    env = odd("no")
    for _ in range(3):
        env.step("Action: guess[1]")
    env.result = Outcome(observation="won", reward=1.0, terminated=True)
    _, reward, terminated, _, info = env.step("Action: guess[1]")
    assert (reward, terminated, info["status"]) == (1.0, True, "completed")


def test_the_step_limit_never_takes_a_win_back() -> None:
    env = gym.make("Test/Guess-v0", max_steps=1)
    env.reset(options={"task": "test-5"})
    _, reward, terminated, truncated, info = env.step("Action: guess[5]")
    assert (reward, terminated, truncated, info["status"]) == (1.0, True, False, "completed")


def test_an_unscored_end_is_a_status_of_its_own() -> None:
    env = odd(Outcome(observation="", terminated=True, status=Status.UNSCORED))
    _, reward, terminated, _, info = env.step("Action: guess[1]")
    assert (reward, terminated, info["status"]) == (0.0, True, "unscored")


def test_every_key_of_info_is_always_there() -> None:
    env = gym.make("Test/Guess-v0")
    _, start = env.reset(options={"task": "test-5"})
    assert set(start) == set(StartInfo.__annotations__) | set(TurnInfo.__annotations__)
    for text in ("nonsense", "Action: guess[1]", "Action: guess[5]"):
        info = env.step(text)[4]
        assert set(info) == set(TurnInfo.__annotations__), text
    assert info["metrics"] == {"steps": 3.0} and info["admissible"] is None


def test_an_episode_whose_beginning_failed_cannot_be_stepped() -> None:
    class Unlucky(Guess):
        def begin(self, task: Any) -> Any:
            raise RuntimeError("no")

    env = Unlucky()
    with pytest.raises(RuntimeError):
        env.reset(seed=0)
    with pytest.raises(EpisodeError, match="before reset"):
        env.step("Action: guess[1]")


@pytest.mark.parametrize("status", [Status.RUNNING, *(s for s in Status if s.is_failure)])
def test_a_status_that_ends_no_episode_well_is_an_error_of_the_environment(status: Status) -> None:
    env = odd(Outcome(observation="", terminated=True, status=status))
    with pytest.raises(EnvironmentFailure, match=rf"Odd\.perform returned the status {status}"):
        env.step("Action: guess[1]")


def test_the_outcome_at_the_step_limit_is_checked_and_may_be_unscored() -> None:
    class Last(Odd):
        last: Any = None

        def at_limit(self, outcome: Outcome) -> Any:
            return self.last

    def at_limit(last: Any) -> Any:
        env = Last(max_steps=1)
        env.result, env.last = "no", last
        env.reset(seed=0)
        return env.step("Action: guess[1]")

    assert at_limit(Outcome(observation="", reward=0.5))[4]["status"] == "task_limit"
    assert at_limit(Outcome(observation="", status=Status.UNSCORED))[4]["status"] == "unscored"
    with pytest.raises(EnvironmentFailure, match=r"Last\.at_limit returned reward 1\.5"):
        at_limit(Outcome(observation="", reward=1.5))
    with pytest.raises(EnvironmentFailure, match=r"Last\.at_limit must return a str or an Outcome"):
        at_limit(None)


def test_the_outcome_of_a_refusal_is_checked() -> None:
    class Strict(Odd):
        profiles: ClassVar[dict[str, Profile]] = {
            "default": Profile(name="default", shots=0, on_parse_error="end")
        }

        def at_refusal(self, outcome: Outcome) -> Outcome:
            return Outcome(observation="", reward=2.0, terminated=True)

    env = Strict()
    env.reset(seed=0)
    with pytest.raises(EnvironmentFailure, match=r"Strict\.at_refusal returned reward 2\.0"):
        env.step("nonsense")


@pytest.mark.parametrize(
    ("value", "number"), [(True, 1.0), (np.float32(0.5), 0.5), (np.int64(3), 3.0), (2, 2.0)]
)
def test_metrics_are_plain_numbers(value: Any, number: float) -> None:
    info = odd(Outcome(observation="", terminated=True, metrics={"m": value})).step("Action: guess[1]")[4]
    assert info["metrics"] == {"steps": 1.0, "m": number}
    assert all(type(v) is float for v in info["metrics"].values())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "much", None])
def test_a_metric_that_is_no_number_is_an_error_of_the_environment(value: Any) -> None:
    env = odd(Outcome(observation="", terminated=True, metrics={"m": value}))
    with pytest.raises(EnvironmentFailure, match="no number"):
        env.step("Action: guess[1]")


def test_turns_that_nobody_was_asked_at_are_no_repetition() -> None:
    env = odd(Outcome(observation="wait", unasked=True))
    env.unasked = True
    assert [env.step("")[2] for _ in range(5)] == [False] * 5


def test_an_episode_cannot_end_as_it_begins() -> None:
    class Over(Guess):
        def begin(self, task: Any) -> Any:
            return Outcome(observation="", terminated=True)

    with pytest.raises(EnvironmentFailure, match=r"Over\.begin ended the episode"):
        Over().reset(seed=0)


def test_what_is_on_offer_is_not_mapped() -> None:
    class Offers(Guess):
        profiles: ClassVar[dict[str, Profile]] = {
            "default": Profile(name="default", shots=0, bleu_threshold=0.1)
        }

        def admissible(self) -> list[str]:
            return [f"guess[{n}]" for n in range(1, 5)]

    env = Offers()
    env.reset(seed=0, options={"task": "test-9"})
    info = env.step("Action: guess[3]")[4]
    assert (info["action"], info["mapped_from"]) == ("guess[3]", "")
