"""Facts of MariaDB 10.11 (``sql_mode = ''``): statements on the tables of :data:`DATABASE`, and what it answers.

Facts are written as a statement, on as many lines as it takes, then ``= `` and the answer as the agent sees it, of an
error its number. Statements joined by ``; `` and ``=>`` are run one after the other on fresh tables, and what each of
them answers stands between bars. The tests of the modules hold the embedded database against them,
``test_mariadb_bubblewrap.py`` the real server.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import DATABASE

Facts = tuple[tuple[str, str], ...]
SHOWN = Limits(shown=20_000)


def facts(text: str) -> Facts:
    """Read facts."""
    found: list[tuple[str, str]] = []
    statement, answer = "", ""
    for line in text.strip().splitlines():
        if line.startswith("= "):
            answer = line[2:]
        elif answer and line.startswith("  "):
            answer += " " + line.strip()
        else:
            if answer:
                found.append((statement, answer))
                statement, answer = "", ""
            statement = f"{statement} {line.strip()}" if statement else line.strip()
    return (*found, (statement, answer))


def differing(server: Backend, known: Facts) -> list[tuple[str, str, str]]:
    """Return the facts that a server does not keep: the statement, what is right, what it says."""
    wrong, fresh = [], False
    for statement, right in known:
        changes, arrow, asked = statement.partition(" => ")
        steps = [*changes.split("; "), asked] if arrow else [statement]
        if arrow or not fresh:
            server.begin(DATABASE, 0)
        fresh = not arrow
        replies = [server.run(step) for step in steps]
        said = " | ".join(r.text[:4] if r.failed else r.text for r in replies)
        if said != right:
            wrong.append((statement, right, said))
    return wrong


def embedded(known: Facts) -> list[tuple[str, str, str]]:
    """Return the facts that the embedded database does not keep."""
    server = EmbeddedBackend(SHOWN)
    try:
        return differing(server, known)
    finally:
        server.close()


def every() -> Facts:
    """Return the facts of all files of this package."""
    package = import_module(__package__ or "")
    modules = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return tuple(f for m in modules for f in getattr(import_module(m.name), "FACTS", ()))
