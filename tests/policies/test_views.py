"""What a policy says it shows a model is what the server is sent: view == request body, for every policy class."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import web

import agentgym
from agentgym.messages import Message, user, wire
from agentgym.policies.model_policy import ModelPolicy
from agentgym.policies.sdk import SDKPolicy, instructions
from agentgym.policies.transformers import TransformersPolicy
from agentgym.policy import Completion, Policy, Request, View
from agentgym.registry import make_policy
from agentgym.serving.torch_model import with_argument_objects
from agentgym.trajectory import prompt, read, sessions
from agentgym.trajectory.views import shown
from tests.policies.servers import Server, completion
from tests.policies.vendors import PACKAGES, says
from tests.serving.parts import need_safetensors, need_torch

SCHEMES = ("openai", "vllm", "local", "anthropic", "google")
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "guess",
            "description": "Guess n.",
            "parameters": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
        },
    }
]
OPENING: list[Message] = [
    {"role": "user", "content": "You guess numbers."},
    {"role": "assistant", "content": "Ok.", "loss": False},
    user("I think of a number from 1 to 9."),
]
TURNS = 4


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.setenv(name, "key")
    started = Server()
    yield started
    started.close()


class Asked(NamedTuple):
    """One turn: what was asked, what the policy said it shows, what it answered."""

    request: Request
    view: View
    answer: Completion


def converse(policy: Policy, tools: bool) -> list[Asked]:
    """Play some turns as an engine does: the view is asked for once a turn, and given to ``act``."""

    async def work() -> list[Asked]:
        await policy.open()
        try:
            messages, asked = list(OPENING), []
            for step in range(TURNS):
                request = Request(
                    messages=list(messages),
                    tools=TOOLS if tools else [],
                    action_format="tools" if tools else "react",
                    step=step,
                    episode_id="e",
                )
                before = deepcopy(request.messages)
                view = policy.view(request)
                assert policy.view(request) == view and request.messages == before, "a view is pure"
                answer = await policy.act(request, view)
                asked.append(Asked(request, view, answer))
                messages.append({**answer.message(), "loss": True})
                for call in answer.tool_calls:
                    messages.append(
                        {"role": "tool", "content": f"Higher {step}.", "tool_call_id": call["id"]}
                    )
                if not answer.tool_calls:
                    messages.append(user(f"Higher {step}."))
            return asked
        finally:
            await policy.close()

    return asyncio.run(work())


def answers(scheme: str, as_text: bool) -> Callable[[dict[str, Any]], web.Response]:
    """Answer with a thought, a text and, where tools were sent, a call."""

    def answer(body: dict[str, Any]) -> web.Response:
        called = bool(body.get("tools"))
        if scheme in PACKAGES:
            return says(scheme, "" if called else "Action: guess[1]", call={"n": 1} if called else None)
        if called:
            call = {"id": "c1", "type": "function", "function": {"name": "guess", "arguments": '{"n": 1}'}}
            return completion("", tool_calls=[call], reasoning_content="hm")
        text = (
            '<tool_call>\n{"name": "guess", "arguments": {"n": 1}}\n</tool_call>' if as_text else "guess[1]"
        )
        return completion(text, reasoning_content="hm")

    return answer


def snake(value: Any) -> Any:
    """Write the names of fields as Google's SDK takes them: the wire has them in camel case."""
    if isinstance(value, list):
        return [snake(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name): snake(part) for name, part in value.items()
    }


def check_body(policy: Policy, view: View, body: dict[str, Any]) -> None:
    """Compare a view with what the server got."""
    if not isinstance(policy, SDKPolicy):
        assert body["messages"] == wire(view.messages, reasoning=view.reasoning)
        assert body.get("tools", []) == view.tools
        return
    arguments = policy.translate(view)
    if policy.scheme == "anthropic":
        assert body["messages"] == arguments["messages"]
        assert body.get("system") == arguments.get("system") == instructions(view.messages)
        assert body.get("tools") == arguments.get("tools")
        return
    sent = snake(body)
    assert sent["contents"] == arguments["contents"]
    system = sent.get("system_instruction")
    assert (system["parts"][0]["text"] if system else None) == instructions(view.messages)
    declared = arguments["config"].get("tools")
    assert sent.get("tools") == (snake(declared) if declared else None)


def attached(server: Server, scheme: str, options: str, tools: str) -> Policy:
    """Make a policy that asks the recording server."""
    if scheme in PACKAGES:
        pytest.importorskip(PACKAGES[scheme], reason=f"pip install -e '.[{scheme}]'")
    server.answer = answers(scheme, tools == "text")
    address = server.address if scheme in PACKAGES else server.url
    form = f"&tools={'text' if tools == 'text' else 'native'}" if scheme in ("vllm", "local") else ""
    return make_policy(f"{scheme}:m?base_url={address}&{options}{form}")


HISTORIES = {"full": 0, "paper:24": 1, "window:1": 1}
"""Histories, and whether they leave something out of a few turns."""


FORMS = [
    (s, form)
    for s in SCHEMES
    for form in ("none", "native", "text")
    if form != "text" or s in ("vllm", "local")
]
"""Who knows which form of tools."""


@pytest.mark.parametrize(("scheme", "tools"), FORMS)
@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("system", ["", "&system=Be brief."])
def test_the_view_is_what_the_server_is_sent(
    server: Server, scheme: str, history: str, system: str, tools: str
) -> None:
    policy = attached(server, scheme, f"history={history}{system}", tools)
    asked = converse(policy, tools != "none")
    assert len(server.bodies) == TURNS == len(asked)
    for (_, view, answer), body in zip(asked, server.bodies, strict=True):
        check_body(policy, view, body)
        assert bool(answer.tool_calls) == (tools != "none")
    assert bool(asked[-1].view.omitted) == bool(HISTORIES[history])
    assert asked[-1].answer.extra.get("omitted", 0) == asked[-1].view.omitted
    assert (asked[0].view.messages[0]["content"] == "Be brief.") == bool(system)
    for request, view, _ in asked:
        if tools != "text":
            check_references(request, view, bool(system))


def check_references(request: Request, view: View, system: bool) -> None:
    """Every message that is shown as it is is the request's own; one that is not is it with something added."""
    own = {id(message) for message in request.messages}
    changed = [m for m in view.messages[1 if system else 0 :] if id(m) not in own]
    assert len(changed) == bool(view.omitted)
    for message in changed:
        text = message["content"].removesuffix(f"\n\n[NOTICE] {view.omitted} messages are omitted.")
        assert {**message, "content": text} in request.messages
    assert len(view.messages) - system + view.omitted == len(request.messages)


@pytest.mark.parametrize(("scheme", "tools"), FORMS)
@pytest.mark.parametrize("history", HISTORIES)
def test_the_log_gives_back_what_the_server_was_sent(
    server: Server, run_folder: Path, scheme: str, history: str, tools: str
) -> None:
    policy = attached(server, scheme, f"history={history}&system=Be brief.", tools)
    played = agentgym.rollout(
        "Test/Guess-v0", policy, tasks=["test-9"], max_steps=TURNS, out=run_folder,
        action_format="react" if tools == "none" else "tools",
    )  # fmt: skip
    assert played.failed == 0
    check_log(policy, run_folder, server, TURNS)


@pytest.mark.parametrize("options", ["", "history=window:1&system=Be brief."])
def test_the_log_of_fresh_sessions_gives_back_what_the_server_was_sent(
    server: Server, run_folder: Path, options: str
) -> None:
    policy = attached(server, "openai", options, "none")
    server.answer = lambda body: completion("Answer: A")
    agentgym.rollout("AgentTune/Mind2Web-v0", policy, tasks=1, max_steps=TURNS, out=run_folder)
    check_log(policy, run_folder, server, len(server.bodies))


def check_log(policy: Policy, folder: Path, server: Server, turns: int) -> None:
    """Compare what the log says that the model saw with what the server got."""
    (episode,) = read(folder)
    asked = [turn for session in sessions(episode) for turn in session.turns]
    assert len(asked) == len(server.bodies) == turns > 0
    for turn, body in zip(asked, server.bodies, strict=True):
        check_body(policy, shown(episode, turn), body)
        if not isinstance(policy, SDKPolicy):
            assert body["messages"] == prompt(episode, turn).messages


@pytest.mark.parametrize("scheme", ["openai", "vllm"])
def test_reasoning_is_sent_back_as_the_view_says(server: Server, scheme: str) -> None:
    server.answer = answers(scheme, False)
    for sent, said in (("", False), ("&send_reasoning=1", True)):
        server.bodies.clear()
        policy = make_policy(f"{scheme}:m?base_url={server.url}{sent}")
        for (_, view, _), body in zip(converse(policy, False), server.bodies, strict=True):
            assert view.reasoning == said
            check_body(policy, view, body)
        assert ("reasoning_content" in str(server.bodies[-1]["messages"])) == said


@pytest.mark.parametrize("tools", [False, True])
@pytest.mark.parametrize("options", ["", "history=window:1&system=Be brief."])
def test_the_view_is_the_prompt_of_a_model_in_this_process(tools: bool, options: str) -> None:
    need_torch()
    folder = need_safetensors()
    policy = make_policy(f"transformers:smollm2?max_tokens=4&threads=1&{options}")
    assert isinstance(policy, TransformersPolicy)
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    tokenizer.chat_template = policy.template
    for _, view, answer in converse(policy, tools):
        assert bool(view.tools) == tools, "the template of SmolLM2 knows tools"
        prompt = tokenizer.apply_chat_template(
            with_argument_objects(wire(view.messages)), tools=view.tools or None, add_generation_prompt=True
        )
        assert answer.prompt_ids == list(getattr(prompt, "input_ids", prompt))


def test_a_template_without_tools_is_shown_them_as_text() -> None:
    policy = TransformersPolicy("smollm2", system="Be brief.")
    policy.tools_as_text = True
    view = policy.view(Request(messages=list(OPENING), tools=TOOLS))
    assert view.tools == [] and "<tools>" in view.messages[1]["content"]
    assert view.messages[1]["content"].endswith(OPENING[0]["content"])


def test_a_policy_without_options_shows_everything() -> None:
    request = Request(messages=list(OPENING), tools=TOOLS)
    for spec in ("expert", "random", "mock", "human"):
        assert make_policy(spec).view(request) == View(messages=request.messages, tools=TOOLS)


def test_a_mixture_shows_what_the_policy_that_answers_shows() -> None:
    mixed = make_policy("mixture:1*(openai:a?system=A)+1*(openai:b?system=B)")
    seen = set()
    for seed in range(20):
        request = Request(messages=list(OPENING), seed=seed)
        drawn = mixed.policies[mixed.drawn(request)]  # type: ignore[attr-defined]
        assert isinstance(drawn, ModelPolicy) and mixed.view(request) == drawn.view(request)
        assert mixed.cache_key(request, mixed.view(request)) == drawn.cache_key(request, drawn.view(request))
        seen.add(mixed.view(request).messages[0]["content"])
    assert seen == {"A", "B"}
