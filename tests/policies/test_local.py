"""SmolLM2 plays for real behind llama.cpp's server."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import ContextLengthError, DataError, OptionError
from agentgym.policies.local import LocalPolicy
from agentgym.policy import Request
from agentgym.processes.guard import children_of
from tests.policies.smollm import check, play
from tests.serving.parts import gone, need_gguf, need_llamacpp, real


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

    before = set(children_of(os.getpid()))

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
            return [p for p in pids + children_of(os.getpid()) if p not in before]
        finally:
            await policy.close()

    assert gone(asyncio.run(work()))


def test_wrong_specs_and_missing_parts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path))
    with pytest.raises(OptionError, match="paralel"):
        agentgym.make_policy("local:x.gguf?paralel=2")
    with pytest.raises(DataError, match="agentgym models get smollm2"):
        LocalPolicy("smollm2").launch(0)
    with pytest.raises(DataError, match="no GGUF file there"):
        LocalPolicy(str(tmp_path)).launch(0)
