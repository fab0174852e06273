"""ROUGE-L, and what is nearly known."""

from __future__ import annotations

import pytest

from agentgym.instruct.similarity import Known, rouge_l


def _naive(first: list[str], second: list[str]) -> float:
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return 2 * table[-1][-1] / (len(first) + len(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("count the red birds in the tree", "in the tree count all red birds"),
        ("Delete the file a.txt.", "delete THE file, b.txt!"),
        ("one", "two"),
    ],
)
def test_it_is_the_f_measure_of_the_longest_common_subsequence(first: str, second: str) -> None:
    words = [s.casefold().translate({ord(c): " " for c in ".,!"}).split() for s in (first, second)]
    assert rouge_l(first, second) == pytest.approx(_naive(*words))


def test_the_nearest_known_text_is_found() -> None:
    known = Known(0.7, [("a", "count the lines of /srv/a.txt"), ("b", "count the lines of /srv/b.log")])
    near = known.nearest("Count the lines of /srv/b.log now")
    assert near is not None and near.name == "b" and near.similarity > 0.9
    assert known.nearest("make a folder for letters") is None
    known.add("c", "make a folder for letters")
    assert known.nearest("make a folder for letters") is not None
