"""What a quotient loses where the server keeps rows in a table before it goes on."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.backend import Unsupported
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import DATABASE
from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT team_id, AVG(100 / score) FROM games WHERE team_id < 3 GROUP BY team_id ORDER BY team_id
= [(1, Decimal('26.66665000')), (2, Decimal('50.00000000'))]
SELECT AVG(100 / score) FROM games WHERE team_id < 3
= [(Decimal('34.44444444'),)]
SELECT team_id, AVG(100 / score) FROM games WHERE team_id = 1 GROUP BY team_id
= [(1, Decimal('26.66666667'))]
SELECT team_id, AVG(100 / score), COUNT(DISTINCT note) FROM games WHERE team_id < 3 GROUP BY team_id ORDER BY team_id
= [(1, Decimal('26.66666667'), 1), (2, Decimal('50.00000000'), 1)]
SELECT id, AVG(100 / score) FROM games WHERE id < 3 GROUP BY id
= [(1, Decimal('33.33333333')), (2, Decimal('20.00000000'))]
SELECT 1, AVG(100 / score) FROM games WHERE team_id < 3 GROUP BY 'a'
= [(1, Decimal('34.44444444'))]
SELECT team_id, MAX(100 / score) * 3 FROM games WHERE team_id < 3 GROUP BY team_id ORDER BY team_id
= [(1, Decimal('99.9999')), (2, Decimal('150.0000'))]
SELECT team_id, STD(100 / score) FROM games WHERE team_id < 3 GROUP BY team_id ORDER BY team_id
= [(1, 6.66666667), (2, 0.0)]
SELECT AVG(a) FROM (SELECT DISTINCT team_id, 100 / score AS a FROM games WHERE team_id < 3) x
= [(Decimal('34.44443333'),)]
SELECT AVG(a) FROM (SELECT team_id, 100 / score AS a FROM games WHERE team_id < 3) x
= [(Decimal('34.44444444'),)]
SELECT x.a * 3 FROM (SELECT team_id, AVG(100 / score) AS a FROM games WHERE team_id < 3 GROUP BY team_id) x ORDER BY 1
= [(Decimal('79.99995000'),), (Decimal('150.00000000'),)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []


def test_what_the_servers_estimates_decide_is_refused() -> None:
    server = EmbeddedBackend(Limits())
    server.begin(DATABASE, 0)
    joined = (
        "SELECT teams.id, AVG({}) FROM teams JOIN games ON teams.id = team_id GROUP BY teams.id ORDER BY 1"
    )
    with pytest.raises(Unsupported, match="may keep in a table first"):
        server.rows(joined.format("100 / score"))
    assert server.rows(joined.format("score")), "whole numbers lose nothing"
