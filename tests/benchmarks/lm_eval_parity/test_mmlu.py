"""MMLU as lm-eval asks it: the same prompts, letter by letter, the same log-likelihoods, the same verdicts."""

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

FIRST = 268
"""Official questions, the first of every subject, then the second …; what lm-eval said of the shorter ones is kept."""


def prompts(data: Path | None, ids: list[str]) -> dict[str, str]:
    """Return our prompt of each question, by id."""
    env = gymnasium.make(
        "AgentTune/MMLU-v0", profile="lm-eval", data="embedded" if data is None else str(data)
    )
    return {i: str(env.reset(options={"task": i})[0]) for i in ids}


def digits(prompt: str) -> str:
    """Return the first digits of a prompt's hash."""
    return mmlu.hashed(prompt)[:DIGITS]


def test_every_embedded_question_has_lm_eval_s_prompt() -> None:
    found = prompts(None, list(tasks.questions(None, "test").tasks))
    assert [digits(prompt) for prompt in found.values()] == golden("mmlu_prompts_embedded.jsonl", str)


def test_official_questions_have_lm_eval_s_prompts_and_its_verdicts() -> None:
    data = shared("general/mmlu")
    known = {r.prompt: r for r in golden("mmlu_official.jsonl", MMLURecord)}
    questions = mmlu.chosen(data, FIRST)
    asked = {i: known[d] for i, p in prompts(data, list(questions)).items() if (d := digits(p)) in known}
    assert len(asked) == len(known), "every recorded prompt is one of ours"
    for task_id, record in asked.items():
        likeliest = max(range(len(LETTERS)), key=record.log_likelihoods.__getitem__)
        assert (likeliest == questions[task_id].answer) == record.right


def test_the_model_finds_the_letters_as_likely_as_under_lm_eval() -> None:
    need_torch()
    need_safetensors()
    data = shared("general/mmlu")
    known = {r.prompt: r for r in golden("mmlu_official.jsonl", MMLURecord)}
    questions = mmlu.chosen(data, FIRST)
    recorded = {i: p for i, p in prompts(data, list(questions)).items() if digits(p) in known}
    shortest = min(recorded, key=lambda i: len(recorded[i]))
    (asked,) = mmlu.ours({shortest: questions[shortest]}, data, "smollm2").values()
    assert asked.log_likelihoods == pytest.approx(known[digits(asked.prompt)].log_likelihoods, abs=1e-3)
