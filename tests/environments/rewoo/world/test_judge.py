"""Judges."""

from __future__ import annotations

from agentgym.environments.rewoo.world.judge import Judge
from agentgym.policy import Request
from tests.environments.rewoo.playing import problem


def marks(request: Request) -> str:
    text = request.messages[0]["content"]
    said, right = text.split("Answer of the student: ")[1].split("\nRight answer: ")
    if "twice" in said:
        return "It is CORRECT"
    return " CORRECT\n" if said.split()[-1] in right.partition("\n")[0] else "INCORRECT"


def test_only_the_exact_word_counts() -> None:
    with Judge(f"scripted:{__name__}:marks") as mark:
        given = problem(aliases=("Bonn",))
        assert [mark(said, given) for said in ("It is Berlin", "In Bonn", "Rome", "twice Berlin")] == [
            1.0,
            1.0,
            0.0,
            0.0,
        ]
