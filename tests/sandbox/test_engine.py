"""The Docker engine: what it says of itself."""

from __future__ import annotations

import pytest

from agentgym.sandbox import engine


def test_what_an_engine_lacks_is_read_from_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for says, lacks in (
        ({"MemoryLimit": True, "PidsLimit": True, "CpuCfsQuota": True, "CgroupDriver": "systemd"}, []),
        (
            {"MemoryLimit": True, "PidsLimit": True, "CpuCfsQuota": False, "CgroupDriver": "systemd"},
            ["processor"],
        ),
        ({"CgroupDriver": "none", "MemoryLimit": True}, ["memory", "processes", "processor"]),
    ):
        monkeypatch.setattr(engine, "info", lambda says=says: says)
        assert engine.limits_lacking() == lacks
