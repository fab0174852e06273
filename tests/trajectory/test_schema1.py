"""Lines of schema 1."""

from __future__ import annotations

import json
from pathlib import Path

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
