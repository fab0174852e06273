"""``agentgym cache``."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.engine.cache import CallCache, default_path
from agentgym.policy import Completion


def call(*arguments: str) -> Any:
    """Run the command in this process."""
    return CliRunner().invoke(cli, ["cache", *arguments], catch_exceptions=False)


def test_what_the_cache_holds_and_its_pruning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    cache = CallCache()
    for number in range(30):
        cache.put(b"%d" % number, Completion(text="x" * 1000, model="a" if number % 3 else "b"))
    base = sqlite3.connect(default_path())
    base.execute("UPDATE calls SET made = made - 10 * 86400 WHERE model = 'b'")
    base.commit()
    base.close()
    cache.close()
    assert "30 answers" in call().output and "20  a" in call("info").output
    assert "the oldest 10.0 days old" in call().output
    assert json.loads(call("info", "--json").output)["models"] == {"a": 20, "b": 10}
    assert "Say what to delete" in call("prune").output
    assert "Deleted 10 answers; 20 are left" in call("prune", "--days", "5").output
    assert "Deleted 0 answers" in call("prune", "--model", "c").output
    pruned = CallCache()
    half = pruned.size().bytes // 2
    assert pruned.prune(most_bytes=half) == 10 and pruned.size().bytes <= half
    pruned.close()
    assert "Deleted 5 answers; 5 are left" in call("prune", "--max-mb", str(half / 2e6)).output
    assert "Removed" not in CliRunner().invoke(cli, ["clean"]).output or default_path().exists()
    assert "0 are left" in call("prune", "--all").output


def test_no_cache_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    assert "does not exist" in call().output and "does not exist" in call("prune", "--all").output
    assert json.loads(call("info", "--json").output)["answers"] == 0
    assert not default_path().exists(), "asking makes none"
