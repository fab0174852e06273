"""KG as an environment: Gymnasium's checks, determinism, an episode's turns, wrong use."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import gymnasium as gym
import pytest
from gymnasium.utils.env_checker import check_env

import agentgym
from agentgym.actions import ParseError
from agentgym.environments.knowledge_graph.authoring.builder import build
from agentgym.environments.knowledge_graph.env import KGEnv
from agentgym.environments.knowledge_graph.protocol import CallGrammar
from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.graphs import open_graph
from agentgym.environments.knowledge_graph.world.terms import FREEBASE
from agentgym.errors import DataError, EpisodeError, OptionError
from tests.environments.knowledge_graph.freebase import closures
from tests.environments.knowledge_graph.samples import MUSIC, NAME, ONTOLOGY, music_env, say, server
from tests.shared_data import shared

TEXTS = KGTexts()

ENV = "AgentTune/KG-v0"


@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_check_env_has_nothing_to_say(action_format: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gym.make(ENV, action_format=action_format).unwrapped)


def play(env: KGEnv, seed: int) -> list[tuple[str, str, float]]:
    observation, _ = env.reset(seed=seed)
    turns, done = [("", observation, 0.0)], False
    while not done:
        message = env.suggest("random")
        observation, reward, terminated, truncated, _ = env.step(message)
        turns.append((message, observation, float(reward)))
        done = terminated or truncated
    return turns


def test_a_seeded_episode_is_the_same_alone_and_beside_others() -> None:
    alone = play(gym.make(ENV).unwrapped, 7)  # type: ignore[arg-type]
    others = [gym.make(ENV).unwrapped for _ in range(33)]
    for seed, env in enumerate(others[:32]):
        env.reset(seed=seed)
        env.step(env.suggest("random"))  # type: ignore[attr-defined]
    assert play(others[32], 7) == alone  # type: ignore[arg-type]


def test_the_observations_of_the_protocol() -> None:
    env = music_env()
    assert say(env, f"get_relations({NAME})") == "Observation: [music.album.label, music.album.track]"
    made = "Observation: variable #0, which are instances of music.track"
    assert say(env, f"get_neighbors({NAME}, music.album.track)") == made
    assert say(env, "get_attributes(#0)") == "Observation: [music.track.length]"
    assert say(env, "argmax(#0, music.track.length)").startswith("Observation: variable #1, which")
    assert say(env, "count(#0)") == "Observation: variable #2, which is a number"
    assert say(env, "get_relations(Other)") == "Observation: [music.album.track]", "g.* ids are entities, too"
    observation, reward, terminated, _, info = env.step("Thought: done.\nFinal Answer: #1")
    assert (observation, reward, terminated) == ("", 1.0, True), (
        "10 is more than 9, by number and not by text"
    )
    assert info["metrics"] == {
        "steps": 7.0, "f1": 1.0, "exact_match": 1.0, "executability": 1.0, "success": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Thought: I wonder.", TEXTS.no_action),
        ("Action: look around", TEXTS.not_executed),
        ("Action: final_execute(#0)", TEXTS.not_executed),
        ("Action: union(#0, #0)", TEXTS.not_executed),
        ("Action: __import__(os)", TEXTS.not_executed),
        (
            "Action: get_relations(#0",
            "I may make a syntax error when calling get_relations (e.g., unmatched parenthesis). I need to fix it and "
            "reuse the tool",
        ),
        (
            "Action: get_relations(#7)",
            "get_relations(#7) cannot be executed. You may make a mistake and need to fix it.",
        ),
        (
            "Action: get_relations(nowhere else)",
            "get_relations(nowhere else) cannot be executed. You may make a mistake and need to fix it.",
        ),
        (
            "Action: get_neighbors(Other, music.album.track)",
            "get_neighbors(Other, music.album.track) cannot be executed. You may make a mistake and need to fix it.",
        ),
        (
            "Action: intersection(#0, #1)",
            "intersection(#0, #1) cannot be executed. The two variables are not of the same type. You may further "
            "explore them by call get_relations",
        ),
        ("Final Answer: #0", TEXTS.invalid_variable),
    ],
)
def test_what_is_said_to_a_call_that_fails(said: str, told: str) -> None:
    env = music_env()
    observation, reward, terminated, truncated, _ = env.step(said)
    assert (observation, reward, terminated, truncated) == (told, 0.0, False, False)


def test_types_must_agree_and_listing_comes_first() -> None:
    env = music_env()
    say(env, f"get_relations({NAME})", f"get_neighbors({NAME}, music.album.track)",
         f"get_neighbors({NAME}, music.album.label)")  # fmt: skip
    assert "not of the same type" in say(env, "intersection(#0, #1)")
    assert "cannot be executed" in say(env, "argmin(#0, music.track.length)")
    lenient = music_env(profile="fc", action_format="react")
    assert "variable #0" in say(lenient, "get_neighbors(Other, music.album.track)")
    assert "variable #1" in say(lenient, "argmin(#0, music.track.length)")
    fresh = music_env()
    assert "cannot be executed" in say(fresh, f"get_neighbors({NAME}, music.album.track)"), (
        "what one episode has listed is not listed for the next"
    )


def test_fifteen_rounds_without_an_answer_score_nothing() -> None:
    env = music_env()
    for _ in range(14):
        assert not env.step("Thought: hm.")[3]
    _, reward, terminated, truncated, info = env.step("Thought: hm.")
    assert (reward, terminated, truncated, info["status"]) == (0.0, False, True, "task_limit")
    assert (info["metrics"]["f1"], info["metrics"]["executability"]) == (0.0, 0.0)


def test_an_invented_observation_is_neither_read_nor_remembered() -> None:
    env = music_env()
    said = f"Thought: a\\_b.\nAction: get_relations({NAME})\nObservation: [x]\nFinal Answer: #0"
    observation, _, terminated, _, info = env.step(said)
    assert observation.startswith("Observation: [music") and not terminated
    assert info["action_later"] == f"Thought: a_b.\nAction: get_relations({NAME})\n"
    assert env.step("Thought: hm.")[4]["action_later"] is None


def test_function_calling() -> None:
    env = music_env(profile="fc")
    assert env.action_format == "tools" and len(env.tools) == 7
    with pytest.raises(ParseError):
        env.format.parse("I do not know.")
    assert env.format.parse("It is clear.\nFinal Answer: #0").name == "final_answer"
    assert TEXTS.no_action in env.step("I do not know.")[0]


def test_random_calls_earn_next_to_nothing() -> None:
    for split in ("train", "test"):
        run = agentgym.rollout(ENV, "random", split=split)
        assert run.failed == 0 and run.mean_reward is not None and run.mean_reward < 0.05


def test_wrong_use_is_told() -> None:
    with pytest.raises(EpisodeError, match="reset"):
        KGEnv().perform(CallGrammar(list).parse("count(#0)"))
    with pytest.raises(DataError, match="no such file"):
        KGEnv(graph="/nowhere/graph.kg")
    with pytest.raises(OptionError, match="not about the embedded graph"):
        KGEnv(data=__file__)
    with pytest.raises(OptionError, match=r"vocab\.json"):
        KGEnv(data=__file__, graph=MUSIC)


def test_what_defines_an_episode_is_told_as_text(tmp_path: Path) -> None:
    default = KGEnv().definition()
    assert (default["graph"], default["ontology"], default["data"]) == ("embedded", "embedded", "embedded")
    assert KGEnv(graph="embedded", ontology="embedded").definition() == default
    build(MUSIC, tmp_path / "g.kg")
    assert KGEnv(graph=str(tmp_path / "g.kg")).graph == str(tmp_path / "g.kg")
    opened = KGEnv(graph=MUSIC, ontology=ONTOLOGY)
    assert opened.definition()["graph"] == MUSIC.identity() == opened.store.identity()
    assert opened.definition()["ontology"] == ONTOLOGY.identity()
    for argument in ("graph", "ontology"):
        with pytest.raises(OptionError, match="given as an object"):
            KGEnv(**{argument: opened.definition()[argument]})


def test_an_endpoint_is_waited_for_in_a_thread() -> None:
    assert KGEnv.execution_of({"graph": "http://localhost:8890/sparql"}) == "thread"
    assert KGEnv.execution_of({}) == KGEnv.execution_of({"graph": "g.kg"}) == "inline"
    env = KGEnv(graph="http://localhost:8890/sparql")
    assert (env.graph, env.namespace) == ("http://localhost:8890/sparql", FREEBASE)


def test_official_data_is_the_folder_that_the_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGENTGYM_KG", raising=False)
    with pytest.raises(DataError, match="AGENTGYM_KG"):
        KGEnv(data="official", graph=MUSIC)
    monkeypatch.setenv("AGENTGYM_KG", str(tmp_path))
    (tmp_path / "std.json").write_text("[]")
    (tmp_path / "vocab.json").write_text('{"relations": [], "attributes": []}')
    (tmp_path / "fb_roles").write_text("")
    (tmp_path / "reverse_properties").write_text("")
    env = KGEnv(data="official", graph=MUSIC)
    assert (env.data, env.ontology, len(env.tasks)) == (tmp_path, str(tmp_path), 0)


def test_kinds_can_be_chosen() -> None:
    env = KGEnv(kinds="chain-1,intersection")
    assert {task.kind for task in env.tasks} == {"chain-1", "intersection"}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of all items' graphs merged into one."""
    path = tmp_path_factory.mktemp("freebase") / "merged.kg"
    build((t for triples in closures().values() for t in triples), path)
    return path


def test_a_user_plugs_in_an_index_with_official_files(merged: Path, tmp_path: Path) -> None:
    run = agentgym.rollout(
        "AgentTune/KG-v0",
        "expert",
        data=shared("agentbench/kg"),
        ontology=shared("freebase"),
        graph=str(merged),
        split="train",
        out=tmp_path / "run",
    )
    assert (run.planned, run.failed) == (1214, 0)
    right = sum(e.metrics["exact_match"] for e in run)
    assert right >= 0.78 * 1214, "on one merged graph somewhat fewer than on one graph per item"


def test_an_episode_at_a_dead_endpoint_has_no_reward(tmp_path: Path) -> None:
    with server(lambda h, q: None) as url:
        pass
    question = {
        "question": "which?", "qid": "1", "source": "x", "entities": {"One": "m.1"},
        "s_expression": "(JOIN (R a.b.c) m.1)", "answer": [{"answer_argument": "m.2"}],
        "actions": ["get_relations(m.1)", "get_neighbors(m.1,a.b.c)"],
    }  # fmt: skip
    (tmp_path / "test.json").write_text(json.dumps([question]))
    (tmp_path / "vocab.json").write_text(json.dumps({"relations": ["a.b.c"], "attributes": []}))
    (tmp_path / "fb_roles").write_text("a.b a.b.c x.y\n")
    (tmp_path / "reverse_properties").write_text("a.b.c\tx.y.z\n")

    endpoint = open_graph(url).executor  # type: ignore[attr-defined]
    endpoint.pause, endpoint.retries = 0.01, 1
    run = agentgym.rollout("AgentTune/KG-v0", "expert", data=tmp_path, graph=url, out=tmp_path / "run")
    assert (run.failed, run.mean_reward) == (1, None)
