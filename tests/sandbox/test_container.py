"""A container: its limits, whatever the engine can hold it to."""

from __future__ import annotations

import pytest

from agentgym.sandbox import Spec, engine, reset_mode
from agentgym.sandbox.container import Container
from tests.sandbox.machines import need


def test_limits_that_the_engine_lacks_are_set_for_each_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a rootless engine on control groups of version 1."""
    need("docker")
    monkeypatch.setattr(engine, "limits_lacking", lambda: ["memory", "processes", "processor"])
    container = Container(
        Spec(memory=200 << 20), "nested" if reset_mode.probe().mode == "nested" else "plain"
    )
    try:
        says = engine.connect().inspect_container(container.id)["HostConfig"]
        assert not says["Memory"] and not says["PidsLimit"] and not says["NanoCpus"]
        limits = container.channel.call("run", 30, command="ulimit -v; ulimit -u", seconds=5, limit=99)
        assert limits["output"].split() == [str(200 << 10), "128"]
    finally:
        container.close()
