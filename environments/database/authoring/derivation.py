"""Task derivation, AgentTuning's: questions with reference queries (BIRD's layout) become tasks with answers."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import msgspec
import sqlglot

from agentgym.environments.database import scoring, tasks
from agentgym.environments.database.world import schema
from agentgym.environments.database.world.content import MODIFYING, Database, Problem
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from agentgym.errors import DataError
from agentgym.inventing import Derivation
from agentgym.tasks import Task

_PLAIN = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "date": "DATE"}
"""Types of columns in a file that any SQLite reads."""


class BirdDerivation(Derivation):
    """Knows which of BIRD's questions make tasks, and how they are played."""

    def __init__(self) -> None:
        self._limits = Limits()
        self._server: SQLiteBackend | None = None

    def example(self, folder: Path) -> None:
        """Write the embedded train questions in BIRD's layout: ``train.json`` and a file a database.

        Left out are those whose query SQLite by itself does not answer as the environment does.
        """
        folder.mkdir(parents=True, exist_ok=True)
        questions: list[dict[str, object]] = []
        written: set[str] = set()
        for problem in tasks.problems(None, "train").values():
            if problem.kind in MODIFYING or len(problem.gold) != 1:
                continue
            path = folder / f"{problem.database.name}.sqlite"
            if path.name not in written:
                _write(problem.database, path)
                written.add(path.name)
            query = sqlglot.transpile(problem.gold[0], read="mysql", write="sqlite")[0]
            if scoring.compare_corrected(_values(path, query), problem.answer):
                questions.append(
                    {
                        "question_id": len(questions), "db_id": problem.database.name, "evidence": "",
                        "question": problem.question.partition("\n")[0], "SQL": query, "difficulty": problem.kind,
                    }
                )  # fmt: skip
        (folder / "train.json").write_bytes(msgspec.json.format(msgspec.json.encode(questions)))

    def arguments(self, data: Path) -> dict[str, object]:
        """Return the data and the profile under which the answer is the values."""
        return {"data": str(data), "profile": "derivation"}

    def unfit(self, task: Task) -> str:
        """Return why a question makes no task: its query must give an answer that can be read off its output."""
        problem: Problem = task.data
        if self._server is None:
            self._server = SQLiteBackend(self._limits, dialect="sqlite")
        self._server.begin(problem.database, 0)
        try:
            values = scoring.values_of(self._server, problem)
        except DataError as error:
            return f"reference does not run: {error}"
        if not values or all(v in ("None", "") for v in values):
            return "no answer: the reference gives no value"
        if len(self._server.run(problem.gold[0]).text) > self._limits.shown:
            return "answer too long: its output is not shown whole"
        return ""


def _values(path: Path, query: str) -> list[str]:
    """Return the values that one of our own queries gives on a file; none where it does not run."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as raw:
            return [str(value) for row in raw.execute(query).fetchall() for value in row]
    except sqlite3.Error:
        return []


def _write(database: Database, path: Path) -> None:
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        for table in database.tables:
            columns = ", ".join(
                f"{schema.quoted(c.name, 'sqlite')} {_PLAIN[c.type]}"
                + (" PRIMARY KEY" if c.name == table.key else "")
                for c in table.columns
            )
            name = schema.quoted(table.name, "sqlite")
            raw.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("?" * len(table.columns))
            raw.executemany(f"INSERT INTO {name} VALUES ({marks})", table.rows)
