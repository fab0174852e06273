"""Where rows come from."""

from __future__ import annotations

from agentgym.dataset.conversations import rows_of
from agentgym.dataset.row import Row
from agentgym.dataset.sources import ELSEWHERE, Sources, licence_of
from agentgym.messages import user
from agentgym.registry import card, environment_ids
from tests.dataset.runs import played


def test_rows_are_counted_by_source_and_who_answered() -> None:
    sources = Sources()
    (row,) = rows_of(played(tasks=1)[0])
    for one in (row, row, Row(id="x", messages=[user("u")])):
        sources.add(one)
    assert sources.damaged == {"no answer at the end": 1}
    elsewhere, own = sources.found("CC0")
    assert (elsewhere.source, elsewhere.licence, elsewhere.rows) == (ELSEWHERE, "CC0", 1)
    assert (own.source, own.data, own.split, own.answered, own.rows) == (
        "ALFWorld",
        "embedded",
        "train",
        "expert",
        2,
    )
    assert own.version and own.licence == "Apache-2.0"


def test_licences_are_those_of_the_cards() -> None:
    assert sum(bool(card(env_id).licence) for env_id in environment_ids()) >= 15
    assert licence_of("AgentTune/GSM8K-v0", "official") == "MIT (GSM8K)"
    assert licence_of("AgentTune/GSM8K-v0", "/my/own") == ""
