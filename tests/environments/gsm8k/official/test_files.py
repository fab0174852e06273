"""GSM8K's own files, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.gsm8k.official.files import locate, read
from agentgym.errors import DataError
from tests.shared_data import shared


def test_the_official_test_split() -> None:
    problems = read(shared("general/gsm8k_test.jsonl").parent, "test")
    assert len(problems) == 1319
    assert (
        sum(abs(int(p.result)) >= 1000 for p in problems) == 131
        and sum(int(p.result) < 0 for p in problems) == 2
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no problems"),
        ('{"question": "Q", "answer": "#### 1"}\n{"question": "Q", "ans', "line 2"),
        ('{"question": "Q", "answer": "twelve"}\n', "no last line of the form '#### 12'"),
        ('{"question": "Q"}\n', "line 1: Object missing required field `answer`"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "test.jsonl").write_text(content)
    with pytest.raises(DataError, match=told):
        read(tmp_path, "test")


def test_a_missing_split_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no file of the split 'dev': expected dev\.jsonl or"):
        locate(tmp_path, "dev")
