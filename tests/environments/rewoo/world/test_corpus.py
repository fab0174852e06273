"""What Wikipedia stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.rewoo.world import corpus
from agentgym.errors import DataError
from agentgym.tools.encyclopedia.articles import Article


def test_a_folder_of_texts(tmp_path: Path) -> None:
    (tmp_path / "Ada Renn.txt").write_text("Ada Renn painted. She was born in Vilmar.\n\nMore.")
    (tmp_path / "Vilmar.md").write_text("A town.")
    (tmp_path / "notes.json").write_text("{}")
    found = corpus.library(str(tmp_path))
    page = found.look("ada renn")
    assert (
        isinstance(page, Article)
        and page.lead == "Ada Renn painted. She was born in Vilmar."
        and len(found) == 2
    )


def test_wrong_folders(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        corpus.library(str(tmp_path / "none"))
    with pytest.raises(DataError, match=r"no \.txt"):
        corpus.library(str(tmp_path))
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(DataError, match="cannot be read"):
        corpus.library(str(tmp_path))
