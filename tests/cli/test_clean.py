"""``agentgym clean``."""

from __future__ import annotations

from pathlib import Path

from agentgym.processes import owner
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


def test_the_folders_of_a_run_that_lives_stay() -> None:
    """Its sandboxes and servers are reached through them: they were removed under other runs' feet."""
    place = owner.make_place()
    agentgym("clean", AGENTGYM_LABEL=OWN)
    assert place.is_dir()
    place.rmdir()
