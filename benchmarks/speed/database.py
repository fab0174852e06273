"""Speed of DB: ``python -m agentgym.benchmarks.speed.database``.

An episode's backend work is a reset, one changing statement and the hash of what it leaves. "AgentBench's form" is one
table of texts of 30 rows, as its tasks have; every episode has a table and a statement of its own, so that no cache of
templates or statements helps. The embedded tasks have three or four tables of 150 rows together. SQLite is measured in
CPU time, MariaDB (which waits for a server) in wall time.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.environments.database import tasks
from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import MODIFYING, Column, Database, Problem, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend

ID = "AgentTune/DB-v0"
Item = tuple[Database, str]


def agentbench_like(count: int, seed: int) -> list[Item]:
    """Make items of AgentBench's form: a table of texts, and an INSERT or an UPDATE of it."""
    rng = random.Random(seed)
    words = [
        f"{a}{b}" for a in ("mor", "tal", "ven", "kis", "ora") for b in ("dun", "lig", "essa", "tar", "win")
    ]
    items = []
    for number in range(count):
        columns = tuple(Column(f"{rng.choice(words)} {i}") for i in range(6))
        rows = tuple(tuple(f"{rng.choice(words)} {rng.randrange(999)}" for _ in columns) for _ in range(30))
        name = f"Table of {rng.choice(words)} {number}"
        if number % 2:
            values = ", ".join(f"'{rng.choice(words)}'" for _ in columns)
            statement = (
                f"INSERT INTO `{name}` ({', '.join(f'`{c.name}`' for c in columns)}) VALUES ({values})"
            )
        else:
            changed = f"UPDATE `{name}` SET `{columns[1].name}` = '{number}'"
            statement = f"{changed} WHERE `{columns[0].name}` = '{rows[3][0]}'"
        items.append((Database(name, (Table(name, columns, rows),)), statement))
    return items


def milliseconds(server: Backend, items: list[Item], clock: Callable[[], float]) -> list[float]:
    """Return the medians of reset, statement and hash, and of the three together."""
    taken = []
    for database, statement in items:
        start = clock()
        server.begin(database, 0)
        began = clock()
        reply = server.run(statement)
        ran = clock()
        server.table_hash(database.tables[0])
        end = clock()
        assert not reply.failed, reply.text
        taken.append((began - start, ran - began, end - ran, end - start))
    return [1000 * statistics.median(column) for column in zip(*taken, strict=True)]


def whole(server: Backend, problems: list[Problem], clock: Callable[[], float]) -> float:
    """Return the median of reset, gold statement and state hash of embedded tasks."""
    taken = []
    for problem in problems:
        start = clock()
        server.begin(problem.database, 0)
        server.run(problem.gold[0])
        server.state_hash(problem.database)
        taken.append(clock() - start)
    return 1000 * statistics.median(taken)


def backend_lines(
    name: str, server: Backend, clock: Callable[[], float], bound: float, count: int
) -> list[Line]:
    """Measure one backend."""
    milliseconds(server, agentbench_like(50, 1), clock)
    reset, statement, hashing, together = milliseconds(server, agentbench_like(count, 2), clock)
    changes = [p for p in tasks.problems(None, "train").values() if p.kind in MODIFYING]
    return [
        Line(f"{name}: reset", reset, "ms"),
        Line(f"{name}: statement", statement, "ms"),
        Line(f"{name}: hash", hashing, "ms"),
        Line(f"{name}: reset + statement + hash", together, "ms", bound),
        Line(f"{name}: the same of embedded tasks (3 or 4 tables)", whole(server, changes, clock), "ms"),
    ]


def environment_line() -> Line:
    """Measure whole expert episodes on SQLite, with prompts, parsing and scoring."""
    env = gymnasium.make(ID, split="test").unwrapped
    ids = list(env.tasks.ids)  # type: ignore[attr-defined]
    start = time.process_time()
    for number, task in enumerate(ids):
        env.reset(seed=number, options={"task": task})
        done = False
        while not done:
            _, _, terminated, truncated, _ = env.step(env.suggest("expert"))  # type: ignore[attr-defined]
            done = terminated or truncated
    return Line("sqlite: an expert's whole episode", 1000 * (time.process_time() - start) / len(ids), "ms")


@click.command()
@click.option("--count", default=300, show_default=True, help="Episodes.")
@click.option("--mariadb/--no-mariadb", "with_server", default=True, show_default=True)
def main(count: int, with_server: bool) -> None:
    """Measure DB."""
    lines = backend_lines("embedded", EmbeddedBackend(Limits()), time.process_time, 0.5, count)
    lines.append(environment_line())
    lacking = mariadb.unavailable() if with_server else "--no-mariadb"
    if lacking:
        click.echo(f"MariaDB is left out: {lacking}")
    else:
        start = time.perf_counter()
        server = mariadb.MariaDBBackend(Limits())
        try:
            lines.append(Line("mariadb: start of a server", 1000 * (time.perf_counter() - start), "ms"))
            lines += backend_lines("mariadb", server, time.perf_counter, 3.0, count)
        finally:
            server.close()
    print_lines("DB", lines)


if __name__ == "__main__":
    main()
