"""The official schema."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from agentgym.environments.mind2web.official.records import TaskRecord
from agentgym.errors import DataError
from tests.environments.mind2web.made import action, task


def _record(made: dict[str, Any]) -> TaskRecord:
    return msgspec.convert(made, TaskRecord)


def test_what_playing_needs_is_read_and_the_rest_is_left() -> None:
    record = _record(task("t", action("a", 12), action("b", 25, "TYPE", "red hat"))).check("here")
    assert (record.annotation_id, record.website, record.domain) == ("t", "w", "d")
    assert [a.operation.value for a in record.actions] == ["", "red hat"]
    assert record.actions[0].pos_candidates[0].is_original_target
    assert len(record.actions[0].neg_candidates) == 19


def test_parts_must_fit_together() -> None:
    assert _record(task("t", action("a", 12))).check("here")
    with pytest.raises(DataError, match="here: task 't' has 0 actions"):
        _record(task("t")).check("here")
    with pytest.raises(DataError, match="1 actions and 0 action_reprs"):
        _record({**task("t", action("a", 12)), "action_reprs": []}).check("here")
    with pytest.raises(DataError, match="'DANCE'; expected one of CLICK, TYPE, SELECT"):
        _record(task("t", action("a", 12, "DANCE"))).check("here")
