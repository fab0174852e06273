"""Folders outside the project."""

from __future__ import annotations

import os
import subprocess
import sys
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


def test_every_environment_is_there_for_an_account_without_a_home() -> None:
    """nltk, for one, cannot be imported by it."""
    code = """
import os, pwd
def nobody(*_): raise KeyError("getpwuid(): uid not found: 4242")
pwd.getpwuid = nobody
from agentgym import registry
for env_id in registry.environment_ids():
    registry.environment_class(env_id)
"""
    bare = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
