"""MMLU's files (hendrycks/test, MIT): ``dev/SUBJECT_dev.csv``, ``val/SUBJECT_val.csv``, ``test/SUBJECT_test.csv``.

A row is the question, four choices, and the letter of the right one. The same with a header and the answer as a number
from 0 (Hugging Face's columns) is read as well.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from agentgym.environments.mmlu.world.question import LETTERS, Question
from agentgym.errors import DataError

FOLDERS = {"train": "dev", "dev": "val", "test": "test"}
"""Folder of each split. The examples are five questions a subject in ``dev``; the split ``train`` plays those."""


def read(data: Path, split: str) -> list[Question]:
    """Return the questions of a split, subject by subject.

    Raises:
        DataError: the folder is missing, a file is damaged, or a subject that is examined has no examples.
    """
    found = _read_folder(data, FOLDERS[split])
    without = sorted({q.subject for q in found} - {q.subject for q in examples(data)})
    if without:
        raise DataError(
            f"{data / FOLDERS['train']} has no examples of {', '.join(without)}: expected {without[0]}_dev.csv."
        )
    return found


def examples(data: Path) -> list[Question]:
    """Return the examples of all subjects.

    Raises:
        DataError: the folder is missing, or a file is damaged.
    """
    return _read_folder(data, FOLDERS["train"])


@cache
def _read_folder(data: Path, name: str) -> list[Question]:
    paths = sorted((data / name).glob(f"*_{name}.csv"))
    if not paths:
        raise DataError(
            f"{data / name} has no files SUBJECT_{name}.csv: expected MMLU's folders dev, val and test."
        )
    return [question for path in paths for question in _read_file(path, path.stem.removesuffix(f"_{name}"))]


def _read_file(path: Path, subject: str) -> list[Question]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}. Fetch it again.") from None
    if rows and rows[0][-1] == "answer":
        rows = rows[1:]
    if not rows:
        raise DataError(f"{path} holds no questions.")
    return [_question(row, subject, f"{path}, question {n}") for n, row in enumerate(rows, start=1)]


def _question(row: list[str], subject: str, where: str) -> Question:
    if len(row) != len(LETTERS) + 2:
        raise DataError(
            f"{where}: a row has a question, four choices and the answer; got {len(row)} columns."
        )
    text, *choices, answer = row
    answer = answer.strip()
    if answer in LETTERS and answer:
        position = LETTERS.index(answer)
    elif answer in ("0", "1", "2", "3"):
        position = int(answer)
    else:
        raise DataError(
            f"{where}: the answer is a letter from A to D, or a number from 0 to 3; got {answer!r}."
        )
    return Question(subject, text, tuple(choices), position)
