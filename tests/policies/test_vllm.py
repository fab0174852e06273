"""SmolLM2 plays for real behind vLLM's CPU server; and vLLM's command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agentgym.errors import DependencyError
from agentgym.policies.vllm import VLLMPolicy
from agentgym.policy import Request
from agentgym.trajectory.tokens import completions
from tests.policies.smollm import check, play
from tests.serving.parts import need_safetensors, need_vllm, real


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
    for turn in completions(episodes[0].steps):
        assert len(turn.prompt_ids) == turn.usage.prompt_tokens
        assert len(turn.completion_ids) == len(turn.logprobs) == turn.usage.completion_tokens
        assert all(value <= 0 for value in turn.logprobs)


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
    assert command[command.index("--chat-template") + 1].endswith("agentlm.jinja")
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


def test_missing_parts_are_told() -> None:
    with pytest.raises(DependencyError, match=r"vllm\.sh"):
        VLLMPolicy("x", python=sys.executable).launch(0)
    with pytest.raises(DependencyError, match="cannot be run"):
        VLLMPolicy("x", python="/nowhere/python").launch(0)
