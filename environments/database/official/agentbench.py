"""AgentBench's data: ``dev.jsonl``, ``standard.jsonl`` and others of their form, one task a line.

Defects of the data are mended so that every task can be played, on every server: a column without a name gets one
(``column_1``), of two columns with the same name the later gets a number, ragged rows are filled or cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from agentgym.environments.database.world.content import MODIFYING, Column, Database, Problem, Table
from agentgym.errors import DataError

FILES = {"dev": ("dev.jsonl",), "test": ("standard.jsonl", "test.jsonl"), "train": ("train.jsonl",)}
_LONGEST_NAME = 64  # of an identifier, on MySQL


def locate(data: Path, split: str) -> Path:
    """Return the file of a split; a file stands for every split.

    Raises:
        DataError: the folder has no file of this split.
    """
    if data.is_file():
        return data
    for name in FILES[split]:
        if (data / name).exists():
            return data / name
    raise DataError(
        f"Split {split!r} of AgentBench's DB data is one of {', '.join(FILES[split])}; {data} has "
        f"{', '.join(sorted(p.name for p in data.glob('*.jsonl'))) or 'no .jsonl file'}. Choose another split, or name "
        "the file itself."
    )


def load(path: Path) -> dict[str, Problem]:
    """Read a file; return its tasks by id (``dev-0005``).

    Raises:
        DataError: names the line that is no task, and why.
    """
    problems: dict[str, Problem] = {}
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            try:
                item = msgspec.json.decode(line)
                problems[f"{path.stem}-{number:04d}"] = _problem(item, f"{path.stem}-{number:04d}")
            except (
                msgspec.DecodeError,
                KeyError,
                TypeError,
                AttributeError,
                IndexError,
                UnicodeDecodeError,
            ) as error:
                what = f"it has no field {error}" if isinstance(error, KeyError) else str(error)
                raise DataError(
                    f"{path}, line {number + 1} is no task of AgentBench's DB form: {what}. A task has description, "
                    "label, type, and table with table_name and table_info; if the file is cut off, get it again."
                ) from None
    if not problems:
        raise DataError(f"{path} holds no task.")
    return problems


def _problem(item: dict[str, Any], name: str) -> Problem:
    kind = str(item["type"][0])
    labels = item["label"]
    changes = kind in MODIFYING
    database = Database(name, (_table(item["table"]),))
    question = f"{item['description']}\n{item.get('add_description') or ''}"
    return Problem(
        question=_renamed(question, item["table"], database.tables[0]),
        kind=kind,
        database=database,
        scoring="table" if changes else "answer",
        answer=() if changes else tuple(str(v) for v in labels),
        # For a question the data's statement is no gold (a model wrote it): the label is.
        gold=(str(labels[0]),) if changes else (),
        expected=str(item["answer_md5"]) if changes else "",
    )


def _table(raw: dict[str, Any]) -> Table:
    names = _names([str(c["name"]) for c in raw["table_info"]["columns"]])
    width = len(names)
    rows = tuple(
        tuple(str(v) for v in (*row[:width], *[""] * (width - len(row)))) for row in raw["table_info"]["rows"]
    )
    return Table(str(raw["table_name"]), tuple(map(Column, names)), rows)


def _names(given: list[str]) -> list[str]:
    """Return names that every server takes: not empty, no trailing spaces, short enough, each once."""
    names: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(given, 1):
        base = name.rstrip()[:_LONGEST_NAME].rstrip() or f"column_{number}"
        free, count = base, 2
        while free.lower() in taken:
            suffix = f"_{count}"
            free, count = base[: _LONGEST_NAME - len(suffix)] + suffix, count + 1
        taken.add(free.lower())
        names.append(free)
    return names


def _renamed(question: str, raw: dict[str, Any], table: Table) -> str:
    """Tell the agent of columns that are not named as the question says."""
    pairs = zip((str(c["name"]) for c in raw["table_info"]["columns"]), table.columns, strict=True)
    changed = [f"column {i} is {c.name}" for i, (old, c) in enumerate(pairs, 1) if old != c.name]
    return f"{question}\nIn this database {', '.join(changed)}." if changed else question
