"""The test splits of all environments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from agentgym.dataset.contamination.samples import Sample, read_tasks
from agentgym.dataset.contamination.samples import test_source as source_of
from agentgym.dataset.contamination.splits import Split, asked, registered
from agentgym.errors import AgentGymError
from agentgym.registry import environment_ids

ALFWORLD = Split("AgentTune/ALFWorld-v0", "test")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_every_environment_has_one() -> None:
    found = registered()
    assert {s.env_id for s in found} >= set(environment_ids())
    assert ALFWORLD in found and ALFWORLD.name == "alfworld?split=test"


def test_what_a_split_asks_is_what_its_tasks_ask_and_is_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(ALFWORLD)
    assert first.samples[:3] == list(source_of("alfworld?split=test&tasks=3")())
    read: list[int] = []

    def reading(env: Any, env_id: str, ids: Sequence[str]) -> Iterator[Sample]:
        read.append(len(ids))
        return read_tasks(env, env_id, ids)

    monkeypatch.setattr("agentgym.dataset.contamination.splits.read_tasks", reading)
    assert asked(ALFWORLD) == first and read == [1]


def test_a_torn_or_other_cache_is_made_again(cache: Path) -> None:
    first = asked(ALFWORLD)
    (place,) = (cache / "contamination").iterdir()
    place.write_bytes(b"torn")
    assert asked(ALFWORLD) == first


def test_no_machine_is_needed_to_know_what_os_asks() -> None:
    os_ = asked(Split("AgentTune/OS-v0", "test"))
    assert len(os_.samples) == 144 and all(len(s.texts) > 1 for s in os_.samples)


def test_an_environment_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AgentGymError):
        asked(Split("Nobody/Nothing-v0", "test"))
