"""MMLU as lm-eval asks it: the same prompts, letter by letter."""

from __future__ import annotations

from pathlib import Path

import gymnasium

from agentgym.benchmarks.lm_eval_parity import mmlu
from agentgym.benchmarks.lm_eval_parity.record import DIGITS
from agentgym.environments.mmlu import tasks
from tests.benchmarks.lm_eval_parity.golden_files import golden


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
