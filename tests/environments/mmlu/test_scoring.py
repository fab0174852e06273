"""Which letter a written answer gives."""

from __future__ import annotations

import pytest

from agentgym.environments.mmlu import scoring

CASES = [
    ("Answer: B", "B"),
    ("answer: (c)", None),
    ("The answer is (C).", "C"),
    ("The correct answer is **D**", "D"),
    ("B", "B"),
    (" B.", "B"),
    ("B. Paris", "B"),
    ("(B) Paris", "B"),
    ("A man walks by.", None),
    ("A", "A"),
    ("It could be (A) or (B).", None),
    ("It is (A), as (A) says.", "A"),
    ("Answer: A\nNo, wait. Answer: D", "D"),
    (r"\boxed{C}", "C"),
    (r"so \boxed{\text{B}}", "B"),
    ("The answer is Beirut.", None),
    ("Answer: A's", None),
    ("E", None),
    ("", None),
    ("I cannot say.", None),
    ("**C**", "C"),
    ("C) 4", "C"),
]


@pytest.mark.parametrize(("answer", "letter"), CASES)
def test_the_letter_of_an_answer(answer: str, letter: str | None) -> None:
    assert scoring.letter(answer) == letter


def test_an_unreadable_answer_is_wrong_and_told_apart() -> None:
    assert scoring.score("no idea", "A") == {"success": 0.0, "readable": 0.0}
    assert scoring.score("Answer: B", "A") == {"success": 0.0, "readable": 1.0}
    assert scoring.score("Answer: A", "A") == {"success": 1.0, "readable": 1.0}
