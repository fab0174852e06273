"""A MariaDB that the tests of a file share, in either sandbox; skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.limits import Limits


@pytest.fixture(scope="module")
def maria() -> Iterator[mariadb.MariaDBBackend]:
    yield from _served("docker")


@pytest.fixture(scope="module")
def boxed() -> Iterator[mariadb.MariaDBBackend]:
    yield from _served("bubblewrap")


def _served(sandbox: str) -> Iterator[mariadb.MariaDBBackend]:
    if lacking := mariadb.unavailable(sandbox):
        pytest.skip(lacking)
    backend = mariadb.MariaDBBackend(Limits(seconds=1), sandbox)
    yield backend
    backend.close()
