"""The hashes of a database's content."""

from __future__ import annotations

import datetime
import decimal
import hashlib

from agentgym.environments.database.world.hashing import state_hash, table_hash


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
