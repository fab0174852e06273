"""Servers that a policy starts end with it, and those that run already are left alone."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import OptionError, UnknownNameError
from agentgym.policies.served import context_of
from agentgym.policies.vllm import VLLMPolicy
from tests.serving.parts import gone, need_gguf, need_llamacpp, need_safetensors, need_vllm, real

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


def test_context_lengths_are_read_off_both_servers() -> None:
    assert context_of({"data": [{"id": "m", "max_model_len": 4096}]}) == 4096
    assert context_of({"data": [{"id": "m", "meta": {"n_ctx": 512}}]}) == 512
    assert context_of({"data": [{"id": "gpt-4"}]}) is None and context_of({}) is None


def test_wrong_specs_are_told() -> None:
    with pytest.raises(OptionError, match="tools must be native or text"):
        agentgym.make_policy("vllm:x?tools=json")
    with pytest.raises(UnknownNameError, match="chat template"):
        agentgym.make_policy("vllm:x?chat_template=llama2")
