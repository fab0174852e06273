"""The seven sets of the paper's evaluation, from their own files, and the rows that were drawn of each.

- ``hotpot_qa``: ``hotpot…``, or BOLAA's ``easy``, ``medium``, ``hard`` (.json, .jsonl), HotpotQA's or Hugging Face's
  layout
- ``trivia_qa``: ``trivia…`` (.json, .jsonl), Hugging Face's rows
- ``gsm8k``: ``gsm8k…`` (.jsonl), ``question`` and ``answer`` with ``#### `` before the number
- ``strategy_qa``, ``physics_question``, ``sports_understanding``: ``strategy…``, ``physics…``, ``sports…`` (.json),
  BIG-bench's layout
- ``sotu_qa``: ``sotu…`` (.csv) with ``question,answer``, and ``state_of_the_union.txt`` beside it

Files are found by how their names begin.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from agentgym.environments.rewoo.world.names import ALPHA, CALCULATOR, GOOGLE, LLM, SEARCH_SOTU, WIKIPEDIA
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.errors import DataError
from agentgym.tools.encyclopedia.item_files import open_files

_FACTS, _ALL = (WIKIPEDIA, LLM), (WIKIPEDIA, LLM, ALPHA, CALCULATOR, GOOGLE)
_SAMPLE, _SEED = 50, 2024
DOCUMENT = "state_of_the_union.txt"
Row = Callable[[int], Problem]


class Set(NamedTuple):
    """One set: how many rows it has, and what makes a problem of one.

    Attributes:
        name: its name.
        path: its file.
        size: number of rows.
        problem: returns the problem of a row.
    """

    name: str
    path: Path
    size: int
    problem: Row


def rows(size: int, split: str) -> list[int]:
    """Return the rows of a split: the 50 that the paper drew are the test split, the next 50 dev, the others train."""
    order = np.random.RandomState(_SEED).permutation(size)
    begin, end = {"test": (0, _SAMPLE), "dev": (_SAMPLE, 2 * _SAMPLE), "train": (2 * _SAMPLE, size)}[split]
    return [int(i) for i in order[begin:end]]


def open_sets(data: Path) -> dict[str, Set]:
    """Return the sets in a folder, or the one of a file, by name.

    Raises:
        DataError: there is none, or a file is not of its layout.
    """
    paths = [data] if data.is_file() else sorted(p for p in data.iterdir() if p.is_file())
    found: dict[str, Set] = {}
    for name, (prefixes, suffixes, reader) in _READERS.items():
        path = next((p for p in paths if p.stem.lower().startswith(prefixes) and p.suffix in suffixes), None)
        if path is not None:
            found[name] = reader(name, path)
    if not found:
        expected = ", ".join(f"{prefixes[0]}…{suffixes[0]}" for prefixes, suffixes, _ in _READERS.values())
        raise DataError(f"{data} has none of the paper's sets: expected files called {expected}.")
    return found


def _hotpot(name: str, path: Path) -> Set:
    items = open_files((path,))

    def problem(row: int) -> Problem:
        item = items.item(items.ids[row])
        if item.answer is None:
            raise DataError(f"{path}, row {row}: there is no answer. Take a file with answers.")
        return Problem(
            question=item.question, answer=item.answer, label="text", tools=_FACTS, examples="multihop",
            context=item.context, facts=tuple(item.gold_titles),
        )  # fmt: skip

    return Set(name, path, len(items.ids), problem)


class _Trivia(msgspec.Struct):
    class Answer(msgspec.Struct):
        value: str
        aliases: list[str] = []

    question: str
    answer: Answer


def _trivia(name: str, path: Path) -> Set:
    raw = _raw_rows(path)

    def problem(row: int) -> Problem:
        kept = _decode(raw[row], _Trivia, path, row)
        return Problem(
            question=kept.question, answer=kept.answer.value, aliases=tuple(kept.answer.aliases), label="text",
            tools=_FACTS, examples="trivia",
        )  # fmt: skip

    return Set(name, path, len(raw), problem)


class _Gsm(msgspec.Struct):
    question: str
    answer: str


def _gsm8k(name: str, path: Path) -> Set:
    raw = _raw_rows(path)

    def problem(row: int) -> Problem:
        kept = _decode(raw[row], _Gsm, path, row)
        _, mark, answer = kept.answer.rpartition("#### ")
        if not mark:
            raise DataError(f"{path}, row {row}: the answer has no '#### ' before its number.")
        tools = (LLM, ALPHA, CALCULATOR)
        return Problem(
            question=kept.question, answer=answer.strip(), label="number", tools=tools, examples="math"
        )

    return Set(name, path, len(raw), problem)


class _Example(msgspec.Struct):
    input: str
    target: str | list[str] = ""
    target_scores: dict[str, float] = {}


class _BigBench(msgspec.Struct):
    examples: list[_Example]


def _bigbench(make: Callable[[_Example], Problem]) -> Callable[[str, Path], Set]:
    def read(name: str, path: Path) -> Set:
        kept = [e for e in _decode(_bytes(path), _BigBench, path, None).examples if e.input]

        def problem(row: int) -> Problem:
            try:
                return make(kept[row])
            except (StopIteration, IndexError):
                raise DataError(f"{path}, row {row}: there is no right answer.") from None

        return Set(name, path, len(kept), problem)

    return read


def _right(example: _Example) -> str:
    return next(option for option, score in example.target_scores.items() if score)


def _strategy(example: _Example) -> Problem:
    question = f"Answer with 'Yes' or 'No': {example.input}"
    return Problem(question=question, answer=_right(example), label="yesno", tools=_ALL, examples="math")


def _sports(example: _Example) -> Problem:
    question = f"Determine whether the following statement or statements are plausible or implausible: {example.input}"
    options = tuple(sorted(example.target_scores))
    return Problem(
        question=question,
        answer=_right(example),
        label="option",
        options=options,
        tools=_ALL,
        examples="math",
    )


def _physics(example: _Example) -> Problem:
    targets = [example.target] if isinstance(example.target, str) else example.target
    return Problem(
        question=example.input, answer=targets[0], aliases=tuple(targets[1:]), label="quantity", tools=_ALL,
        examples="math",
    )  # fmt: skip


def _sotu(name: str, path: Path) -> Set:
    try:
        kept = list(csv.DictReader(io.StringIO(_bytes(path).decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as a table: {error}.") from None
    if any(not row.get("question") or row.get("answer") is None for row in kept) or not kept:
        raise DataError(f"{path}: expected a table with the columns question and answer.")
    document = path.with_name(DOCUMENT)
    if not document.is_file():
        raise DataError(f"{path} needs the address itself beside it, as {DOCUMENT}.")
    tools = (LLM, CALCULATOR, GOOGLE, SEARCH_SOTU)

    def problem(row: int) -> Problem:
        return Problem(
            question=kept[row]["question"], answer=kept[row]["answer"], label="sentence", tools=tools,
            examples="math", document=str(document),
        )  # fmt: skip

    return Set(name, path, len(kept), problem)


_READERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], Callable[[str, Path], Set]]] = {
    "hotpot_qa": (("hotpot", "easy", "medium", "hard"), (".json", ".jsonl"), _hotpot),
    "trivia_qa": (("trivia",), (".json", ".jsonl"), _trivia),
    "gsm8k": (("gsm8k",), (".jsonl", ".json"), _gsm8k),
    "strategy_qa": (("strategy",), (".json",), _bigbench(_strategy)),
    "physics_question": (("physics",), (".json",), _bigbench(_physics)),
    "sports_understanding": (("sports",), (".json",), _bigbench(_sports)),
    "sotu_qa": (("sotu",), (".csv",), _sotu),
}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None


def _raw_rows(path: Path) -> Sequence[Any]:
    raw = _bytes(path)
    if raw.lstrip()[:1] == b"[":
        return _decode(raw, list[msgspec.Raw], path, None)  # type: ignore[no-any-return]
    return [line for line in raw.splitlines() if line.strip()]


def _decode(raw: Any, kind: Any, path: Path, row: int | None) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        where = f"{path}, row {row}" if row is not None else str(path)
        raise DataError(
            f"{where}: {error}. Expected the layout of the set, or a file that is whole."
        ) from None
