"""Statements made at random: the same for a seed, and nearly all of them right."""

from __future__ import annotations

from agentgym.benchmarks.database_exactness.made import made
from agentgym.benchmarks.database_exactness.statements import small
from agentgym.environments.database.world.backend import InternalError, StatementError, Unsupported
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend


def test_a_seed_makes_the_same_statements() -> None:
    first = list(made(200, 1))
    assert first == list(made(200, 1))
    assert first != list(made(200, 2))
    assert len(set(first)) > 190


def test_nearly_all_of_them_run_and_none_fails_within() -> None:
    server, answered, tables = EmbeddedBackend(Limits()), 0, small()
    for statement in made(300, 5):
        server.begin(tables, 0)
        try:
            server.rows(statement)
            answered += 1
        except (InternalError, Unsupported) as error:
            assert not isinstance(error, InternalError), statement
        except StatementError:
            pass
    assert answered > 200
