"""A MariaDB that the tests of a file share; skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.limits import Limits


@pytest.fixture(scope="module")
def maria() -> Iterator[mariadb.MariaDBBackend]:
    lacking = mariadb.unavailable()
    if lacking:
        pytest.skip(lacking)
    backend = mariadb.MariaDBBackend(Limits(seconds=1))
    yield backend
    backend.close()
