"""What ORDER BY determines: the keys are shown as columns, wherever they can be."""

from __future__ import annotations

import pytest

from agentgym.benchmarks.database_exactness import order


@pytest.mark.parametrize(
    ("text", "shown", "places"),
    [
        ("SELECT name FROM t ORDER BY size DESC, id LIMIT 3",
         "SELECT name , (size), (id) FROM t ORDER BY size DESC, id LIMIT 3", (-2, -1)),
        ("SELECT a AS x, b FROM t ORDER BY x, 2 DESC", "SELECT a AS x, b FROM t ORDER BY x, 2 DESC", (0, 1)),
        ("SELECT *, b AS y FROM t ORDER BY y", "SELECT *, b AS y FROM t ORDER BY y", (-1,)),
        ("SELECT x AS a, * FROM t", None, ()),
        ("SELECT a FROM t ORDER BY f(b, c) LIMIT 2", "SELECT a , (f(b, c)) FROM t ORDER BY f(b, c) LIMIT 2", (-1,)),
        ("SELECT a, (SELECT MAX(z) FROM u ORDER BY z) FROM t ORDER BY b",
         "SELECT a, (SELECT MAX(z) FROM u ORDER BY z) , (b) FROM t ORDER BY b", (-1,)),
        ("SELECT DISTINCT a FROM t ORDER BY b", None, ()),
        ("SELECT DISTINCT a FROM t ORDER BY a", "SELECT DISTINCT a FROM t ORDER BY a", (0,)),
        ("SELECT a FROM t UNION SELECT b FROM u ORDER BY a", "SELECT a FROM t UNION SELECT b FROM u ORDER BY a", (0,)),
        ("(SELECT a FROM t) ORDER BY a", None, ()),
        ("SELECT 1", None, ()),
        ("no statement", None, ()),
    ],
)  # fmt: skip
def test_the_keys_become_columns(text: str, shown: str | None, places: tuple[int, ...]) -> None:
    found = order.keyed(text)
    assert (found and found.text) == shown
    assert found is None or found.places == places


def test_keys_are_compared_as_the_server_compares_them() -> None:
    keys = order.Keyed("", (-1, 0))
    first = keys.of([("Ajax", 0.1 + 0.2), ("b", 1.0)])
    assert first == keys.of([("ajax ", 0.3), ("B", 1.0)]) != keys.of([("b", 1.0), ("Ajax", 0.3)])


def test_whether_there_is_an_order() -> None:
    assert order.is_ordered("WITH x AS (SELECT 1 AS a) SELECT a FROM x ORDER BY a")
    assert not order.is_ordered("SELECT a FROM (SELECT a FROM t ORDER BY a) x") and not order.is_ordered(
        "DROP TABLE t"
    )
