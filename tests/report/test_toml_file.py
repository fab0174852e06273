"""Files by name, else by path."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.errors import DataError, UnknownNameError
from agentgym.report.toml_file import names, read_named


class Thing(msgspec.Struct):
    size: int


def test_a_name_goes_before_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "one.toml").write_text("size = 1")
    (tmp_path / "one").write_text("size = 2")
    monkeypatch.chdir(tmp_path)
    assert read_named("thing", "one", folder, Thing).size == 1
    assert read_named("thing", str(tmp_path / "one"), folder, Thing).size == 2
    assert names(folder) == ["one"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("size = 1")
    with pytest.raises(UnknownNameError, match=r"Unknown thing 'onne'; known: one\. Did you mean 'one'"):
        read_named("thing", "onne", tmp_path, Thing)
    for text in ("size = 'large'", "size = ", "size = 1\n\xff"):
        bad = tmp_path / "bad"
        bad.write_bytes(text.encode("latin-1"))
        with pytest.raises(DataError, match=r"bad holds no thing: .* See .*one\.toml for the form"):
            read_named("set of thing", str(bad), tmp_path, Thing)
