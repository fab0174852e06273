"""MMLU as lm-eval asks it: the same prompts, the same log-likelihoods, the same verdicts."""

from __future__ import annotations

from pathlib import Path

import gymnasium
import pytest

from agentgym.benchmarks.lm_eval_parity import mmlu
from agentgym.benchmarks.lm_eval_parity.record import DIGITS, MMLURecord
from agentgym.environments.mmlu import tasks
from agentgym.environments.mmlu.world.question import LETTERS
from tests.benchmarks.lm_eval_parity.golden_files import golden
from tests.serving.parts import need_safetensors, need_torch
from tests.shared_data import shared


def prompts(data: Path | None, ids: list[str]) -> list[str]:
    """Return the first digits of the hash of each prompt of ours."""
    env = gymnasium.make(
        "AgentTune/MMLU-v0", profile="lm-eval", data="embedded" if data is None else str(data)
    )
    return [mmlu.hashed(str(env.reset(options={"task": i})[0]))[:DIGITS] for i in ids]


def test_every_embedded_question_has_lm_eval_s_prompt() -> None:
    assert prompts(None, list(tasks.questions(None, "test").tasks)) == golden(
        "mmlu_prompts_embedded.jsonl", str
    )


def test_official_questions_have_lm_eval_s_prompts_and_its_verdicts() -> None:
    data = shared("general/mmlu")
    records = golden("mmlu_official.jsonl", MMLURecord)
    questions = mmlu.chosen(data, len(records))
    assert prompts(data, list(questions)) == [r.prompt for r in records]
    for question, record in zip(questions.values(), records, strict=True):
        likeliest = max(range(len(LETTERS)), key=record.log_likelihoods.__getitem__)
        assert (likeliest == question.answer) == record.right


def test_the_model_finds_the_letters_as_likely_as_under_lm_eval() -> None:
    need_torch()
    need_safetensors()
    data = shared("general/mmlu")
    records = golden("mmlu_official.jsonl", MMLURecord)
    known = {r.prompt: r for r in records}
    questions = mmlu.chosen(data, len(records))
    env = gymnasium.make("AgentTune/MMLU-v0", profile="lm-eval", data=str(data))
    shortest = sorted(questions, key=lambda i: len(env.reset(options={"task": i})[0]))[:2]
    found = mmlu.ours({i: questions[i] for i in shortest}, data, "smollm2")
    for asked in found.values():
        record = known[mmlu.hashed(asked.prompt)[:DIGITS]]
        assert asked.log_likelihoods == pytest.approx(record.log_likelihoods, abs=1e-3)
