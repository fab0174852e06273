"""Who answers: the same policy at another address is the same, another model or another prompt is not."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

import agentgym
from agentgym.policies.local import LocalPolicy
from agentgym.policies.openai import OpenAIPolicy
from agentgym.policy import Completion, Policy, Request, View
from agentgym.registry import make_policy

BASE = {
    "openai": "openai:m?base_url=http://a:1/v1&temperature=0",
    "vllm": "vllm:m?base_url=http://a:1/v1&temperature=0",
    "local": "local:m?base_url=http://a:1/v1&temperature=0",
    "anthropic": "anthropic:m?base_url=http://a:1&temperature=0",
    "google": "google:m?base_url=http://a:1&temperature=0",
    "transformers": "transformers:m?batch=4&temperature=0",
}
CALLS = (
    "timeout=3", "deadline=9", "attempts=2", "backoff=0.1", "connections=3", "key_env=MINE", "rpm=5", "tpm=99",
    "name=GPT",
)  # fmt: skip
SERVED = ("log=a.log", "servers=2", "start_timeout=5", "restarts=0", "python=/x/python", "threads=3")
SAME: dict[str, tuple[str, ...]] = {
    "openai": (*CALLS, "base_url=http://b:2/v1", "base_url=http://b:2/v1,http://c:3/v1", "api_version=1"),
    "vllm": (*CALLS, *SERVED, "tp=2", "gpu_memory=0.5", "max_num_seqs=2", "kv_gib=2"),
    "local": (*CALLS, *SERVED, "parallel=2", "gpu_layers=9", "cache_mib=1"),
    "anthropic": (*CALLS, "base_url=http://b:2"),
    "google": (*CALLS, "base_url=http://b:2"),
    "transformers": ("batch=2", "device=cuda", "threads=1", "name=x"),
}
MODEL = (
    "temperature=1", "top_p=0.5", "max_tokens=7", "stop=A|B", "system=Be brief.", "history=paper", "history=window",
    "history=window:3", "demonstration=strip", "version=step-2",
)  # fmt: skip
OTHER: dict[str, tuple[str, ...]] = {
    "openai": (*MODEL, "seed=1", "recipe=agentlm", 'body={"x": 1}', "send_reasoning=1", "context=512"),
    "vllm": (*MODEL, "tools=text", "tool_choice=required", "dtype=float16", "args=--seed 7", "token_ids=0"),
    "local": (*MODEL, "tools=native", "context=512", "chat_template=llama-2"),
    "anthropic": (*MODEL, "top_k=3"),
    "google": (*MODEL, "seed=1"),
    "transformers": (*MODEL, "seed=1", "dtype=float32", "context=512"),
}


def varied(spec: str, option: str) -> Policy:
    """Make a policy with an option more, in place of one of the same name."""
    name = option.partition("=")[0]
    head, _, query = spec.partition("?")
    parts = [part for part in query.split("&") if not part.startswith(f"{name}=")]
    return make_policy(f"{head}?{'&'.join([*parts, option])}")


def identity(policy: Policy) -> str:
    """Return the identity as it is hashed."""
    return json.dumps(policy.identity(), sort_keys=True)


@pytest.mark.parametrize("scheme", BASE)
def test_where_and_how_it_is_asked_is_no_part_of_a_policy(scheme: str) -> None:
    policy = make_policy(BASE[scheme])
    for option in SAME[scheme]:
        other = varied(BASE[scheme], option)
        assert identity(other) == identity(policy), option
        if not option.startswith("name="):
            assert other.label == policy.label == f"{scheme}:m?temperature=0", option


@pytest.mark.parametrize("scheme", BASE)
def test_what_answers_depend_on_is(scheme: str) -> None:
    policies = [varied(BASE[scheme], option) for option in OTHER[scheme]]
    policies += [make_policy(BASE[scheme]), make_policy(BASE[scheme].replace(":m?", ":n?"))]
    for one, other in itertools.combinations(policies, 2):
        assert identity(one) != identity(other), (one.spec, other.spec)
        assert one.label != other.label


def test_options_that_say_what_is_so_anyway_change_nothing() -> None:
    plain = make_policy("local:m")
    for option in ("history=full", "context=8192", "tools=text", "token_ids=0"):
        assert identity(make_policy(f"local:m?{option}")) == identity(plain), option
    assert identity(make_policy("openai:m?history=window")) == identity(
        make_policy("openai:m?history=window:10")
    )
    said = "recipe=agentlm&temperature=0&max_tokens=128&history=paper:3500"
    assert identity(make_policy(f"openai:m?{said}")) == identity(make_policy("openai:m?recipe=agentlm"))


def test_made_in_python_or_by_spec_is_the_same() -> None:
    made = OpenAIPolicy("m", base_url="http://a:1/v1", temperature=0, stop=["a", "b\n"], body={"x&y": "1+1"})
    again = make_policy(made.spec)
    assert isinstance(again, OpenAIPolicy) and again.options == made.options
    assert (again.label, again.identity()) == (made.label, made.identity())
    assert LocalPolicy("m", parallel=2).label == "local:m"


def test_every_spec_takes_a_name() -> None:
    for spec in ("expert", "mock:text", "openai:m?temperature=0", "mixture:1*expert+1*random"):
        sign = "&" if "?" in spec else "?"
        policy = make_policy(f"{spec}{sign}name=My label, 100%25")
        assert policy.label == "My label, 100%"
        assert policy.spec.startswith(spec) and policy.identity() == make_policy(spec).identity()
        assert make_policy(spec).label == spec


def test_a_mixtures_label_holds_no_address() -> None:
    spec = "mixture:0.8*expert+0.2*(openai:m?base_url=http://a:1/v1&temperature=1)?by=episode"
    policy = make_policy(spec)
    assert policy.spec == spec
    assert policy.label == "mixture:0.8*expert+0.2*(openai:m?temperature=1)?by=episode"
    moved = make_policy(spec.replace("http://a:1", "http://b:2"))
    assert moved.identity() == policy.identity() and moved.label == policy.label
    assert (
        make_policy("mixture:8*expert+2*(openai:m?temperature=1)?by=episode").identity() == policy.identity()
    )
    assert (
        make_policy("mixture:8*expert+3*(openai:m?temperature=1)?by=episode").identity() != policy.identity()
    )
    assert make_policy(spec.replace("episode", "turn")).identity() != policy.identity()


class Stranger(Policy):
    """A policy of somebody else, with no notion of identity."""

    incidental = frozenset({"port"})

    @classmethod
    def from_spec(cls, argument: str, options: object) -> Stranger:
        return cls()

    async def act(self, request: Request, view: View) -> Completion:
        return Completion()


def test_a_policy_that_says_nothing_of_itself_is_its_spec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agentgym.registry, "policy_class", lambda scheme: Stranger)
    policy = make_policy("stranger:x?port=1&depth=3&name=S")
    assert (policy.label, policy.identity()) == ("S", {"policy": "stranger:x?depth=3"})
    assert make_policy("stranger:x?port=2&depth=3").label == "stranger:x?depth=3"
    assert Stranger().identity() == {"policy": "Stranger"}


def test_simple_policies_are_their_specs(tmp_path: Path) -> None:
    agentgym.rollout("Test/Guess-v0", "expert", tasks=1, out=tmp_path)
    for spec in ("expert", "random", "mock", "mock:a text", "human", f"replay:{tmp_path}",
                 "scripted:tests.policies.bisecting:act"):  # fmt: skip
        policy = make_policy(spec)
        assert (policy.label, policy.identity()) == (spec, {"policy": spec})
