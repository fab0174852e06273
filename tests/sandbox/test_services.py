"""Which backend a server of ours runs in, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.errors import SandboxError, UnknownNameError
from agentgym.sandbox import bubblewrap_service, engine, services
from tests.sandbox.servers import ask, small


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise SandboxError("No Docker engine answers at all.")

    monkeypatch.setattr(engine, "connect", none)
    services._notice.cache_clear()


def test_docker_is_taken_where_an_engine_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "connect", lambda: object())
    assert services.choose(small(tmp_path)) == "docker" and services.unavailable(small(tmp_path)) == ""


def test_a_backend_that_was_named_is_taken(no_engine: None, tmp_path: Path) -> None:
    spec = small(tmp_path)
    assert [services.choose(spec, name) for name in ("docker", "bubblewrap")] == ["docker", "bubblewrap"]
    assert "No Docker engine" in services.unavailable(spec, "docker")
    with pytest.raises(UnknownNameError, match="Did you mean 'docker'"):
        services.choose(spec, "dokcer")


def test_without_an_engine_bubblewrap_is_taken_and_said_once(
    no_engine: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = small(tmp_path)
    if lack := bubblewrap_service.missing(spec):
        pytest.skip(lack)
    for _ in range(2):
        with services.start(spec) as server:
            assert ask(server, "2 + 2") == 4
    assert capsys.readouterr().err.count("the server 'small' runs in a bubblewrap sandbox") == 1


def test_with_neither_the_error_names_both_ways(no_engine: None, tmp_path: Path) -> None:
    spec = msgspec.structs.replace(small(tmp_path), distributed=None)
    with pytest.raises(
        SandboxError, match=r"Either a Docker engine: No Docker.* Or bubblewrap: it is known as an image"
    ):
        services.start(spec)
    assert "Or bubblewrap" in services.unavailable(spec)
