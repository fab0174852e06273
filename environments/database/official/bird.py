"""BIRD (Li et al. 2023): questions about SQLite databases, scored by execution accuracy.

A folder holds questions (``mini_dev_sqlite.json``, ``dev.json``, ``train.json``) and, somewhere below it, the
databases as ``<db_id>.sqlite``. They are only read: a file is opened ``immutable`` and no change is authorized.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from agentgym.environments.database.world.content import Database, Problem
from agentgym.errors import DataError

FILES = {
    "train": ("train.json",),
    "dev": ("mini_dev_sqlite.json", "dev.json"),
    "test": ("test.json", "mini_dev_sqlite.json", "dev.json"),
}
"""Question files of each split, the first that is there; BIRD's test set is not public, so dev stands for it."""


class Question(msgspec.Struct):
    """One entry of a question file."""

    db_id: str
    question: str
    SQL: str
    evidence: str = ""
    difficulty: str = ""
    question_id: int | str | None = None


def is_bird(data: Path) -> bool:
    """Whether a path is a folder with BIRD's questions, or a file of them."""
    if data.is_file():
        return data.suffix == ".json"
    return any((data / name).exists() for names in FILES.values() for name in names)


def locate(data: Path, split: str) -> Path:
    """Return the question file of a split; a file stands for every split.

    Raises:
        DataError: the folder has no file of this split.
    """
    if data.is_file():
        return data
    for name in FILES[split]:
        if (data / name).exists():
            return data / name
    raise DataError(
        f"Split {split!r} of BIRD is one of {', '.join(FILES[split])}; {data} has "
        f"{', '.join(sorted(p.name for p in data.glob('*.json'))) or 'no .json file'}."
    )


def load(path: Path, answers: str = "query") -> dict[str, Problem]:
    """Read a file of questions; return them by id (``bird-1471``).

    Args:
        path: the file.
        answers: ``query`` (BIRD's own form), or ``rows``: the values that the reference query gives.

    Raises:
        DataError: the file is broken, or a database is missing or broken.
    """
    try:
        questions = msgspec.json.decode(path.read_bytes(), type=list[Question])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is no list of BIRD questions: {error}") from None
    files = {p.stem: p for p in sorted(path.parent.rglob("*.sqlite"))}
    databases: dict[str, Database] = {}
    schemas: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    for number, question in enumerate(questions):
        name = question.db_id
        if name not in files:
            raise DataError(
                f"{path} asks about the database {name!r}, but there is no {name}.sqlite below {path.parent}."
            )
        if name not in databases:
            databases[name], schemas[name] = Database(name, file=str(files[name])), _schema(files[name])
        key = f"bird-{question.question_id if question.question_id is not None else number}"
        # Some numbers occur twice in the official files.
        problems[key if key not in problems else f"{key}-{number}"] = Problem(
            question=_told(question, schemas[name]),
            kind=question.difficulty or "SELECT",
            database=databases[name],
            scoring="execution" if answers == "query" else "rows",
            answer=(question.SQL,) if answers == "query" else (),
            gold=(question.SQL,),
        )
    return problems


def _told(question: Question, schema: str) -> str:
    hint = f"\nHint: {question.evidence}" if question.evidence.strip() else ""
    return f"{question.question}{hint}\nThe tables:\n{schema}"


def _schema(file: Path) -> str:
    try:
        with contextlib.closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as raw:
            rows: list[tuple[Any, ...]] = raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
            ).fetchall()
            return "\n".join(f"{name}({_columns(raw, name)})" for (name,) in rows)
    except sqlite3.Error as error:
        raise DataError(f"{file} is no SQLite database: {error}") from None


def _columns(raw: sqlite3.Connection, table: str) -> str:
    rows = raw.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    return ", ".join(f"{n} {t}".strip() if n.isidentifier() else f"`{n}` {t}".strip() for n, t in rows)
