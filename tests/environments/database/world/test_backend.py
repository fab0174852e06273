"""What every backend does: replies as AgentBench shows them."""

from __future__ import annotations

from agentgym.environments.database.world.backend import cut, take
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import DATABASE


def test_what_is_longer_than_the_limit_is_cut() -> None:
    assert cut("abc", Limits(shown=3)) == "abc"
    assert cut("abcd", Limits(shown=3)) == "abc[TRUNCATED]"
    assert cut("abcd", Limits(shown=3, cut=" …")) == "abc …"


def test_no_more_rows_are_fetched_than_are_shown() -> None:
    rows = iter([("x" * 10,)] * 100)
    assert len(take(rows, 30)) == 2 and len(list(rows)) == 98


def test_a_statement_has_a_length_and_the_gold_is_spoken_as_it_is() -> None:
    server = EmbeddedBackend(Limits(statement=10))
    server.begin(DATABASE, 0)
    reply = server.run("SELECT 1000000")
    assert reply.failed and reply.text == "1153 (08S01): Got a packet bigger than 10 characters"
    assert server.spoken("SELECT `a`") == "SELECT `a`"
    server.close()
