"""HumanEval's file (openai/human-eval, MIT): JSON lines, plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path

import msgspec

from agentgym.environments.humaneval.world.problem import Problem
from agentgym.errors import DataError

NAMES = ("HumanEval.jsonl.gz", "HumanEval.jsonl", "data/HumanEval.jsonl.gz")
"""Names of the file in a folder, the first that is there counts."""


def read(data: Path, split: str) -> tuple[Problem, ...]:
    """Return the problems; they are all of the split ``test``.

    Args:
        data: the file, or a folder with it.
        split: the split that is played.

    Raises:
        DataError: another split, no such file, or a line is none of the form.
    """
    if split != "test":
        raise DataError(f"HumanEval has the split 'test' alone, not {split!r}: {data}.")
    if data.is_file():
        return _read_file(data)
    found = next((data / name for name in NAMES if (data / name).is_file()), None)
    if found is None:
        raise DataError(f"{data} has no {NAMES[0]}.")
    return _read_file(found)


@cache
def _read_file(path: Path) -> tuple[Problem, ...]:
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}. Fetch it again.") from None
    problems = []
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            problem = msgspec.json.decode(line, type=Problem)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{path}, line {number}: {error}. Expected HumanEval's JSON lines.") from None
        if f"def {problem.entry_point}(" not in problem.prompt:
            raise DataError(f"{path}, line {number}: the prompt does not define {problem.entry_point}.")
        problems.append(problem)
    if not problems:
        raise DataError(f"{path} holds no problems.")
    return tuple(problems)
