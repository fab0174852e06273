"""Which way of resetting a container is chosen."""

from __future__ import annotations

import pytest

from agentgym.sandbox import Spec, reset_mode, start
from agentgym.sandbox.docker_backend import DockerSandbox
from tests.sandbox.machines import need


def test_a_probe_that_fails_falls_back_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    need("docker")
    monkeypatch.setattr(reset_mode, "_known", {})
    monkeypatch.setattr(
        "agentgym.sandbox.container._MOUNT_CAPABILITIES", []
    )  # as where an engine grants none
    with start(Spec(), "docker") as machine:
        assert isinstance(machine, DockerSandbox) and machine.mode == "plain"
        assert machine.run("echo on").output == "on\n"
    choice = reset_mode.probe()
    assert choice.mode == "plain"
    assert "nested: " in choice.why and "overlay: " in choice.why and "not permitted" in choice.why
