"""The OpenAI-compatible client against a local server that answers as real ones do."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

import agentgym
from agentgym.client import CallError
from agentgym.errors import AgentGymError, ContextLengthError, OptionError, PolicyError
from tests.policies.servers import Server, ask, completion, refusal, whole

QUICK = "backoff=0.01&timeout=5"
"""Options that make a retry quick."""


def test_a_call_carries_messages_sampling_and_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-secret")
    answer = ask(
        f"openai:gpt-x?base_url={server.url}&temperature=0.5&max_tokens=9&stop=END|STOP&system=be brief&key_env=MY_KEY"
    )
    assert answer.text == "ok" and answer.model == "m-1" and answer.usage.prompt_tokens == 7
    body = server.bodies[0]
    assert body["model"] == "gpt-x" and body["temperature"] == 0.5 and body["max_tokens"] == 9
    assert body["stop"] == ["END", "STOP"]
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == "hello 🫖"
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(answer)


def test_a_whole_episode_with_tool_calls(server: Server) -> None:
    def look(body: dict[str, Any]) -> web.Response:
        assert any(t["function"]["name"] == "search_action" for t in body["tools"])
        call = {
            "id": "c1",
            "type": "function",
            "function": {"name": "search_action", "arguments": '{"keywords": "green tea"}'},
        }
        return completion("", tool_calls=[call])

    server.answer = look
    run = agentgym.rollout(
        "AgentTune/WebShop-v0",
        f"openai:m?base_url={server.url}&{QUICK}",
        tasks=1,
        action_format="tools",
        max_steps=3,
    )
    episode = next(iter(run))
    assert episode.steps[0].action == "search[green tea]"
    roles = [m["role"] for m in server.bodies[1]["messages"][-3:]]
    assert roles == ["user", "assistant", "tool"]


def test_overload_is_tried_again_and_then_answered(server: Server) -> None:
    answers = iter(
        [refusal(429, **{"Retry-After": "0"}), refusal(503), web.Response(text="<html>"), completion("look")]
    )
    server.answer = lambda body: next(answers, None) or completion("THOUGHT: t\nACTION: look")
    run = agentgym.rollout(
        "AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}&{QUICK}", tasks=1, max_steps=2
    )
    assert run.scored == 1 and run.failed == 0 and len(server.bodies) >= 5


def test_no_answer_is_a_failure_and_never_a_zero(server: Server) -> None:
    server.answer = lambda body: refusal(500)
    run = agentgym.rollout("AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}&{QUICK}", tasks=2)
    assert (run.scored, run.failed, run.mean_reward) == (0, 2, None)
    assert len(server.bodies) == 2 * 4


@pytest.mark.parametrize(
    "answer",
    [
        refusal(401, "invalid_api_key"),
        refusal(404, "model_not_found"),
        refusal(429, "insufficient_quota"),
        refusal(301, Location="http://elsewhere"),
    ],
)
def test_what_waiting_does_not_mend_is_not_tried_again(server: Server, answer: web.Response) -> None:
    status, text = answer.status, answer.body
    server.answer = lambda body: web.Response(status=status, body=text)
    with pytest.raises(PolicyError) as caught:
        ask(f"openai:m?base_url={server.url}")
    assert isinstance(caught.value, CallError) and not caught.value.retryable
    assert str(status) in str(caught.value)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("context_length_exceeded", "too long"),
        ("", "This model's maximum context length is 4096 tokens."),
        ("exceed_context_size_error", "the request exceeds the available context size"),
    ],
)
def test_too_long_a_conversation_is_an_outcome(server: Server, code: str, message: str) -> None:
    server.answer = lambda body: refusal(400, code, message)
    with pytest.raises(ContextLengthError):
        ask(f"openai:m?base_url={server.url}")
    run = agentgym.rollout("AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}&{QUICK}", tasks=1)
    assert dict(run.statuses) == {"context_limit": 1} and run.failed == 0


def test_a_silent_server_times_out() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(PolicyError, match=r"no answer within 0\.2 s"):
            ask(f"openai:m?base_url={url}&timeout=0.2&{QUICK[:12]}")


def test_wrong_specs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(OptionError, match="temperature must be a number of at least 0, got 'hot'"):
        agentgym.make_policy("openai:m?temperature=hot")
    with pytest.raises(OptionError, match="unknown option 'temprature'"):
        agentgym.make_policy("openai:m?temprature=1")
    with pytest.raises(OptionError, match="Name the model"):
        agentgym.make_policy("openai:")
    with pytest.raises(PolicyError, match="set OPENAI_API_KEY"):
        ask("openai:gpt-4")
    with pytest.raises(AgentGymError, match="expert"):
        agentgym.make_policy("experrt")


def test_reasoning_is_kept_apart_and_not_sent_back(server: Server) -> None:
    server.answer = lambda body: completion("Action: guess[1]", reasoning_content="hm")
    spec = f"openai:m?base_url={server.url}"
    episode = next(iter(agentgym.rollout("Test/Guess-v0", spec, tasks=["test-9"], max_steps=2)))
    assert [s.completion.reasoning for s in episode.steps] == ["hm", "hm"]
    assert all("reasoning_content" not in m for m in server.bodies[-1]["messages"])
    agentgym.rollout("Test/Guess-v0", f"{spec}&send_reasoning=true", tasks=["test-9"], max_steps=2)
    assert server.bodies[-1]["messages"][-2]["reasoning_content"] == "hm"


def test_parallel_calls_and_malformed_arguments_are_answered(server: Server) -> None:
    def call(number: int, arguments: str) -> dict[str, Any]:
        return {
            "id": f"c{number}",
            "type": "function",
            "function": {"name": "guess", "arguments": arguments},
        }

    turns = iter(
        [
            completion("", tool_calls=[call(1, '{"n": 1'), call(2, '{"n": 2}')]),
            completion("", tool_calls=[call(3, '{"n": 3}'), call(4, '{"n": 4}'), call(5, '{"n": 5}')]),
            completion("", tool_calls=[call(6, '{"n": 9}')]),
        ]
    )
    server.answer = lambda body: next(turns)
    run = agentgym.rollout(
        "Test/Guess-v0", f"openai:m?base_url={server.url}", tasks=["test-9"], action_format="tools"
    )
    episode = next(iter(run))
    assert episode.reward == 1.0
    assert [s.parse_error_kind for s in episode.steps] == ["bad_json", "", ""]
    assert episode.steps[1].action == "guess[3]", "the first call counts"
    sent = server.bodies[-1]["messages"]
    answered = [m["tool_call_id"] for m in sent if m["role"] == "tool"]
    assert answered == ["c1", "c2", "c3", "c4", "c5"], "a call without an answer is refused by servers"
    assert [m["content"] for m in sent if m["role"] == "tool"][2:] == [
        "Higher.", *["Not executed: only the first tool call of a turn is."] * 2
    ]  # fmt: skip
    malformed = next(m for m in sent if m["role"] == "assistant" and m.get("tool_calls"))["tool_calls"][0]
    assert malformed["function"]["arguments"] == '{"malformed":"{\\"n\\": 1"}', "templates load arguments"
    assert episode.steps[0].completion.tool_calls[0]["function"]["arguments"] == '{"n": 1', "as sampled"


def test_token_ids_and_the_flag_of_a_changed_prefix(server: Server) -> None:
    prompts = iter([[1, 2, 3], [1, 2, 3, 10, 11, 4], [1, 2, 3, 10, 99, 4, 5]])

    def answer(body: dict[str, Any]) -> Any:
        logprobs = {"content": [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": -0.25}]}
        return whole(
            {"role": "assistant", "content": "Action: guess[1]"},
            choice={"token_ids": [10, 11], "logprobs": logprobs},
            prompt_token_ids=next(prompts),
        )

    server.answer = answer
    run = agentgym.rollout(
        "Test/Guess-v0", f"openai:m?base_url={server.url}&token_ids=true", tasks=["test-9"], max_steps=3
    )
    steps = next(iter(run)).steps
    assert server.bodies[0]["return_token_ids"] is True and server.bodies[0]["logprobs"] is True
    assert steps[0].completion.prompt_ids == [1, 2, 3]
    assert steps[0].completion.completion_ids == [10, 11]
    assert steps[0].completion.logprobs == [-0.5, -0.25]
    assert [s.prefix_break for s in steps] == [None, None, 4]


def test_usage_cost_and_latency_are_recorded(server: Server) -> None:
    usage = {
        "prompt_tokens": 1_000_000,
        "completion_tokens": 500_000,
        "prompt_tokens_details": {"cached_tokens": 3},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }
    message = {"role": "assistant", "content": "Action: guess[9]"}
    server.answer = lambda body: whole(message, usage=usage, model="gpt-4o-2024-08-06")
    spec = f"openai:gpt-4o?base_url={server.url}"
    answer = next(iter(agentgym.rollout("Test/Guess-v0", spec, tasks=["test-9"]))).steps[0].completion
    assert (answer.usage.cached_tokens, answer.usage.reasoning_tokens) == (3, 2)  # type: ignore[union-attr]
    assert answer.cost == pytest.approx(2.5 + 5.0) and answer.latency > 0 and not answer.cached
    server.answer = lambda body: whole(message, usage={**usage, "cost": 0.125})
    answer = next(iter(agentgym.rollout("Test/Guess-v0", spec, tasks=["test-9"]))).steps[0].completion
    assert answer.cost == 0.125, "what the server charges counts more than a table"


def test_azure(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "azure-secret")
    assert ask(f"openai:my-deployment?azure={server.address}&api_version=2025-01-01").text == "ok"
    assert server.paths == ["/openai/deployments/my-deployment/chat/completions?api-version=2025-01-01"]
    assert server.headers[0]["api-key"] == "azure-secret" and "Authorization" not in server.headers[0]


def test_the_key_is_in_no_message(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    server.answer = lambda body: refusal(401, "invalid_api_key", "Incorrect API key: sk-very-secret")
    with pytest.raises(PolicyError) as caught:
        ask(f"openai:m?base_url={server.url}")
    assert "sk-very-secret" not in str(caught.value) and "***" in str(caught.value)


def test_the_agentlm_profile_asks_as_the_paper_did(server: Server) -> None:
    ask(f"openai:agentlm-7b?base_url={server.url}&recipe=agentlm")
    body = server.bodies[0]
    assert body["messages"][0] == {
        "role": "system", "content": "You are a helpful, respectful and honest assistant."
    }  # fmt: skip
    assert (body["temperature"], body["max_tokens"], body["truncate_prompt_tokens"]) == (0.0, 128, 3968)
    ask(f"openai:agentlm-7b?base_url={server.url}&recipe=agentlm&max_tokens=512")
    assert server.bodies[1]["truncate_prompt_tokens"] == 4096 - 512
    words = " ".join(["word"] * 1200)
    server.answer = lambda body: completion(f"THOUGHT: {words}\nACTION: look")
    run = agentgym.rollout(
        "AgentTune/ALFWorld-v0", f"openai:m?base_url={server.url}&recipe=agentlm", tasks=1, max_steps=4,
        profile="agentbench",
    )  # fmt: skip
    last = next(iter(run)).steps[-1].completion
    assert last.extra["omitted"] > 0
    first = next(m for m in server.bodies[-1]["messages"] if m["role"] == "user")
    assert first["content"].endswith(f"[NOTICE] {last.extra['omitted']} messages are omitted.")


def test_several_servers_share_the_work_and_stand_in_for_each_other(server: Server) -> None:
    other = Server()
    try:
        for each in (server, other):
            each.answer = lambda body: completion("Action: guess[5]")
        spec = f"openai:m?base_url={server.url},{other.url}&{QUICK}"
        run = agentgym.rollout("Test/Guess-v0", spec, repeats=5, max_steps=2)
        assert run.played == 45
        shares = len(server.bodies), len(other.bodies)
        assert min(shares) > 0.2 * sum(shares), shares
        server.answer = lambda body: refusal(500)
        before = len(other.bodies)
        run = agentgym.rollout("Test/Guess-v0", spec, repeats=5, max_steps=2, seed=1)
        assert (run.played, run.failed) == (45, 0) and len(other.bodies) - before == run.steps
    finally:
        other.close()
    server.answer = lambda body: completion("Action: guess[5]")
    run = agentgym.rollout("Test/Guess-v0", spec, max_steps=2, seed=2)
    assert (run.played, run.failed) == (9, 0), "a dead server is passed over"
