"""KG: the embedded graph and its questions, the protocol's texts and traps, determinism."""

from __future__ import annotations

import warnings

import gymnasium as gym
import pytest
from gymnasium.utils.env_checker import check_env

import agentgym
from agentgym.actions import ParseError
from agentgym.environments.knowledge_graph import lexicon, protocol, terms
from agentgym.environments.knowledge_graph.world.embedded import (
    embedded_graph,
    embedded_ontology,
    embedded_questions,
)
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.env import KGEnv
from agentgym.environments.knowledge_graph.authoring.generator import SIZES, schemas_of
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.protocol import CallGrammar, ThoughtCallFormat
from agentgym.environments.knowledge_graph.official.questions import Question
from agentgym.errors import DataError, EpisodeError, OptionError
from agentgym.tasks import Task

ENV = "AgentTune/KG-v0"


@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_check_env_has_nothing_to_say(action_format: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gym.make(ENV, action_format=action_format).unwrapped)


def _play(env: KGEnv, seed: int) -> list[tuple[str, str, float]]:
    observation, _ = env.reset(seed=seed)
    turns, done = [("", observation, 0.0)], False
    while not done:
        message = env.suggest("random")
        observation, reward, terminated, truncated, _ = env.step(message)
        turns.append((message, observation, float(reward)))
        done = terminated or truncated
    return turns


def test_a_seeded_episode_is_the_same_alone_and_beside_others() -> None:
    alone = _play(gym.make(ENV).unwrapped, 7)  # type: ignore[arg-type]
    others = [gym.make(ENV).unwrapped for _ in range(33)]
    for seed, env in enumerate(others[:32]):
        env.reset(seed=seed)
        env.step(env.suggest("random"))  # type: ignore[attr-defined]
    assert _play(others[32], 7) == alone  # type: ignore[arg-type]


def test_every_gold_program_gives_its_stored_answer() -> None:
    graph, checked = embedded_graph(), 0
    for split in SIZES:
        for question in embedded_questions(split).values():
            assert graph.episode().answers(parse(question.s_expression)) == frozenset(question.answer)
            assert set(question.entities.values()) <= set(question.s_expression.replace(")", " ").split())
            checked += 1
    assert checked == sum(SIZES.values()) == 1400


@pytest.mark.parametrize("action_format", ["react", "tools"])
def test_the_expert_answers_every_question(action_format: str) -> None:
    for split in ("train", "dev", "test"):
        run = agentgym.rollout(ENV, "expert", split=split, action_format=action_format)
        assert (run.mean_reward, run.failed) == (1.0, 0)


def test_random_calls_earn_next_to_nothing() -> None:
    for split in ("train", "test"):
        run = agentgym.rollout(ENV, "random", split=split)
        assert run.failed == 0 and run.mean_reward is not None and run.mean_reward < 0.05


def test_no_question_names_a_relation() -> None:
    ontology = embedded_ontology()
    listed = ontology.relations | ontology.attributes
    last_parts = {last for r in listed if "_" in (last := r.rsplit(".", 1)[1])}
    for split in SIZES:
        for question in embedded_questions(split).values():
            assert not any(name in question.question for name in listed | last_parts), question.question
            assert not any(entity in question.question for entity in question.entities.values())
            assert all(name in question.question for name in question.entities)


def test_the_splits_are_iid_compositional_and_zero_shot() -> None:
    parts = {split: list(embedded_questions(split).values()) for split in SIZES}
    trained = set(schemas_of(parts["train"]))
    known = {r for q in parts["train"] for r in _relations(q)}
    assert set(schemas_of(parts["test-iid"])) <= trained
    assert not set(schemas_of(parts["test-compositional"])) & trained
    assert {r for q in parts["test-compositional"] for r in _relations(q)} <= known
    assert not known & lexicon.UNSEEN
    assert all(set(_relations(q)) & lexicon.UNSEEN for q in parts["test-zeroshot"])
    assert len({q.question for listed in parts.values() for q in listed}) == 1400
    assert set(embedded_questions("test")) == {q.id for s in list(SIZES)[2:] for q in parts[s]}
    kinds = {q.kind for q in parts["train"]}
    assert {"chain-1", "chain-2", "chain-3", "chain-4", "intersection", "count-intersection"} <= kinds
    assert any(k.startswith("superlative") for k in kinds)


def _relations(question: Question) -> list[str]:
    text = question.s_expression.replace("(", " ").replace(")", " ")
    return [word for word in text.split() if word in embedded_ontology().relations]


def test_the_graph_is_large_and_every_entity_of_a_question_has_its_name() -> None:
    graph, ontology = embedded_graph(), embedded_ontology()
    facts = sum(1 for _, r, _ in graph if r not in (terms.NAME, terms.TYPE))
    assert graph.triples == 232_176 and facts >= 150_000
    known = ontology.relations | ontology.attributes | {terms.NAME, terms.TYPE}
    assert set(graph.relations) <= known
    reverse = [(r, ontology.reverse[r]) for r in ontology.relations]
    assert all(ontology.reverse[b] == a and ontology.ranges[a] == ontology.domains[b] for a, b in reverse)
    for question in embedded_questions("test").values():
        assert all(graph.name_of(i) == name for name, i in question.entities.items())
    assert graph.episode().answers(parse("(JOIN (R geography.country.capital) e.country_fr)")) == {
        "e.city_2988507"
    }


# ---- the protocol ---------------------------------------------------------------------------------

NAME = 'Handel: "Messiah" (Dublin, 1742)'
GRAPH = Index(
    encode(
        [
            ("m.1", "music.album.track", "m.a"),
            ("m.1", "music.album.track", "m.b"),
            ("m.1", "music.album.label", "m.l"),
            ("g.2", "music.album.track", "m.b"),
            ("m.a", "music.track.length", '"10"^^<http://www.w3.org/2001/XMLSchema#integer>'),
            ("m.b", "music.track.length", '"9"^^<http://www.w3.org/2001/XMLSchema#integer>'),
            ("m.a", "music.track.album", "m.1"),
            ("m.a", "hidden.relation.x", "m.1"),
        ]
    )
)


def _ontology() -> object:
    from agentgym.environments.knowledge_graph.official.ontology import Ontology

    return Ontology(
        relations=frozenset({"music.album.track", "music.track.album", "music.album.label"}),
        attributes=frozenset({"music.track.length"}),
        domains={},
        ranges={
            "music.album.track": "music.track",
            "music.track.album": "music.album",
            "music.album.label": "music.label",
        },
        reverse={},
    )


def _env(**arguments: object) -> KGEnv:
    env = KGEnv(graph=GRAPH, ontology=_ontology(), **arguments)  # type: ignore[arg-type]
    question = Question(
        id="q",
        question="which track?",
        entities={NAME: "m.1", "Other": "g.2"},
        s_expression="(JOIN (R music.album.track) m.1)",
        answer=["m.a"],
    )
    env.reset(seed=0, options={"task": Task(id="q", data=question)})
    return env


def _say(env: KGEnv, *calls: str) -> str:
    observation = ""
    for call in calls:
        observation = env.step(f"Thought: so.\nAction: {call}")[0]
    return observation


def test_the_observations_of_the_protocol() -> None:
    env = _env()
    assert _say(env, f"get_relations({NAME})") == "Observation: [music.album.label, music.album.track]"
    made = "Observation: variable #0, which are instances of music.track"
    assert _say(env, f"get_neighbors({NAME}, music.album.track)") == made
    assert _say(env, "get_attributes(#0)") == "Observation: [music.track.length]"
    assert _say(env, "argmax(#0, music.track.length)").startswith("Observation: variable #1, which")
    assert _say(env, "count(#0)") == "Observation: variable #2, which is a number"
    assert _say(env, "get_relations(Other)") == "Observation: [music.album.track]", (
        "g.* ids are entities, too"
    )
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
        ("Thought: I wonder.", protocol.NO_ACTION),
        ("Action: look around", protocol.NOT_EXECUTED),
        ("Action: final_execute(#0)", protocol.NOT_EXECUTED),
        ("Action: union(#0, #0)", protocol.NOT_EXECUTED),
        ("Action: __import__(os)", protocol.NOT_EXECUTED),
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
        ("Final Answer: #0", protocol.INVALID_VARIABLE),
    ],
)
def test_what_is_said_to_a_call_that_fails(said: str, told: str) -> None:
    env = _env()
    observation, reward, terminated, truncated, _ = env.step(said)
    assert (observation, reward, terminated, truncated) == (told, 0.0, False, False)


def test_types_must_agree_and_listing_comes_first() -> None:
    env = _env()
    _say(env, f"get_relations({NAME})", f"get_neighbors({NAME}, music.album.track)",
         f"get_neighbors({NAME}, music.album.label)")  # fmt: skip
    assert "not of the same type" in _say(env, "intersection(#0, #1)")
    assert "cannot be executed" in _say(env, "argmin(#0, music.track.length)")
    lenient = _env(profile="fc", action_format="react")
    assert "variable #0" in _say(lenient, "get_neighbors(Other, music.album.track)")
    assert "variable #1" in _say(lenient, "argmin(#0, music.track.length)")
    fresh = _env()
    assert "cannot be executed" in _say(fresh, f"get_neighbors({NAME}, music.album.track)"), (
        "what one episode has listed is not listed for the next"
    )


def test_fifteen_rounds_without_an_answer_score_nothing() -> None:
    env = _env()
    for _ in range(14):
        assert not env.step("Thought: hm.")[3]
    _, reward, terminated, truncated, info = env.step("Thought: hm.")
    assert (reward, terminated, truncated, info["status"]) == (0.0, False, True, "task_limit")
    assert (info["metrics"]["f1"], info["metrics"]["executability"]) == (0.0, 0.0)


def test_an_invented_observation_is_neither_read_nor_remembered() -> None:
    env = _env()
    said = f"Thought: a\\_b.\nAction: get_relations({NAME})\nObservation: [x]\nFinal Answer: #0"
    observation, _, terminated, _, info = env.step(said)
    assert observation.startswith("Observation: [music") and not terminated
    assert info["action_later"] == f"Thought: a_b.\nAction: get_relations({NAME})\n"
    assert "action_later" not in env.step("Thought: hm.")[4]


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Action: get_relations(#0)", "get_relations", ["#0"]),
        ("Action 3: get_relations(variable #0)", "get_relations", ["variable #0"]),
        ("Action: I use get_neighbors( #1 , a.b.c ) now (as said)", "get_neighbors", ["#1", "a.b.c"]),
        ("Action: get_relations(A (b), c)", "get_relations", ["A (b), c"]),
        ("Action: get_neighbors(A (b), c, x.y.z)", "get_neighbors", ["A (b), c", "x.y.z"]),
        ("Action: get_relations(odd) bracket)", "get_relations", ["odd) bracket"]),
        ("Action: get_neighbors(half (open, x.y.z)", "get_neighbors", ["half (open", "x.y.z"]),
        ("Action: get_neighbors(#0, a.b.c), get_relations(#1)", "get_neighbors", ["#0", "a.b.c"]),
        ("Find Answer: #12", "final_answer", ["#12"]),
    ],
)
def test_reading_calls(text: str, name: str, values: list[str]) -> None:
    names = ["A (b), c", "odd) bracket", "half (open"]
    action = ThoughtCallFormat(CallGrammar(lambda: names)).parse(f"Thought: well.\n{text}")
    assert (action.name, list(action.arguments.values()), action.thought) == (name, values, "well.")


def test_function_calling() -> None:
    env = _env(profile="fc")
    assert env.action_format == "tools" and len(env.tools) == 7
    with pytest.raises(ParseError):
        env.format.parse("I do not know.")
    assert env.format.parse("It is clear.\nFinal Answer: #0").name == "final_answer"
    assert protocol.NO_ACTION in env.step("I do not know.")[0]


def test_wrong_use_is_told() -> None:
    with pytest.raises(EpisodeError, match="reset"):
        KGEnv().perform(CallGrammar(list).parse("count(#0)"))
    with pytest.raises(DataError, match="no such file"):
        KGEnv(graph="/nowhere/graph.kg")
    with pytest.raises(OptionError, match="not about the embedded graph"):
        KGEnv(data=__file__)
    with pytest.raises(OptionError, match=r"vocab\.json"):
        KGEnv(data=__file__, graph=GRAPH)
