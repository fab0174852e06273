"""Folders outside the project."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from agentgym.paths import cache_folder, data_folder, with_home


def test_variables_go_before_the_systems_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, folder in (("AGENTGYM_CACHE", cache_folder), ("AGENTGYM_DATA", data_folder)):
        monkeypatch.setenv(name, str(tmp_path))
        assert folder() == tmp_path
        monkeypatch.delenv(name)
        assert folder().name == "agentgym"
    assert cache_folder() == platformdirs.user_cache_path("agentgym", appauthor=False)


def test_an_account_without_a_home_has_folders_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("AGENTGYM_CACHE", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_path", none)
    assert cache_folder().name == "cache" and cache_folder().parent.name.startswith("agentgym-")


def test_a_home_is_named_for_packages_that_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with with_home():
        assert os.environ["HOME"]
    assert "HOME" not in os.environ
