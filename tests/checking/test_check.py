"""``check_env``: every wrong thing is named with hook, expected and found; our own environments keep the contract."""

from __future__ import annotations

import gymnasium
import pytest

import agentgym
from agentgym import registry
from agentgym.checking import examine
from agentgym.errors import EnvironmentFailure, UnknownNameError
from tests.checking import wrong

EXPECTED = {
    "NoReturn": ("perform", "a str or an Outcome", "NoneType"),
    "TupleReturn": ("perform", "a str or an Outcome", "tuple"),
    "NoObservation": ("perform", "observation is a str", "NoneType"),
    "NoNumber": ("perform", "reward is a float", "str"),
    "BeginNothing": ("begin", "a str or an Outcome", "NoneType"),
    "ListOfTasks": ("load_tasks", "TaskSet.of", "list"),
    "NotTasks": ("Task", "dict"),
    "NotJson": ("load_tasks", "JSON-able"),
    "GoldOne": ("gold", "yield", "Action"),
    "GoldTexts": ("gold", "Action", "str"),
    "GoldWrong": ("expert", "reward 0"),
    "SampleText": ("sample_action", "an Action", "str"),
    "AdmissibleText": ("admissible", "a list of str", "str"),
    "AdmissibleNumbers": ("admissible", "a list of str", "list"),
    "AdmissibleUnread": ("admissible", "guess the number"),
    "InstructionNothing": ("instruction", "a str", "NoneType"),
    "DemonstrationText": ("demonstration", "pairs"),
    "DemonstrationPairs": ("demonstration", "pairs", "tuple"),
    "FormatName": ("make_format", "an ActionFormat", "str"),
    "GrammarText": ("make_grammar", "a Grammar", "str"),
    "MetricsPairs": ("final_metrics", "a dict", "list"),
    "MetricsText": ("metric", "MetricsText", "yes"),
    "ForgetsArgument": ("__init__", "hint", "incidental"),
    "KeepsObject": ("hint", "object", "definition()"),
    "Drifts": ("differs", "Game"),
    "Leaks": ("train and dev share", "must not be tested"),
}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_what_is_wrong_is_named(name: str) -> None:
    report = examine(f"tests.checking.wrong:{name}", tasks=2)
    said = "\n".join(f.detail for f in report.failed)
    assert any(all(word in f.detail for word in EXPECTED[name]) for f in report.failed), said
    assert "has no attribute" not in said and "not iterable" not in said, "no raw Python error"


def test_a_sound_environment_passes_by_name_and_as_an_object() -> None:
    assert agentgym.check_env("tests.checking.wrong:Apart").ok
    assert agentgym.check_env(wrong.Apart(split="train"), tasks=2).ok


def test_failures_are_raised_all_together() -> None:
    with pytest.raises(EnvironmentFailure, match="does not keep the contract") as caught:
        agentgym.check_env("tests.checking.wrong:GoldWrong", tasks=1)
    assert str(caught.value).count("\n") >= 3


def test_a_mistake_of_the_caller_is_no_finding() -> None:
    with pytest.raises(UnknownNameError, match="profil"):
        agentgym.check_env("tests.checking.wrong:Apart", profil="x")
    with pytest.raises(Exception, match="AgentEnv"):
        agentgym.check_env(gymnasium.make("CartPole-v1"))


@pytest.mark.parametrize("env_id", registry.environment_ids())
def test_our_environments_keep_the_contract(env_id: str) -> None:
    report = examine(env_id, tasks=2)
    assert report.ok, "\n".join(f"{f.check}: {f.detail}" for f in report.failed)
