"""Test data without words."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks.lm_eval_parity import record
from agentgym.benchmarks.lm_eval_parity.gsm8k import Item
from agentgym.benchmarks.lm_eval_parity.record import GSM8KRecord
from agentgym.environments.gsm8k import scoring
from tests.benchmarks.lm_eval_parity.golden_files import golden


def item(answer: str, read: dict[str, str | None]) -> Item:
    """Return an answer that both read alike, and that both take for right."""
    right = dict.fromkeys(read, True)
    return Item("t", answer, "12", read, read, right, right, right)


def test_words_go_and_numbers_stay() -> None:
    assert record.without_words("Élan has 3 apples.\n#### 3\nQuestion: 5?") == "x x 3 x.\n#### 3\n"


def test_an_answer_is_recorded_as_it_is_read(tmp_path: Path) -> None:
    (kept,) = record.of_gsm8k([item("So 5 + 7 is 12.\n#### 12", {"strict": "12", "flexible": "12"})])
    assert (kept.answer, kept.result, len(kept.item)) == ("x 5 + 7 x 12.\n#### 12", "12", record.DIGITS)
    record.write(tmp_path / "r.jsonl", [kept])
    assert golden(str(tmp_path / "r.jsonl"), GSM8KRecord) == [kept]
    with pytest.raises(ValueError, match="read otherwise"):
        record.of_gsm8k([item("So it is 12.", {"strict": None, "flexible": "13"})])
    assert scoring.extract(kept.answer, "flexible") == "12"
