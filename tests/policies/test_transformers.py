"""A model in this process: what it answers does not depend on who else asks at the same time."""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.errors import ContextLengthError, DataError, DependencyError, OptionError
from agentgym.policies.transformers import TransformersPolicy
from agentgym.policy import Completion, Request
from tests.serving.parts import need_safetensors, need_torch


def asked(policy: TransformersPolicy, texts: list[str], together: bool) -> list[Completion]:
    """Ask for the continuation of every text, all at once or one by one."""

    async def work() -> list[Completion]:
        await policy.open()
        try:
            requests = [
                Request(messages=[{"role": "user", "content": t}], episode_id=t[:20], seed=n)
                for n, t in enumerate(texts)
            ]
            if together:
                return list(await asyncio.gather(*(policy.answer(r) for r in requests)))
            return [await policy.answer(r) for r in requests]
        finally:
            await policy.close()

    return asyncio.run(work())


TEXTS = ["Say hello.", "Count from one to five. " * 6, "What is the capital of France?"]


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_a_batch_answers_as_each_alone(temperature: float) -> None:
    need_torch()
    need_safetensors()
    # In float32, where padding changes no token.
    made: dict[str, Any] = {
        "dtype": "float32",
        "threads": 1,
        "max_tokens": 8,
        "temperature": temperature,
        "top_p": 0.95,
    }
    alone = asked(TransformersPolicy("smollm2", **made), TEXTS, together=False)
    batch = asked(TransformersPolicy("smollm2", **made), TEXTS, together=True)
    for one, other in zip(alone, batch, strict=True):
        assert one.completion_ids == other.completion_ids and one.text == other.text
        assert one.logprobs == pytest.approx(other.logprobs, abs=1e-3)
        assert one.usage is not None and one.prompt_ids is not None
        assert len(one.prompt_ids) == one.usage.prompt_tokens
        assert len(one.completion_ids or []) == len(one.logprobs or []) == one.usage.completion_tokens


def test_greedy_equals_what_transformers_generates() -> None:
    need_torch()
    folder = need_safetensors()
    (answer,) = asked(
        TransformersPolicy("smollm2", dtype="float32", threads=1, max_tokens=10), TEXTS[:1], together=True
    )
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    ids = torch.tensor([answer.prompt_ids])
    out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=10)
    assert out[0, ids.shape[1] :].tolist() == answer.completion_ids


def test_episodes_are_played_in_batches() -> None:
    need_torch()
    need_safetensors()
    for env_id, form, steps in (("AgentTune/ALFWorld-v0", "react", 2), ("AgentTune/WebShop-v0", "tools", 1)):
        run = agentgym.rollout(
            env_id,
            "transformers:smollm2?max_tokens=12&threads=1",
            tasks=2,
            max_steps=steps,
            concurrency=2,
            action_format=form,
        )
        assert run.scored == 2 and run.failed == 0
        assert all(step.completion.completion_ids for episode in run for step in episode.steps)


def test_too_long_a_conversation_is_an_outcome_or_cut_as_the_profile_says() -> None:
    need_torch()
    need_safetensors()
    with pytest.raises(ContextLengthError, match="holds 64 tokens"):
        asked(TransformersPolicy("smollm2", context=64, max_tokens=16), TEXTS[1:2], together=True)
    cut = TransformersPolicy(
        "smollm2", context=64, max_tokens=16, recipe="agentlm", chat_template="chatml-tools", system=""
    )
    (answer,) = asked(cut, TEXTS[1:2], together=True)
    assert answer.usage is not None and answer.usage.prompt_tokens == 48


def test_wrong_specs_and_missing_parts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OptionError, match="bach"):
        agentgym.make_policy("transformers:x?bach=3")
    with pytest.raises(OptionError, match="temperature must be a number of at least 0"):
        agentgym.make_policy("transformers:x?temperature=-1")
    if importlib.util.find_spec("torch") is not None:
        with pytest.raises(DataError, match=r"expected a folder with config\.json"):
            asked(TransformersPolicy(str(tmp_path)), TEXTS[:1], together=True)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DependencyError, match=r"pip install -e '\.\[transformers\]'"):
        asked(TransformersPolicy(str(tmp_path)), TEXTS[:1], together=True)


def test_log_probabilities_of_given_texts_are_the_model_s_own() -> None:
    """Texts of one token and of several; against one plain pass of the model over each whole."""
    need_torch()
    need_safetensors()
    texts = [" Paris", " Rome", " Paris, the city"]
    request = Request(messages=[{"role": "user", "content": "The capital of France is"}], continuations=texts)
    policy = TransformersPolicy("smollm2", dtype="float32", chat_template="plain")

    async def work() -> tuple[list[float], Completion, list[float]]:
        import torch

        await policy.open()
        try:
            given = await policy.score(request, texts)
            loaded = policy._loaded
            assert loaded is not None
            prompt, ids = loaded.pairs(policy.view(request), texts)
            expected = []
            for tokens in ids:
                with torch.inference_mode():
                    logits = loaded.model(torch.tensor([prompt + tokens])).logits[0].float()
                logprobs = torch.log_softmax(logits, -1)
                expected.append(sum(float(logprobs[len(prompt) - 1 + n, t]) for n, t in enumerate(tokens)))
            assert loaded.tokenizer.decode(prompt) == "The capital of France is"
            return given, await policy.choose(request, policy.view(request)), expected
        finally:
            await policy.close()

    given, chosen, expected = asyncio.run(work())
    assert given == pytest.approx(expected, abs=1e-3)
    assert chosen.text == " Paris"
