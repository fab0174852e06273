"""HotpotQA as an environment: episodes of both protocols, scopes, wrong use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.environments.hotpotqa import protocol
from agentgym.environments.hotpotqa.env import HotpotQAEnv
from agentgym.errors import DataError, EnvironmentFailure, EpisodeError, OptionError, UnknownNameError
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.tools.encyclopedia import live
from agentgym.tools.encyclopedia.articles import article_of
from tests.environments.hotpotqa.samples import ITEM, made, play, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "items.json")


def test_an_episode(path: Path) -> None:
    env = made(data=path)
    observation, info = env.reset(options={"task": "q1"})
    assert observation == f"Question: {ITEM['question']}" and info["task_kind"] == "medium"
    said = [
        ("Thought 1: Who?\nAction 1: Search[ada renn]", "Ada Renn was born in Vilmar. She was a painter."),
        ("Action 2: Search[Vilmar]", "Vilmar is a town by the sea. Its harbour was built in 1882."),
        ("Action 3: Lookup[HARBOUR]", "(Result 1/1) Its harbour was built in 1882."),
        ("Action 4: Lookup[harbour]", "No More Results"),
        ("Action 5: Search[a river]", "Could not find [a river]. Similar: ['Orsa']"),
        ("I do not know.", protocol.FORM),
        ("Action 7: search[Orsa]", protocol.INVALID),
    ]
    for number, (message, answer) in enumerate(said, start=1):
        observation, reward, terminated, truncated, info = env.step(message)
        assert observation.startswith(f"Observation {number}: ") and observation.endswith(answer)
        assert (reward, terminated, truncated) == (0, False, False)
    assert info["parse_error_kind"] == "unknown_action" and info["metrics"] == {}
    _, reward, terminated, _, info = env.step("Thought 8: Done.\nAction 8: Finish[in 1882]")
    assert (reward, terminated, info["status"]) == (pytest.approx(2 / 3), True, "completed")
    assert info["metrics"] == {
        "steps": 8.0, "em": 0.0, "f1": pytest.approx(2 / 3), "precision": 0.5, "recall": 1.0, "gold_titles": 2.0,
        "gold_share": 1.0, "searches": 3.0, "lookups": 2.0,
    }  # fmt: skip


def test_ten_steps_without_an_answer_are_nothing(path: Path) -> None:
    env = made(data=path)
    env.reset(options={"task": "q1"})
    for number in range(10):
        _, reward, terminated, truncated, info = env.step("Action: Search[Ada Renn]")
        assert truncated is (number == 9) and not terminated
    assert (reward, info["status"]) == (0, "task_limit")
    assert info["metrics"]["f1"] == 0.0 and info["metrics"]["gold_titles"] == 1.0
    env.reset(options={"task": "q2"})
    assert play(env, "q2")[1]["metrics"]["searches"] == 2.0, "counts begin anew"


def test_what_the_paper_asks(path: Path) -> None:
    env = made(data=path, profile="paper")
    prompt, info = env.reset(options={"task": "q1"})
    assert info["messages"] == [] and prompt.endswith(f"Question: {ITEM['question']}\nThought 1:")
    assert "(END OF EXAMPLES)" in prompt
    second, _, _, _, info = env.step(" I look for Ada.\nAction 1: Finish[no]")
    assert info["messages"] == [] and second == f"{prompt} I look for Ada.\nAction 1:"
    third, _, _, _, info = env.step(" Search[Ada Renn].")
    seen = "Ada Renn was born in Vilmar. She was a painter."
    assert third == f"{second} Search[Ada Renn].\nObservation 1: {seen}\nThought 2:"
    env.step("Hm.")
    refused, _, _, _, info = env.step("\nFinish[1882]")
    assert info["refused"] and refused.endswith(
        f"\nAction 2: \nObservation 2: {protocol.INVALID}\nThought 3:"
    )
    env.step("Well.")
    _, reward, terminated, _, info = env.step("Finish[1882]")
    assert (reward, terminated, info["status"], info["action"]) == (1.0, True, "completed", "Finish[1882]")


def test_the_papers_limits(path: Path, tmp_path: Path) -> None:
    env = made(data=path, profile="paper")
    env.reset(options={"task": "q1"})
    for number in range(20):
        _, reward, terminated, truncated, info = env.step("x")
        assert truncated is (number == 19) and not terminated
    assert info["status"] == "task_limit" and reward == 0
    long = {**ITEM, "context": [["Ada Renn", ["x" * 6000]]]}
    env = made(data=write(tmp_path / "long.json", [long]), profile="paper")
    env.reset()
    env.step("x")
    _, reward, terminated, _, info = env.step("Search[Ada Renn]")
    assert (reward, terminated, info["status"]) == (0, True, "context_limit")
    assert info["metrics"]["f1"] == 0.0


def test_the_place_of_a_look_up_survives_in_the_paper_only(path: Path) -> None:
    answers = {}
    for profile in ("default", "paper"):
        env = made(data=path, profile=profile)
        env.reset(options={"task": "q1"})
        for line in ("Search[Orsa]", "Lookup[harbour]", "Search[Vilmar (town)]", "Lookup[harbour]"):
            if profile == "paper":
                env.step("t")
            observation = env.step(line if profile == "paper" else f"Action: {line}")[0]
        answers[profile] = observation.removesuffix("\nThought 5:").rpartition(": ")[2]
    assert answers == {"default": "(Result 1/1) Its harbour was built in 1882.", "paper": "No More Results"}


def test_formats_without_labels_have_no_numbers(path: Path) -> None:
    env = made(data=path, action_format="native")
    env.reset(options={"task": "q1"})
    assert env.step("Search[Ada Renn]")[0] == "Ada Renn was born in Vilmar. She was a painter."
    assert env.step("What?")[0] == protocol.INVALID
    tools = made(data=path, action_format="tools")
    assert play(tools, "q1")[0] == 1.0


def test_scopes(path: Path) -> None:
    task = {"task": "q2"}
    alone = made(data=path)
    alone.reset(options=task)
    assert alone.step("Action: Search[Ada Renn]")[0].startswith("Observation 1: Could not find [Ada Renn].")
    pool = made(data=path, scope="pool")
    pool.reset(options=task)
    assert pool.step("Action: Search[Ada Renn]")[0].startswith("Observation 1: Ada Renn was born")
    suggested = made(data=path, scope="pool", search="suggest")
    suggested.reset(options=task)
    assert suggested.step("Action: Search[a painter]")[0].startswith("Observation 1: Ada Renn was born")


def test_items_without_answers_are_scored_later(tmp_path: Path) -> None:
    bare = {k: v for k, v in ITEM.items() if k not in ("answer", "supporting_facts")}
    path = write(tmp_path / "hotpot_test_fullwiki_v1.json", [bare])
    env = made(data=tmp_path)
    env.reset()
    _, reward, terminated, _, info = env.step("Action: Finish[1882]")
    assert (reward, terminated, info["status"]) == (0, True, "unscored") and "f1" not in info["metrics"]
    (episode,) = agentgym.rollout("hotpotqa", "expert", env_args={"data": str(path)})
    assert episode.status == "unscored" and episode.reward is None


def test_wrong_use(path: Path, tmp_path: Path) -> None:
    for arguments, message in (
        ({"scope": "item"}, "leave scope away"),
        ({"world": "renamed", "scope": "live"}, "renamed"),
        ({"world": "renamed", "data": path}, "leave data away"),
        ({"profile": "paper", "action_format": "tools"}, "no function calls"),
    ):
        with pytest.raises(OptionError, match=message):
            made(**arguments)
    for arguments in ({"world": "mars"}, {"scope": "all"}, {"search": "google"}, {"tokens": "words"}):
        with pytest.raises(UnknownNameError):
            made(**arguments)
    with pytest.raises(DataError, match="no paragraphs"):
        made(data=write(tmp_path / "simple.json", [{"question": "q?", "answer": "a"}])).reset()
    with pytest.raises(EpisodeError):
        made().perform(protocol.ActionGrammar().parse("Search[x]"))


def test_live_wikipedia(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wikipediaapi")
    calls: list[str] = []

    def look(self: live.LiveWikipedia, term: str) -> Any:
        calls.append(term)
        if term == "Oslo":
            raise EnvironmentFailure("Wikipedia (en) cannot be reached: no network.")
        return article_of(term, f"{term} is it.\nReally.\n\nMore of {term}. And more.")

    monkeypatch.setattr(live.LiveWikipedia, "look", look)
    env = made(data=path, scope="live", profile="paper")
    assert env.search == "suggest" and HotpotQAEnv.execution_of({"scope": "live"}) == "thread"
    env.reset(options={"task": "q1"})
    env.step("t")
    assert "\nObservation 1: Vilmar is it.Really.\n" in env.step("Search[Vilmar]")[0]
    env.step("t")
    assert "(Result 1/1) More of Vilmar. And more." in env.step("Lookup[more]")[0], "a whole block"
    assert made(data=path, scope="live").search == "title"
    run = agentgym.rollout(
        "hotpotqa",
        ScriptedPolicy(lambda request: "Action: Search[Oslo]"),
        tasks=1,
        env_args={"scope": "live"},
    )
    assert [(e.status, e.reward) for e in run] == [("environment_error", None)], (
        "a dead network is no score of 0"
    )


def test_what_live_wikipedia_lacks_is_told_before_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HotpotQAEnv.unavailable({}) == ""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "wikipedia-api" in HotpotQAEnv.unavailable({"scope": "live"})
    assert HotpotQAEnv.unavailable({}) == ""


def test_what_defines_an_episode(path: Path) -> None:
    defined = made(data=path, scope="pool").definition()
    assert {k: defined[k] for k in ("scope", "search", "world", "language", "tokens")} == {
        "scope": "pool", "search": "title", "world": "real", "language": "en", "tokens": "estimate",
    }  # fmt: skip
