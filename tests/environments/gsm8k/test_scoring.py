"""The three extractors, told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agentgym.environments.gsm8k import scoring
from agentgym.environments.gsm8k.official.files import read_file
from tests.shared_data import shared

CASES = [
    # answer, paper, strict, flexible
    ("The answer is 12.", "12", None, "12."),
    ("#### 12", "12", "12", "12"),
    ("It costs $1,050.", None, None, "$1,050."),
    ("It costs $1,234.", "234", None, "$1,234."),
    ("#### -3", "3", "-3", "-3"),
    ("#### 12.50", "50", "12.50", "12.50"),
    ("12.00", "00", None, "12.00"),
    ("#### 5\nThen 7 more.", "7", "5", "7"),
    ("#### 5 \n\nQuestion: How many? #### 9", "5", "5", "5"),
    ("nothing here", None, None, None),
    ("", None, None, None),
    ("So ... 7", "7", None, "7"),
    ("That is all, 7 ...", "7", None, "..."),
    ("٣", None, None, None),
]


@pytest.mark.parametrize(("answer", "paper", "strict", "flexible"), CASES)
def test_what_an_answer_gives(
    answer: str, paper: str | None, strict: str | None, flexible: str | None
) -> None:
    found = {name: scoring.extract(answer, name) for name in ("paper", "strict", "flexible")}  # type: ignore[arg-type]
    assert found == {"paper": paper, "strict": strict, "flexible": flexible}


def test_numbers_are_compared_by_value_and_lm_eval_s_verdict_is_kept_apart() -> None:
    scores = scoring.score("#### 18.00", "18")
    assert (scores["strict"], scores["strict_exact_match"]) == (1.0, 0.0)
    scores = scoring.score("#### $1,050.", "1050")
    assert (scores["flexible"], scores["flexible_exact_match"], scores["strict"]) == (1.0, 1.0, 0.0)
    assert scoring.number("...") is None and scoring.number("$") is None and scoring.number(None) is None
    assert scoring.number("$1,050.") == Decimal(1050)


def test_a_perfect_model_that_writes_commas_gets_what_the_spec_measured() -> None:
    problems = read_file(shared("general/gsm8k_test.jsonl"))
    assert len(problems) == 1319
    answers = [(f"The answer is {int(p.result):,}.", p.result) for p in problems]
    scored = [scoring.score(answer, result) for answer, result in answers]
    assert sum(s["paper"] for s in scored) == 1186
    assert sum(s["flexible"] for s in scored) == 1319
