"""The files of a data set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.dataset.files import (
    ORIGIN,
    ROWS,
    Compared,
    Origin,
    add_comparisons,
    is_dataset,
    read_comparisons,
    read_origin,
    read_rows,
    write_dataset,
)
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError
from agentgym.messages import assistant, user


def row(number: int, text: str = "act") -> Row:
    return Row(id=f"x_{number}", messages=[user("task ☃"), assistant(text, loss=True)])


def write(folder: Path, rows: list[Row]) -> None:
    assert write_dataset(folder, rows, lambda: Origin(framework="1"), lambda _: "# Card \ud800") == len(rows)


def test_rows_come_back_also_with_lone_surrogates(tmp_path: Path) -> None:
    rows = [row(0), row(1, "\ud83d"), row(2)]
    write(tmp_path / "data", rows)
    assert list(read_rows(tmp_path / "data")) == rows == list(read_rows(tmp_path / "data" / ROWS))
    assert read_origin(tmp_path / "data").framework == "1" and is_dataset(tmp_path / "data")
    write(tmp_path / "data", rows[:1])
    assert list(read_rows(tmp_path / "data")) == rows[:1]
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_nothing_is_half_written(tmp_path: Path) -> None:
    def failing() -> Iterator[Row]:
        yield row(0)
        raise DataError("broken log")

    write(tmp_path / "data", [row(7)])
    with pytest.raises(DataError, match="broken log"):
        write_dataset(tmp_path / "data", failing(), Origin, lambda _: "")
    assert list(read_rows(tmp_path / "data")) == [row(7)] and len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_no_data_set_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OptionError, match="no data set"):
        write_dataset(tmp_path, [], Origin, lambda _: "")
    assert (tmp_path / "thesis.tex").exists()


@pytest.mark.parametrize("line", ['{"id": "x_1", "messa', '{"id": 3, "messages": []}', "[]", '"\\ud800'])
def test_a_damaged_row_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    write(tmp_path / "data", [row(0)])
    with (tmp_path / "data" / ROWS).open("a") as file:
        file.write(line)
    with pytest.raises(DataError, match=f"{ROWS}, line 2"):
        list(read_rows(tmp_path / "data"))


def test_a_comparison_takes_the_place_of_the_same_one(tmp_path: Path) -> None:
    def compared(test: str, share: float) -> Compared:
        return Compared(test=test, rule="window", samples=1, share=share, clean=1, dirty=0, leaked=0)

    for one in (compared("a", 0.1), compared("b", 0.2), compared("a", 0.3)):
        add_comparisons(tmp_path, [one])
    assert read_comparisons(tmp_path) == [compared("b", 0.2), compared("a", 0.3)]


def test_damaged_and_newer_origins_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "data", [])
    (tmp_path / "data" / ORIGIN).write_text('{"schema": 99}')
    with pytest.raises(DataError, match="schema 99"):
        read_origin(tmp_path / "data")
    (tmp_path / "data" / ORIGIN).write_text("{")
    with pytest.raises(DataError, match="cannot be read"):
        read_origin(tmp_path / "data")
    with pytest.raises(DataError, match="No data set"):
        list(read_rows(tmp_path / "nowhere"))
