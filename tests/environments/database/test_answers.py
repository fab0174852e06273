"""Reading answers, the two comparisons, the hashes."""

from __future__ import annotations

import datetime
import decimal
import hashlib

import pytest

from agentgym.environments.database.scoring import clean, compare_corrected, compare_paper, read_answer
from agentgym.environments.database.world.hashing import state_hash, table_hash


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


@pytest.mark.parametrize(
    ("answer", "truth", "paper", "corrected"),
    [
        (["5"], ["5.0"], True, True),
        ([5], ["5"], True, True),
        (["5.004"], ["5"], False, True),
        (["5.02"], ["5"], False, False),
        (["1,200"], ["1200"], False, True),
        (["12%"], ["12"], False, True),
        (["'Giza'"], ["Giza"], False, True),
        (["giza"], ["Giza"], False, False),
        (["b", "a"], ["a", "b"], True, True),
        (["a", "a", "b"], ["a", "b"], True, True),
        (["a"], ["a", "b"], False, False),
        (["1", "2"], ["2.0", "1.0"], False, True),
        (["1", "1"], ["1"], True, False),
        (["1.005", "1"], ["1", "1.01"], False, True),
        ([["a", 1], ["b", 2]], ["a", "1", "b", "2"], False, True),
        ([None], ["none"], False, True),
        ([], [], True, True),
        ([], ["a"], False, False),
        ([{"a": 1}], ["a"], False, False),
        (["nan"], ["0"], False, True),
        (["inf"], ["5"], False, False),
        ([10**400], ["5"], False, False),
    ],
)
def test_the_two_comparisons(answer: list[object], truth: list[str], paper: bool, corrected: bool) -> None:
    assert compare_paper(answer, truth) is paper
    assert compare_corrected(answer, truth) is corrected


def test_cleaning_leaves_texts_with_commas_alone() -> None:
    assert clean("Rome, Italy") == "Rome, Italy"
    assert clean('"4,5"') == "45"


def test_the_table_hash_is_agentbenchs() -> None:
    rows = [("b", None, "x"), ("a", "", 2)]
    parts = sorted(hashlib.md5(t.encode()).hexdigest()[:5] for t in ("b,x", "a,,2"))
    assert table_hash(rows) == str([(hashlib.md5(",".join(parts).encode()).hexdigest(),)])
    assert table_hash(rows) == table_hash(rows[::-1]), "the order of rows does not count"
    many = [(str(i),) for i in range(400)]
    assert table_hash(many) != table_hash(many[:170]), "rows are sorted before they are cut"
    cut = sorted(hashlib.md5(str(i).encode()).hexdigest()[:5] for i in range(400))
    assert table_hash(many) == str([(hashlib.md5(",".join(cut)[:1024].encode()).hexdigest(),)])


def test_the_state_hash_does_not_depend_on_the_driver() -> None:
    one = [("t", [(1, 2.0, "2020-01-31", None), (2, 0.5, "x", "y")])]
    other = [("t", [(2, decimal.Decimal("0.50"), "x", "y"), (1, 2, datetime.date(2020, 1, 31), None)])]
    assert state_hash(one) == state_hash(other)
    assert state_hash(one) != state_hash([("t", [*one[0][1], *one[0][1]])]), "repeated rows count"
    assert state_hash([("t", [("1",)])]) != state_hash([("t", [(1,)])])
