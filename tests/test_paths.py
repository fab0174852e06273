"""Folders outside the project."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from agentgym.paths import cache_folder, data_folder


def test_variables_go_before_the_systems_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, folder in (("AGENTGYM_CACHE", cache_folder), ("AGENTGYM_DATA", data_folder)):
        monkeypatch.setenv(name, str(tmp_path))
        assert folder() == tmp_path
        monkeypatch.delenv(name)
        assert folder().name == "agentgym"
    assert cache_folder() == platformdirs.user_cache_path("agentgym", appauthor=False)
