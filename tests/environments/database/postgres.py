"""A PostgreSQL of the tests' own, where its programs and a driver are installed."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL's, which Debian keeps out of the search path."""
    return shutil.which(name, path=os.pathsep.join([*map(str, _HOMES), os.environ.get("PATH", "")]))


def lacking() -> str:
    """Return why there can be no server; empty if there can."""
    if importlib.util.find_spec("psycopg") is None:
        return "needs the driver psycopg"
    return "" if program("initdb") else "needs PostgreSQL's initdb"


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Run a server on a Unix socket; yield its SQLAlchemy URL."""
    folder = Path(tempfile.mkdtemp(prefix="agentgym-pg-"))
    account: dict[str, str] = {}
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "nobody")
        account = {"user": "nobody"}

    def run(name: str, *arguments: str) -> None:
        subprocess.run(
            [str(program(name)), "-D", f"{folder}/data", *arguments],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, **account,
        )  # type: ignore[call-overload]  # fmt: skip

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -h '' -c fsync=off", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
