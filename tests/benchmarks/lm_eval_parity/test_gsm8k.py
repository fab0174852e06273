"""GSM8K's extractors beside lm-eval's filters, on answers that lm-eval has judged."""

from __future__ import annotations

import pytest

from agentgym.benchmarks.lm_eval_parity.gsm8k import FILTERS
from agentgym.benchmarks.lm_eval_parity.record import GSM8KRecord
from agentgym.environments.gsm8k import scoring
from tests.benchmarks.lm_eval_parity.golden_files import golden


@pytest.mark.parametrize(
    ("name", "answers", "both"), [("gsm8k_altered.jsonl", 200, True), ("gsm8k_smollm2.jsonl", 72, False)]
)
def test_the_same_is_read_and_judged_right(name: str, answers: int, both: bool) -> None:
    records = golden(name, GSM8KRecord)
    assert len(records) == answers
    for record in records:
        scores = scoring.score(record.answer, record.result)
        assert {f: scoring.extract(record.answer, f) for f in FILTERS} == record.read, record.item
        assert {f: scores[f"{f}_exact_match"] == 1.0 for f in FILTERS} == record.right, record.item
    # SmolLM2 solves none of the official problems; that says nothing of what is read off its answers.
    assert (0 < sum(r.right["flexible"] for r in records) < answers) is both
    assert any(r.read["strict"] is None for r in records) and any(r.read["strict"] for r in records)
