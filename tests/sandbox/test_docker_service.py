"""Servers of ours in containers."""

from __future__ import annotations

import msgspec
import pytest

from agentgym.errors import SandboxError
from tests.sandbox.machines import need


def test_a_server_of_ours_starts_and_stops() -> None:
    need("docker")
    pymysql = pytest.importorskip("pymysql")
    from agentgym.environments.database.world.mariadb import SERVER
    from agentgym.sandbox.docker_service import DockerService

    with DockerService(SERVER) as server:
        with (
            pymysql.connect(unix_socket=str(server.path), user="root") as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("select 1 + 1")
            assert cursor.fetchone() == (2,)
        assert server.alive
        server.kill()
        assert not server.alive
    assert not server.path.parent.exists()


def test_a_server_that_does_not_start_says_its_last_words() -> None:
    need("docker")

    from agentgym.environments.database.world.mariadb import SERVER
    from agentgym.sandbox.docker_service import DockerService

    broken = msgspec.structs.replace(SERVER, command=("sh", "-c", "echo no config; exit 3"), patience=0.5)
    with pytest.raises(SandboxError, match="no config"):
        DockerService(broken)
