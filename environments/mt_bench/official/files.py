"""FastChat's files of MT-Bench (lm-sys/FastChat, Apache-2.0): questions, reference answers, the judge's templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from agentgym.environments.mt_bench.world import templates
from agentgym.environments.mt_bench.world.question import REFERENCED, Question
from agentgym.environments.mt_bench.world.templates import Template
from agentgym.errors import DataError

QUESTIONS = ("question.jsonl", "mt_bench_question.jsonl")
REFERENCES = ("reference_answer/gpt-4.jsonl", "mt_bench_reference_gpt4.jsonl")
PROMPTS = ("judge_prompts.jsonl", "mt_bench_judge_prompts.jsonl")
"""Names of the files in a folder, the first that is there counts."""


class _Line(msgspec.Struct):
    question_id: int
    category: str
    turns: tuple[str, ...]


class _Choice(msgspec.Struct):
    turns: tuple[str, ...]


class _Reference(msgspec.Struct):
    question_id: int
    choices: list[_Choice]


@cache
def read(data: Path, split: str) -> dict[str, Question]:
    """Return the questions by their ids, with references where the file has them; they are all of the split ``test``.

    Raises:
        DataError: another split, a file is missing or damaged, or a question that is judged by a reference has none.
    """
    if split != "test":
        raise DataError(f"MT-Bench has the split 'test' alone, not {split!r}: {data}.")
    lines = _lines(_find(data, QUESTIONS), _Line)
    references = {
        r.question_id: r.choices[0].turns for r in _lines(_find(data, REFERENCES), _Reference) if r.choices
    }
    lacking = [q.question_id for q in lines if q.category in REFERENCED and q.question_id not in references]
    if lacking:
        raise DataError(
            f"{data}: the question {lacking[0]} is judged by a reference answer, and {REFERENCES[0]} has none."
        )
    return {
        str(q.question_id): Question(q.category, q.turns, references.get(q.question_id, ())) for q in lines
    }


@cache
def read_templates(data: Path) -> dict[str, Template]:
    """Return the judge's templates of a folder by name.

    Raises:
        DataError: the file is missing or damaged, or lacks a template.
    """
    path = _find(data, PROMPTS)
    found = {t.name: t for t in _lines(path, Template)}
    lacking = [name for name in templates.OURS if name not in found]
    if lacking:
        raise DataError(f"{path} lacks the template {lacking[0]}.")
    return found


def _find(data: Path, names: tuple[str, ...]) -> Path:
    found = next((data / name for name in names if (data / name).is_file()), None)
    if found is None:
        raise DataError(f"{data} has no {names[0]}: expected FastChat's folder of MT-Bench.")
    return found


def _lines(path: Path, kind: Any) -> list[Any]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found += [msgspec.json.decode(line, type=kind)] if line.strip() else []
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{path}, line {number}: {error}. Fetch it again.") from None
    if not found:
        raise DataError(f"{path} is empty.")
    return found
