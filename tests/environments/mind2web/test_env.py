"""The environment on its embedded data: views, episodes, formats, what is asked and what is not."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest
from click.testing import CliRunner
from gymnasium.utils.env_checker import check_env

import agentgym
from agentgym.conversation import Conversation
from agentgym.environments.mind2web.data_cli import commands, tallies_of
from agentgym.environments.mind2web.metrics import summarize
from agentgym.environments.mind2web.protocol import ChoiceFormat, ElementGrammar
from agentgym.errors import OptionError, UnknownNameError
from agentgym.messages import assistant
from agentgym.policy import Completion, Policy, Request

ENV = "AgentTune/Mind2Web-v0"
SPLITS = ("train", "dev", "test_task", "test_website", "test_domain")


@pytest.mark.parametrize("mode", ["multichoice", "element"])
@pytest.mark.parametrize("episode", ["step", "task"])
@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_check_env_in_every_view(mode: str, episode: str, action_format: str) -> None:
    env = gym.make(ENV, mode=mode, episode=episode, action_format=action_format)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)


@pytest.mark.parametrize("mode", ["multichoice", "element"])
@pytest.mark.parametrize("split", SPLITS)
def test_the_expert_succeeds_on_every_reachable_step(mode: str, split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split, mode=mode)
    outcomes = {(str(e.status), e.reward) for e in run}
    assert outcomes <= {("completed", 1.0), ("unanswerable", 0.0)} and ("completed", 1.0) in outcomes
    unanswerable = [e for e in run if str(e.status) == "unanswerable"]
    assert all(e.metrics["reachable"] == 0 and e.metrics["element_acc"] == 0 for e in unanswerable)
    assert len(unanswerable) / len(list(run)) < 0.15
    if mode == "element":
        wide = agentgym.rollout(ENV, "expert", split=split, mode=mode, candidates=50)
        assert [e.reward for e in wide] == [1.0] * len(list(wide)), "among fifty the target always is"


@pytest.mark.parametrize("mode", ["multichoice", "element"])
def test_random_stays_low(mode: str) -> None:
    run = agentgym.rollout(ENV, "random", split="test_domain", mode=mode)
    assert run.mean_reward is not None and run.mean_reward < 0.08


def test_task_episodes_are_the_steps_of_a_task() -> None:
    steps = agentgym.rollout(ENV, "expert", split="test_website")
    tasks = agentgym.rollout(ENV, "expert", split="test_website", episode="task")
    by_task: dict[str, list[float]] = {}
    for episode in steps:
        by_task.setdefault(episode.task_id.rsplit("_", 1)[0], []).append(episode.reward or 0.0)
    for episode in tasks:
        rewards = by_task[episode.task_id]
        assert episode.reward == pytest.approx(sum(rewards) / len(rewards))
        assert episode.metrics["task_success"] == float(all(rewards))
        assert episode.metrics["task_length"] == len(rewards)


class Recorder(Policy):
    """Answers a fixed text and remembers what it was asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.requests: list[Request] = []

    async def act(self, request: Request) -> Completion:
        self.requests.append(request)
        return Completion(text=self.text)


def test_no_policy_is_asked_about_a_step_without_a_right_candidate() -> None:
    policy = Recorder("Thought: hm\nAnswer: A.")
    run = agentgym.rollout(ENV, policy, split="test_domain")
    unanswerable = {e.task_id for e in run if str(e.status) == "unanswerable"}
    assert unanswerable and not unanswerable & {r.task_id for r in policy.requests}
    assert {e.reward for e in run} == {0.0}
    assert all(len(r.messages) == 9 for r in policy.requests), "every question begins a fresh session"


def test_choosing_nothing_is_a_zero_or_an_invalid_action_by_profile() -> None:
    task = next(e.task_id for e in agentgym.rollout(ENV, "expert", split="dev") if e.reward == 1.0)
    for profile, status in (("paper", "completed"), ("agentbench", "invalid_action")):
        env = gym.make(ENV, split="dev", profile=profile)
        env.reset(seed=1, options={"task": task})
        done, questions = False, 0
        while not done:
            _, reward, terminated, truncated, info = env.step("I do not know.")
            done, questions = terminated or truncated, questions + 1
        assert (info["status"], reward, terminated, questions) == (status, 0.0, True, 2)
        assert info["metrics"]["reachable"] == 1.0


def test_no_message_is_shared_between_episodes() -> None:
    first, second = gym.make(ENV).unwrapped, gym.make(ENV).unwrapped
    kept: list[tuple[Conversation, list[str]]] = []
    objects: list[int] = []
    for number, env in enumerate((first, second, first, second)):
        observation, info = env.reset(seed=number, options={"task": number * 11})
        chat = Conversation(observation, info)
        objects += [id(m) for m in info["messages"]]
        kept.append((chat, [m["content"] for m in chat.messages]))
        done, told = False, [observation]
        while not done:
            assert chat.messages[-1]["content"] == told[-1]
            turn = assistant(env.suggest("expert"))
            observation, _, terminated, truncated, info = env.step(turn["content"])
            done = terminated or truncated
            if not done:
                objects += [id(m) for m in info["messages"]]
                kept.append(
                    (
                        Conversation(observation, info),
                        [m["content"] for m in info["messages"]] + [observation],
                    )
                )
                chat = kept[-1][0]
                told.append(observation)
        info["messages"] = [m.update(content="spoiled") for m in env.opening(env.task)]
    live = [id(m) for chat, _ in kept for m in chat.messages]
    assert len(live) == len(set(live)), "no two conversations hold the same object"
    assert all([m["content"] for m in chat.messages] == texts for chat, texts in kept)
    fresh = first.reset(seed=0)[1]["messages"]
    assert "spoiled" not in {m["content"] for m in fresh}


def test_one_log_of_many_beside_each_other_pairs_pages_and_tasks(tmp_path: Path) -> None:
    run = agentgym.rollout(ENV, "expert", split="test_domain", tasks=60, out=tmp_path / "run")
    tasks = gym.make(ENV, split="test_domain").unwrapped.tasks
    for episode in run:
        wanted = tasks[episode.task_id].data[0].task
        for text in [episode.observation, *[s.observation for s in episode.steps[:-1]]]:
            assert f"Task: {wanted}\n" in text or "counts 0" in text


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (
            "Thought: x\nAnswer: C.\nAction: SELECT\nValue: Pickup",
            {"element": "C", "operation": "SELECT", "value": "Pickup"},
        ),
        ("Answer: B", {"element": "B"}),
        ("nothing of the kind", {"element": "A"}),
        ("Answer: G.\nAction: CLICK", {"element": "A", "operation": "CLICK"}),
        ("Answer: D.\nAction: HOVER", {"element": "D"}),
        ("answer: D.", {"element": "A"}),
        ("Answer: B.\nAnswer: C.", {"element": "B"}),
        ("Answer: B.\nAction: TYPE\nValue: a\nValue: b", {"element": "B", "operation": "TYPE", "value": "a"}),
        ("Answer: B.\nAction: TYPE\nValue:", {"element": "B", "operation": "TYPE"}),
        ("Value: x y  \nAction: TYPE\nAnswer: F", {"element": "F", "operation": "TYPE", "value": "x y"}),
    ],
)  # fmt: skip
def test_answers_are_read_as_agentbench_does(text: str, arguments: dict[str, Any]) -> None:
    assert dict(ChoiceFormat().parse(text).arguments) == arguments


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("CLICK [3]", {"element": "3", "operation": "CLICK"}),
        ("TYPE [id=12]  red   hat", {"element": "12", "operation": "TYPE", "value": "red hat"}),
        ("SELECT [0] 2 nights", {"element": "0", "operation": "SELECT", "value": "2 nights"}),
    ],
)
def test_element_actions(text: str, arguments: dict[str, Any]) -> None:
    action = ElementGrammar().parse(text)
    assert dict(action.arguments) == arguments
    assert ElementGrammar().parse(ElementGrammar().render(action)) == action


def test_letters_and_numbers_beyond_the_choices_choose_nothing() -> None:
    env = gym.make(ENV, mode="element", split="train").unwrapped
    env.reset(seed=0, options={"task": 0})
    _, reward, terminated, _, info = env.step("Action: CLICK [99]")
    assert (reward, terminated, info.get("refused")) == (0.0, True, True)
    env = gym.make(ENV, action_format="tools", split="train").unwrapped
    env.reset(seed=0, options={"task": 0})
    call = '{"tool_calls": [{"function": {"name": "act", "arguments": {"element": "Q"}}}]}'
    assert env.step(call)[4]["refused"] is True


def test_bad_output_ends_a_step_but_not_a_task() -> None:
    env = gym.make(ENV, mode="element", split="train")
    env.reset(seed=0, options={"task": 0})
    _, reward, terminated, _, info = env.step("hm")
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_format")
    assert info["metrics"]["element_acc"] == 0.0
    env = gym.make(ENV, mode="element", split="train", episode="task")
    _, info = env.reset(seed=0, options={"task": 0})
    _, _, terminated, _, _ = env.step("hm")
    assert not terminated
    while not terminated:
        _, reward, terminated, _, info = env.step(env.unwrapped.suggest("expert"))
    assert 0 < reward < 1 and info["metrics"]["task_success"] == 0.0


def test_scores_of_a_log(tmp_path: Path) -> None:
    agentgym.rollout(ENV, "expert", split="test_website", out=tmp_path / "steps")
    agentgym.rollout(ENV, "expert", split="test_website", episode="task", out=tmp_path / "tasks")
    steps, tasks = ([summarize(t) for t in tallies_of(tmp_path / n).values()] for n in ("steps", "tasks"))
    assert len(steps) == len(tasks) == 1
    assert steps[0].steps == tasks[0].steps > 80 and steps[0].unreachable == tasks[0].unreachable > 0
    assert steps[0].micro.step_success == pytest.approx(tasks[0].micro.step_success)
    assert steps[0].macro.step_success == pytest.approx(tasks[0].macro.step_success)
    assert steps[0].task_success == tasks[0].task_success and 0 < (steps[0].task_success or 0) < 1
    shown = CliRunner().invoke(commands, ["scores", str(tmp_path / "steps")])
    assert shown.exit_code == 0 and "macro" in shown.output and "counted 0" in shown.output


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'element'"):
        gym.make(ENV, mode="elements")
    with pytest.raises(UnknownNameError, match="Unknown kind of episode 'steps'"):
        gym.make(ENV, episode="steps")
    with pytest.raises(OptionError, match="candidates must be at least 1"):
        gym.make(ENV, candidates=0)
    with pytest.raises(UnknownNameError, match="test_domain"):
        gym.make(ENV, split="test_domains")
