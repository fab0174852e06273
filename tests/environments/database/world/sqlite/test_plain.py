"""Simple statements: the fast reader writes what the parser would."""

from __future__ import annotations

from agentgym.environments.database import tasks
from agentgym.environments.database.world.sqlite import plain
from agentgym.environments.database.world.sqlite.translate import parsed
from tests.environments.database.statements import CHANGES, ERRORS, QUERIES


def test_simple_statements_are_written_as_the_parser_would_write_them() -> None:
    gold = [
        g for split in ("train", "dev", "test") for p in tasks.problems(None, split).values() for g in p.gold
    ]
    more = (
        "select * from t", "SELECT a,b FROM t WHERE a='x' AND b>=3 ORDER BY a DESC, b ASC LIMIT 5;",
        "SELECT COUNT(*), MAX(a) FROM `t t` WHERE b != \"y\" AND c <> 'it''s' AND d < -2.50",
        "INSERT INTO t(a) VALUES (-1.50),(NULL), ( 'x' ) ;", "UPDATE t SET a=NULL,b=7.10 WHERE c='d'", "DELETE FROM t",
        "SELECT SUM(`a b`) FROM t LIMIT 0",
    )  # fmt: skip
    written = {s: plain.translate(s) for s in (*gold, *QUERIES, *CHANGES, *ERRORS, *more)}
    assert [s for s, sql in written.items() if sql and parsed(s).sql != sql] == []
    assert sum(bool(sql) for sql in written.values()) > 200 and all(written[s] for s in more)
    for statement in (
        "SELECT CURRENT_DATE FROM t", "SELECT 'a\\'b' FROM t", "SELECT a b FROM t", "SELECT a FROM t, u",
        "SELECT a FROM t WHERE b = c", "SELECT a FROM t WHERE b = 1e5", "DELETE FROM t LIMIT 1", "SELECT a FROM t -- x",
        "SELECT a FROM t; DELETE FROM t", "SELECT 1", "SELECT @a FROM t", "SELECT a FROM t WHERE a = 2b",
    ):  # fmt: skip
        assert plain.translate(statement) == "", statement
