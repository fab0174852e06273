"""GSM8K's files: JSON lines ``{"question": …, "answer": "… #### 12"}`` (openai/grade-school-math, MIT)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from agentgym.environments.gsm8k.world.problem import Problem
from agentgym.errors import DataError

FILES: dict[str, tuple[str, ...]] = {
    "train": ("train.jsonl", "gsm8k_train.jsonl"),
    "dev": ("dev.jsonl", "validation.jsonl", "gsm8k_dev.jsonl"),
    "test": ("test.jsonl", "gsm8k_test.jsonl"),
}
"""Names of files by split, the first that is there counts. There is no official file of the split ``dev``."""


def locate(data: Path, split: str) -> Path:
    """Return the file of a split; ``data`` itself, if it is one.

    Raises:
        DataError: the folder has no file of the split.
    """
    if data.is_file():
        return data
    found = next((data / name for name in FILES[split] if (data / name).is_file()), None)
    if found is None:
        raise DataError(f"{data} has no file of the split {split!r}: expected {' or '.join(FILES[split])}.")
    return found


def read(data: Path, split: str) -> tuple[Problem, ...]:
    """Return the problems of a split, in the file's order.

    Raises:
        DataError: there is no such file, or a line of it is none of the form.
    """
    return read_file(locate(data, split))


@cache
def read_file(path: Path) -> tuple[Problem, ...]:
    """Return the problems of a file, read once a process.

    Raises:
        DataError: it cannot be read, is empty, or a line is none of the form.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    problems = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            problem = msgspec.json.decode(line, type=Problem)
            _ = problem.result
        except (msgspec.DecodeError, DataError, UnicodeDecodeError) as error:
            raise DataError(f"{path}, line {number}: {error} Expected GSM8K's JSON lines, whole.") from None
        problems.append(problem)
    if not problems:
        raise DataError(f"{path} holds no problems.")
    return tuple(problems)
