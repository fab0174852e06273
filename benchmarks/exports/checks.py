"""What is asked of an export: an official validator takes every line, and an import gives the same rows back."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agentgym.benchmarks.exports.adp_schema import faults
from agentgym.dataset.formats import FORMATS, export, import_, named
from agentgym.dataset.row import Row
from agentgym.errors import AgentGymError, DependencyError


class Checked(NamedTuple):
    """What came of a format.

    Attributes:
        form: the format.
        judge: who was asked.
        taken: lines (or rows) that it takes.
        asked: lines (or rows) that it was given.
        problem: the first thing that is wrong.
    """

    form: str
    judge: str
    taken: int
    asked: int
    problem: str = ""


def check(rows: Sequence[Row], folder: Path) -> list[Checked]:
    """Export rows in all formats that need no tokenizer, and return what the judges of each say.

    Args:
        rows: of a data set.
        folder: where the exports go.

    Raises:
        DependencyError: a judge is not installed.
    """
    found = []
    for name in (n for n in FORMATS if n != "tokens"):
        place = folder / name
        export(rows, named(name), place)
        found.append(_again(name, rows, place))
        if name in _JUDGES:
            judge, says = _JUDGES[name]
            found.append(_judged(name, judge, says, place))
    found.append(_loaded(rows, folder / "hf"))
    return found


def _again(name: str, rows: Sequence[Row], place: Path) -> Checked:
    try:
        again = list(import_(place, named(name)))
    except AgentGymError as error:
        return Checked(name, "agentgym import", 0, len(rows), str(error))
    other = [a.id for a, b in zip(again, rows, strict=False) if a != b]
    problem = f"another row: {other[0]}" if other else "" if len(again) == len(rows) else f"{len(again)} rows"
    return Checked(name, "agentgym import", min(len(again), len(rows)) - len(other), len(rows), problem)


def _judged(name: str, judge: str, says: Callable[[bytes], str], place: Path) -> Checked:
    lines = place.read_bytes().splitlines()
    problems = [p for line in lines if (p := says(line))]
    return Checked(name, judge, len(lines) - len(problems), len(lines), problems[0] if problems else "")


def _loaded(rows: Sequence[Row], place: Path) -> Checked:
    """Load the folder ``hf`` as its users do."""
    datasets = _needed("datasets")
    table = datasets.load_dataset(
        str(place), split="train", cache_dir=str(place.parent / "cache of datasets")
    )
    same = sum(
        line["id"] == row.id and [m["content"] for m in line["messages"]] == [m["content"] for m in row.messages]
        for line, row in zip(table, rows, strict=False)
    )  # fmt: skip
    return Checked("hf", f"datasets {datasets.__version__}", same, len(rows))


def _atif(line: bytes) -> str:
    atif = _needed("atif")
    try:
        atif.Trajectory.model_validate_json(line)
    except ValueError as error:
        return str(error)
    return ""


def _adp(line: bytes) -> str:
    return "; ".join(faults(json.loads(line)))


def _needed(package: str) -> Any:
    if importlib.util.find_spec(package) is None:
        raise DependencyError(f"The package {package} is one of the judges: pip install {package}.")
    return importlib.import_module(package)


_JUDGES: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "atif": ("package atif", _atif),
    "adp": ("ADP's schema 1.2.0", _adp),
}
