"""Mixtures: noisy teachers."""

from __future__ import annotations

import pytest

import agentgym
from agentgym.errors import OptionError, UnknownNameError
from agentgym.policies.mixture import MixturePolicy
from agentgym.policy import Request

ALFWORLD = "AgentTune/ALFWorld-v0"


def test_a_noisy_teacher_still_wins_often_and_is_the_same_for_every_concurrency() -> None:
    runs = [
        agentgym.rollout(ALFWORLD, "mixture:0.9*expert+0.1*random", tasks=20, seed=3, concurrency=c)
        for c in (1, 16)
    ]
    played = [sorted((e.task_id, [s.output for s in e.steps]) for e in run) for run in runs]
    assert played[0] == played[1] and runs[0].failed == 0
    assert runs[0].mean_reward > 0.4, "the expert goes on after a random move"  # type: ignore[operator]
    by = [s.completion.extra["by"] for e in runs[0] for s in e.steps]
    assert 0.03 < by.count("random") / len(by) < 0.2


def test_webshops_teacher_survives_the_noise() -> None:
    run = agentgym.rollout("AgentTune/WebShop-v0", "mixture:0.8*expert+0.2*random", tasks=20, seed=1)
    assert run.failed == 0 and run.played == 20


def test_by_episode_one_policy_plays_to_the_end() -> None:
    run = agentgym.rollout(ALFWORLD, "mixture:1*expert+1*random?by=episode", tasks=20, max_steps=8)
    by = [{s.completion.extra["by"] for s in e.steps} for e in run]
    assert all(len(each) == 1 for each in by) and len(set.union(*by)) == 2


def test_whole_specs_stand_in_parentheses() -> None:
    spec = "mixture:0.5*(openai:m?temperature=1&stop=a|b)+0.5*(mixture:1*expert+3*random?by=episode)"
    policy = agentgym.make_policy(spec)
    assert isinstance(policy, MixturePolicy) and policy.spec == spec
    assert policy.policies[0].spec == "openai:m?temperature=1&stop=a|b"
    assert policy.policies[1].spec == "mixture:1*expert+3*random?by=episode"
    assert policy.needs == ("expert", "random") and policy.cache_key is not None


def test_where_the_expert_has_nothing_to_say_another_answers() -> None:
    policy = agentgym.make_policy("mixture:1*expert+1*random")
    assert isinstance(policy, MixturePolicy)
    assert {policy.drawn(Request(messages=[], suggestions={"random": "x"}, seed=n)) for n in range(30)} == {1}


def test_wrong_mixtures_are_told() -> None:
    for wrong in ("mixture:expert+random", "mixture:", "mixture:x*expert+1*random"):
        with pytest.raises(OptionError, match=r"mixture:0.8\*expert\+0.2\*random"):
            agentgym.make_policy(wrong)
    with pytest.raises(OptionError, match="two policies or more"):
        agentgym.make_policy("mixture:1*expert")
    with pytest.raises(OptionError, match="must be positive"):
        agentgym.make_policy("mixture:0*expert+1*random")
    with pytest.raises(OptionError, match="unknown option 'seed'"):
        agentgym.make_policy("mixture:1*expert+1*random?seed=3")
    with pytest.raises(UnknownNameError, match="Did you mean 'expert'"):
        agentgym.make_policy("mixture:1*exprt+1*random")


@pytest.mark.parametrize("weight", ["nan", "inf", "0", "-1"])
def test_a_weight_is_a_positive_number(weight: str) -> None:
    with pytest.raises(OptionError, match="positive numbers"):
        agentgym.make_policy(f"mixture:{weight}*expert+1*random")
