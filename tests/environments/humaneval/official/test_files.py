"""HumanEval's own file, and broken ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from agentgym.environments.humaneval.official.files import read
from agentgym.errors import DataError
from tests.shared_data import shared

LINE = (
    '{"task_id": "H/0", "prompt": "def f():\\n", "entry_point": "f", "canonical_solution": "    pass\\n", '
    '"test": "x"}\n'
)


def test_the_official_file() -> None:
    problems = read(shared("general"), "test")
    assert len(problems) == 164 and problems[0].entry_point == "has_close_elements"
    assert "def poly" in problems[32].preamble and "def " not in problems[0].preamble


def test_plain_and_gzipped(tmp_path: Path) -> None:
    (tmp_path / "HumanEval.jsonl").write_text(LINE)
    (tmp_path / "other.gz").write_bytes(gzip.compress(LINE.encode()))
    assert read(tmp_path, "test") == read(tmp_path / "other.gz", "test")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no problems"),
        (LINE.encode()[:60], "line 1"),
        (LINE.replace('"f"', '"g"').encode(), "does not define g"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "HumanEval.jsonl").write_bytes(content)
    with pytest.raises(DataError, match=told):
        read(tmp_path, "test")


def test_a_cut_archive_another_split_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has no HumanEval\.jsonl\.gz"):
        read(tmp_path, "test")
    (tmp_path / "HumanEval.jsonl.gz").write_bytes(gzip.compress(LINE.encode() * 50)[:-20])
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path, "test")
    with pytest.raises(DataError, match="has the split 'test' alone"):
        read(tmp_path, "train")
