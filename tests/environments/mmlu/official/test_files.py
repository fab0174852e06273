"""MMLU's own files, in both forms, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.mmlu.official import files
from agentgym.errors import DataError
from tests.shared_data import shared

ROW = '"Which, then?",one,"two, or 2",three,four,{}\n'


def folder(path: Path, test: str, dev: str = ROW.format("A")) -> Path:
    for name, content in (("dev", dev), ("test", test)):
        (path / name).mkdir(parents=True)
        (path / name / f"x_{name}.csv").write_text(content)
    return path


def test_the_official_files() -> None:
    data = shared("general/mmlu")
    assert len(files.read(data, "test")) == 14042 and len(files.examples(data)) == 57 * 5
    assert len({q.subject for q in files.read(data, "test")}) == 57


@pytest.mark.parametrize("content", [ROW.format("C"), "question,a,b,c,d,answer\n" + ROW.format("2")])
def test_letters_without_and_numbers_with_a_header(tmp_path: Path, content: str) -> None:
    (question,) = files.read(folder(tmp_path, content), "test")
    assert (question.subject, question.text, question.choices[1], question.letter) == (
        "x",
        "Which, then?",
        "two, or 2",
        "C",
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (ROW.format("E"), "a letter from A to D, or a number from 0 to 3; got 'E'"),
        ("only,three,columns\n", "got 3 columns"),
        ("", "holds no questions"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        files.read(folder(tmp_path, content), "test")


def test_a_missing_folder_or_subject_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"val has no files SUBJECT_val\.csv"):
        files.read(folder(tmp_path / "a", ROW.format("A")), "dev")
    data = folder(tmp_path / "b", ROW.format("A"))
    (data / "test" / "y_test.csv").write_text(ROW.format("B"))
    with pytest.raises(DataError, match=r"has no examples of y: expected y_dev\.csv"):
        files.read(data, "test")
