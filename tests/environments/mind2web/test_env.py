"""The environment on its embedded data: views, episodes, formats, what is asked and what is not."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import gymnasium as gym
import pytest
from gymnasium.utils.env_checker import check_env

import agentgym
from agentgym.conversation import Conversation
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.errors import DataError, OptionError, UnknownNameError
from agentgym.messages import assistant
from agentgym.policy import Completion, Policy, Request, View
from tests.environments.mind2web.made import action, task

ENV = "AgentTune/Mind2Web-v0"
FILES = str(EMBEDDED)
"""The embedded tasks as files: played as any others, also where no candidate is right."""


@pytest.mark.parametrize("mode", ["multichoice", "element"])
@pytest.mark.parametrize("episode", ["step", "task"])
@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_check_env_in_every_view(mode: str, episode: str, action_format: str) -> None:
    env = gym.make(ENV, mode=mode, episode=episode, action_format=action_format)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)


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

    async def act(self, request: Request, view: View) -> Completion:
        self.requests.append(request)
        return Completion(text=self.text)


def test_no_policy_is_asked_about_a_step_without_a_right_candidate() -> None:
    policy = Recorder("Thought: hm\nAnswer: A.")
    run = agentgym.rollout(ENV, policy, split="test_domain", data=FILES)
    unanswerable = {e.task_id for e in run if str(e.status) == "unanswerable"}
    assert unanswerable and not unanswerable & {r.task_id for r in policy.requests}
    assert {e.reward for e in run} == {0.0}
    assert all(len(r.messages) == 9 for r in policy.requests), "every question begins a fresh session"


@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_what_is_not_asked_is_unanswerable_whatever_is_said(action_format: str) -> None:
    env = gym.make(ENV, split="test_domain", data=FILES, action_format=action_format).unwrapped
    run = agentgym.rollout(ENV, "expert", split="test_domain", data=FILES)
    task = next(e.task_id for e in run if e.reward == 0.0)
    for text in ("", "Answer: B.", "{"):
        _, info = env.reset(seed=0, options={"task": task})
        assert info["unasked"] is True and info["status"] == "running"
        _, reward, terminated, _, info = env.step(text)
        assert (reward, terminated, info["status"]) == (0.0, True, "unanswerable")
        assert info["parse_error"] == "" and info["metrics"]["reachable"] == 0.0
    _, info = env.reset(seed=0, options={"task": env.tasks.ids[0]})
    assert info["unasked"] is False


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


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'element'"):
        gym.make(ENV, mode="elements")
    with pytest.raises(UnknownNameError, match="Unknown kind of episode 'steps'"):
        gym.make(ENV, episode="steps")
    with pytest.raises(OptionError, match="candidates must be at least 1"):
        gym.make(ENV, candidates=0)
    with pytest.raises(UnknownNameError, match="test_domain"):
        gym.make(ENV, split="test_domains")


def test_official_data_is_read_where_it_is_asked_for(official: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MIND2WEB", str(official))
    assert gym.make(ENV, data="official").unwrapped.data == official
    assert gym.make(ENV, data="embedded").unwrapped.data is None
    assert gym.make(ENV).unwrapped.data is None, "no variable swaps the data silently"
    monkeypatch.setenv("AGENTGYM_MIND2WEB", str(official / "nowhere"))
    with pytest.raises(DataError, match="no such file"):
        gym.make(ENV, data="official")
    monkeypatch.delenv("AGENTGYM_MIND2WEB")
    with pytest.raises(DataError, match="AGENTGYM_MIND2WEB"):
        gym.make(ENV, data="official")


def test_what_defines_an_episode_does_not_change_while_it_is_played() -> None:
    env = gym.make(ENV, split="test_website", episode="task").unwrapped
    before = env.definition()
    assert {k: before[k] for k in ("mode", "episode", "candidates", "data", "profile")} == {
        "mode": "multichoice", "episode": "task", "candidates": 10, "data": "embedded", "profile": "paper",
    }  # fmt: skip
    env.reset(seed=0)
    env.step("Answer: A.")
    assert env.definition() == before
    assert gym.make(ENV, profile="mindact").unwrapped.definition()["candidates"] == 50


@pytest.mark.parametrize("mode", ["multichoice", "element"])
@pytest.mark.parametrize("candidates", [1, 5, 10, 50])
def test_there_is_room_for_every_question(mode: str, candidates: int) -> None:
    env = gym.make(ENV, mode=mode, candidates=candidates, split="dev").unwrapped
    choice = "Action: CLICK [0]" if mode == "element" else "Answer: B.\nAction: CLICK"
    for task_id in env.tasks.ids:
        env.reset(seed=0, options={"task": task_id})
        done = False
        while not done:
            _, _, done, truncated, _ = env.step(choice)
            assert not truncated


def test_tasks_of_one_domain() -> None:
    every = gym.make(ENV, split="train").unwrapped
    domains = {t.id: t.kind for t in every.tasks}
    chosen = sorted(set(domains.values()))[0]
    some = gym.make(ENV, split="train", kinds=chosen).unwrapped
    assert list(some.tasks.ids) == [i for i, domain in domains.items() if domain == chosen]
    assert all(some.kind_of(i) == domains[i] for i in domains)
    with pytest.raises(UnknownNameError, match="kind of task"):
        _ = gym.make(ENV, split="train", kinds="Nothing").unwrapped.tasks


def test_a_task_without_positives_counts_0(tmp_path: Path) -> None:
    (tmp_path / "test_domain_0.json").write_text(json.dumps([task("t", action("a", None), action("b", 12))]))
    run = agentgym.rollout(ENV, "expert", data=tmp_path, split="test_domain", candidates=50)
    assert [(str(e.status), e.reward, e.metrics["reachable"]) for e in run] == [
        ("unanswerable", 0.0, 0.0),
        ("completed", 1.0, 1.0),
    ]


def test_a_broken_file_is_no_score(tmp_path: Path) -> None:
    good, bad = task("good", action("a", 12)), task("bad", {**action("a", 12), "cleaned_html": "<html>"})
    (tmp_path / "test_domain_0.json").write_text(json.dumps([good, bad]))
    run = agentgym.rollout(ENV, "expert", data=tmp_path, split="test_domain", candidates=50)
    rewards = {e.task_id: e.reward for e in [*run]}
    assert rewards["good_a"] == 1.0 and rewards.get("bad_a") is None and run.failed == 1
