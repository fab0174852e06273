"""What is kept of a large file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agentgym.environments.mind2web.official.derived import derived


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("AGENTGYM_CACHE", str(folder))
    return folder


def _lines(path: Path) -> list[str]:
    return path.read_text().split()


def _never(path: Path) -> list[str]:
    raise AssertionError("it was made again")


def test_it_is_made_once_until_the_file_changes(tmp_path: Path, cache: Path) -> None:
    source = tmp_path / "source"
    source.write_text("a b")
    assert derived(source, "lines-1", list[str], _lines) == ["a", "b"]
    assert derived(source, "lines-1", list[str], _never) == ["a", "b"]
    assert derived(source, "lines-2", list[str], lambda _: ["another form"]) == ["another form"]
    source.write_text("c d")
    os.utime(source, ns=(1, 1))
    assert derived(source, "lines-1", list[str], _lines) == ["c", "d"]
    assert not list(cache.rglob("*.partial"))


@pytest.mark.parametrize("damage", [b"", b"no zstd", b"\x28\xb5\x2f\xfd"])
def test_what_is_damaged_is_made_again(tmp_path: Path, cache: Path, damage: bytes) -> None:
    source = tmp_path / "source"
    source.write_text("a b")
    derived(source, "lines-1", list[str], _lines)
    (kept,) = cache.rglob("*.zst")
    kept.write_bytes(damage)
    assert derived(source, "lines-1", list[str], _lines) == ["a", "b"]
    assert derived(source, "lines-1", list[str], _never) == ["a", "b"]


def test_a_cache_is_not_needed(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    source = tmp_path / "source"
    source.write_text("a b")
    assert derived(source, "lines-1", list[str], _lines) == ["a", "b"]
