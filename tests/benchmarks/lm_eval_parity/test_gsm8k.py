"""GSM8K's extractors beside lm-eval's filters, on answers that lm-eval has judged."""

from __future__ import annotations

import pytest

from agentgym.benchmarks.lm_eval_parity.gsm8k import FILTERS
from agentgym.benchmarks.lm_eval_parity.record import GSM8KRecord
from agentgym.environments.gsm8k import scoring
from tests.benchmarks.lm_eval_parity.golden_files import golden


@pytest.mark.parametrize("name", ["gsm8k_altered.jsonl"])
def test_the_same_is_read_and_judged_right(name: str) -> None:
    records = golden(name, GSM8KRecord)
    assert len(records) == 200
    for record in records:
        scores = scoring.score(record.answer, record.result)
        assert {f: scoring.extract(record.answer, f) for f in FILTERS} == record.read, record.item
        assert {f: scores[f"{f}_exact_match"] == 1.0 for f in FILTERS} == record.right, record.item
    assert 0 < sum(r.right["flexible"] for r in records) < len(records), "answers of both kinds"
