"""``agentgym clean``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import agentgym

OWN = "agentgym-test-clean"
"""A label of its own: what other tests run in sandboxes at the same time is not to be removed."""


def test_clean_removes_the_cache_folder(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "index").write_bytes(b"x" * 1000)
    assert "Would remove" in agentgym("clean", "--dry-run", AGENTGYM_CACHE=str(cache), AGENTGYM_LABEL=OWN)
    assert cache.exists()
    agentgym("clean", AGENTGYM_CACHE=str(cache), AGENTGYM_LABEL=OWN)
    assert not cache.exists()


def test_answers_that_were_paid_for_stay(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "calls.sqlite").write_bytes(b"answers")
    (cache / "index").write_bytes(b"x")
    agentgym("clean", AGENTGYM_CACHE=str(cache), AGENTGYM_LABEL=OWN)
    assert [p.name for p in cache.iterdir()] == ["calls.sqlite"]
