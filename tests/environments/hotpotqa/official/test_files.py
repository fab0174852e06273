"""Which file is which split."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.hotpotqa.official.files import locate
from agentgym.errors import DataError
from tests.environments.hotpotqa.samples import write


def test_where_a_split_lies(tmp_path: Path) -> None:
    for name in ("hotpot_train_v1.1.json", "hotpot_dev_fullwiki_v1.json", "easy.json", "hard.jsonl"):
        write(tmp_path / name)
    assert locate(tmp_path / "easy.json", "train") == (tmp_path / "easy.json",)
    assert locate(tmp_path, "train")[0].name == "hotpot_train_v1.1.json"
    assert locate(tmp_path, "dev")[0].name == "hotpot_dev_fullwiki_v1.json"
    assert [p.name for p in locate(tmp_path, "test")] == ["easy.json", "hard.jsonl"]
    write(tmp_path / "hotpot_dev_distractor_v1.json")
    assert locate(tmp_path, "dev")[0].name == "hotpot_dev_distractor_v1.json"
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match=r"easy\.json"):
        locate(empty, "test")
    with pytest.raises(DataError, match=r"hotpot_train_v1\.1\.json"):
        locate(empty, "train")
