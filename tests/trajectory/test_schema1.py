"""Lines of schema 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agentgym.trajectory import schema1

LINE = (Path(__file__).with_name("schema1") / "later" / "episodes.jsonl").read_bytes().splitlines()[0]


def test_old_lines_are_told_from_new_ones() -> None:
    assert schema1.is_old(LINE) and not schema1.is_old(LINE.replace(b'"schema":1', b'"schema":2'))
    assert not schema1.is_old(json.dumps({"schema": 2, "observation": '"schema":1,'}).encode())


def test_keys_of_info_become_fields() -> None:
    raw = json.loads(LINE)
    episode = schema1.upgrade(raw)
    assert (episode.schema, episode.views, episode.policy_spec) == (2, False, raw["policy"])
    assert episode.steps[0].observation_later == raw["steps"][0]["info"]["observation_later"]
    assert episode.working_seconds == sum(s["seconds"] for s in raw["steps"])


def raw(*steps: dict[str, Any]) -> dict[str, Any]:
    """Return an episode of schema 1 as JSON gives it."""
    told = [{"output": "a", "observation": "b", **s} for s in steps]
    return {
        "schema": 1, "env_id": "AgentTune/Mind2Web-v0", "task_id": "t", "status": "completed", "reward": 1.0,
        "steps": told,
    }  # fmt: skip


def test_a_turn_said_of_the_next_one_that_nobody_was_asked() -> None:
    said: dict[str, Any] = {"text": "x", "model": "m"}
    first, second = schema1.upgrade(raw({"completion": said, "info": {"unasked": True}}, {"info": {}})).steps
    assert (first.unasked, second.unasked) == (False, True)
    first, second = schema1.upgrade(raw({"info": {}}, {"completion": said})).steps
    assert (first.unasked, second.unasked) == (True, False), "nobody answered the first: it has no completion"


def test_ids_are_not_shortened_over_a_fresh_session() -> None:
    one, two = ({"prompt_ids": ids, "completion_ids": [9]} for ids in ([1, 2], [1, 2, 9, 4]))
    fresh = {"messages": [{"role": "user", "content": "anew"}]}
    for info, kept in ((fresh, 0), ({}, 3)):
        _, second = schema1.upgrade(raw({"completion": one, "info": info}, {"completion": two})).steps
        assert (second.prompt_kept, second.completion.prompt_ids) == (kept, [1, 2, 9, 4][kept:])
