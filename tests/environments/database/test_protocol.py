"""The protocols: how operations and answers are read."""

from __future__ import annotations

import pytest

from agentgym.environments.database.protocol import read_answer


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (' ["a", "b"]', ["a", "b"]),
        ("('a', 2)", ["a", 2]),
        ("5", ["5"]),
        ("Paris", ["Paris"]),
        ("[1, 2", ["[1, 2"]),
        ("", [""]),
        ("[" * 5000, ["[" * 5000]),
        ("9" * 5000, ["9" * 5000]),
        ("[0x" + "f" * 9000 + "]", ["[0x" + "f" * 9000 + "]"]),
        ("__import__('os').system('false')", ["__import__('os').system('false')"]),
        ("[x for x in (1,)]", ["[x for x in (1,)]"]),
    ],
)  # fmt: skip
def test_answers_are_literals_and_never_run(text: str, values: list[object]) -> None:
    assert read_answer(text) == values
