"""SmolLM2 plays for real behind llama.cpp's server and behind vLLM's CPU server, and leaves nothing running."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.engine import KeptOpen, arollout
from agentgym.engine.run import RunSpec
from agentgym.errors import ContextLengthError, DataError, DependencyError, OptionError, UnknownNameError
from agentgym.policies.local import LocalPolicy
from agentgym.policies.served import ServedPolicy, context_of
from agentgym.policies.vllm import VLLMPolicy
from agentgym.policy import Request
from agentgym.processes.guard import children_of
from tests.serving.parts import gone, need_gguf, need_llamacpp, need_safetensors, need_vllm

real = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")
GAMES = (
    ("AgentTune/ALFWorld-v0", "react"),
    ("AgentTune/WebShop-v0", "react"),
    ("AgentTune/WebShop-v0", "tools"),
    ("AgentTune/ALFWorld-v0", "tools"),
)


def play(spec: str) -> tuple[ServedPolicy, list[Any], list[int]]:
    """Play two steps of an episode of every game on one start of the server; return also its processes."""
    policy = agentgym.make_policy(spec)
    assert isinstance(policy, ServedPolicy)

    async def work() -> tuple[list[Any], list[int]]:
        held, episodes = KeptOpen(policy), []
        pids: list[int] = []
        try:
            for env_id, form in GAMES:
                args = {"max_steps": 2, "action_format": form}
                run = await arollout(RunSpec.of(env_id, spec, {"tasks": 1, **args}), held)
                episodes += run.kept
                assert policy.pool is not None
                pids = children_of(os.getpid())
        finally:
            await held.release()
        return episodes, pids

    episodes, pids = asyncio.run(work())
    return policy, episodes, pids


def check(policy: ServedPolicy, episodes: list[Any], pids: list[int]) -> None:
    """The model has answered, every episode is scored, tool calls are calls, and the server is gone."""
    assert len(episodes) == len(GAMES) and policy.pool is None
    for episode, (_, form) in zip(episodes, GAMES, strict=True):
        assert episode.reward is not None and episode.failure is None, episode.failure
        for step in episode.steps:
            completion = step.completion
            assert completion.model == "smollm2" and completion.usage.prompt_tokens > 300
            assert 1 <= completion.usage.completion_tokens <= 64
            if form == "tools":
                assert completion.tool_calls and not step.parse_error, (completion, step.parse_error)
            else:
                assert completion.text
    assert len(pids) >= 2 and gone(pids)


@real
@pytest.mark.xdist_group("served")
def test_llamacpp_plays_and_is_gone() -> None:
    need_llamacpp()
    need_gguf()
    spec = "local:smollm2?temperature=0&max_tokens=64&tool_choice=required&logprobs=1&context=4096"
    policy, episodes, pids = play(spec)
    check(policy, episodes, pids)
    turn = episodes[0].steps[0].completion
    assert turn.completion_ids and len(turn.completion_ids) == len(turn.logprobs)


@real
@pytest.mark.xdist_group("served")
def test_llamacpp_tells_too_long_a_conversation_and_serves_several_at_once() -> None:
    need_llamacpp()
    need_gguf()
    policy = agentgym.make_policy("local:smollm2?context=512&parallel=2&max_tokens=5&temperature=0&servers=2")
    assert isinstance(policy, LocalPolicy)

    async def work() -> list[int]:
        await policy.open()
        try:
            pids = children_of(os.getpid())
            with pytest.raises(ContextLengthError):
                await policy.answer(Request(messages=[{"role": "user", "content": "one two three " * 400}]))
            asked = [
                Request(messages=[{"role": "user", "content": "Say hello."}], episode_id=str(n))
                for n in range(6)
            ]
            answers = await asyncio.gather(*(policy.answer(r) for r in asked))
            assert len({a.text for a in answers}) == 1 and answers[0].text
            # One server is killed; the calls go on at the other one, and it comes back.
            assert policy.pool is not None
            os.kill(policy.pool.processes[0].pid, signal.SIGKILL)
            answers = await asyncio.gather(*(policy.answer(r) for r in asked))
            assert len({a.text for a in answers}) == 1
            return pids + children_of(os.getpid())
        finally:
            await policy.close()

    assert gone(asyncio.run(work()))


@real
@pytest.mark.xdist_group("served")
@pytest.mark.slow
def test_vllm_plays_records_tokens_and_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    need_vllm(monkeypatch)
    need_safetensors()
    spec = "vllm:smollm2?temperature=0&max_tokens=64&tools=text&tool_choice=required&max_model_len=4096&max_num_seqs=8"
    policy, episodes, pids = play(spec)
    check(policy, episodes, pids)
    assert policy.context == 4096
    for step in episodes[0].steps:
        turn = step.completion
        assert len(turn.prompt_ids) == turn.usage.prompt_tokens
        assert len(turn.completion_ids) == len(turn.logprobs) == turn.usage.completion_tokens
        assert all(value <= 0 for value in turn.logprobs)


OWNER = textwrap.dedent("""
    import asyncio, os, sys
    import agentgym
    from agentgym.processes.guard import children_of

    async def work():
        policy = agentgym.make_policy(sys.argv[1])
        opening = asyncio.create_task(policy.open())
        # As soon as the server has a child of its own (vLLM's engine), or is ready.
        while not opening.done() and len(children_of(os.getpid())) < int(sys.argv[2]):
            await asyncio.sleep(0.1)
        if opening.done():
            opening.result()
        print(*children_of(os.getpid()), flush=True)
        await asyncio.sleep(300)

    asyncio.run(work())
""")


@real
@pytest.mark.xdist_group("served")
@pytest.mark.parametrize("scheme", ["local", "vllm"])
def test_kill_9_of_the_run_ends_the_server(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scheme == "local":
        need_llamacpp()
        need_gguf()
    else:
        need_vllm(monkeypatch)
        need_safetensors()
    (tmp_path / "owner.py").write_text(OWNER)
    least = "99" if scheme == "local" else "3"
    owner = subprocess.Popen(
        [sys.executable, str(tmp_path / "owner.py"), f"{scheme}:smollm2", least],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    pids = [int(n) for n in owner.stdout.readline().split()]
    assert len(pids) >= 2
    owner.kill()
    owner.wait(20)
    owner.stdout.close()
    assert gone(pids)


def test_attached_servers_are_not_started() -> None:
    policy = agentgym.make_policy("vllm:my/model?base_url=http://a:1/v1,http://b:2/v1&tools=text")
    assert isinstance(policy, VLLMPolicy)
    assert policy.attached and policy.base_urls == ["http://a:1/v1", "http://b:2/v1"]
    assert policy.model == "my/model" and policy.fields["return_token_ids"] is True


def test_the_command_of_vllm_says_what_was_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("agentgym.policies.vllm.vllm_kind", lambda python: "gpu")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1,2,3")
    policy = VLLMPolicy.from_spec(
        str(tmp_path),
        {"tp": "2", "servers": "2", "recipe": "agentlm", "args": "--seed 7", "gpu_memory": "0.8"},
    )
    first, second = policy.launch(0), policy.launch(1)
    command = list(first.command(8123))
    for pair in (
        ["--tensor-parallel-size", "2"],
        ["--max-model-len", "4096"],
        ["--generation-config", "vllm"],
        ["--gpu-memory-utilization", "0.8"],
        ["--served-model-name", tmp_path.name],
        ["--seed", "7"],
        ["--port", "8123"],
    ):
        assert any(command[i : i + 2] == pair for i in range(len(command))), pair
    assert command[command.index("--chat-template") + 1].endswith("llama-2.jinja")
    assert "--enforce-eager" not in command
    assert (first.env["CUDA_VISIBLE_DEVICES"], second.env["CUDA_VISIBLE_DEVICES"]) == ("0,1", "2,3")


def test_agentlm_is_asked_as_the_paper_did() -> None:
    policy = VLLMPolicy.from_spec("agentlm-7b", {"recipe": "agentlm", "base_url": "http://a:1/v1"})
    request = Request(messages=[{"role": "user", "content": "hi"}])
    body = policy.body(request, policy.view(request))
    for part in (
        b'"temperature":0.0',
        b'"max_tokens":128',
        b'"truncate_prompt_tokens":3968',
        b"You are a helpful, respectful and honest assistant.",
    ):
        assert part in body
    assert policy.history.name == "paper"


def test_wrong_specs_and_missing_parts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path))
    with pytest.raises(OptionError, match="paralel"):
        agentgym.make_policy("local:x.gguf?paralel=2")
    with pytest.raises(OptionError, match="tools must be native or text"):
        agentgym.make_policy("vllm:x?tools=json")
    with pytest.raises(UnknownNameError, match="chat template"):
        agentgym.make_policy("vllm:x?chat_template=llama2")
    with pytest.raises(DataError, match="agentgym models get smollm2"):
        LocalPolicy("smollm2").launch(0)
    with pytest.raises(DataError, match="no GGUF file there"):
        LocalPolicy(str(tmp_path)).launch(0)
    with pytest.raises(DependencyError, match=r"vllm\.sh"):
        VLLMPolicy("x", python=sys.executable).launch(0)
    with pytest.raises(DependencyError, match="cannot be run"):
        VLLMPolicy("x", python="/nowhere/python").launch(0)


def test_context_lengths_are_read_off_both_servers() -> None:
    assert context_of({"data": [{"id": "m", "max_model_len": 4096}]}) == 4096
    assert context_of({"data": [{"id": "m", "meta": {"n_ctx": 512}}]}) == 512
    assert context_of({"data": [{"id": "gpt-4"}]}) is None and context_of({}) is None
