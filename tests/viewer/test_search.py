"""Searching: finds what a plain search over everything that was said finds, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.engine import cost
from agentgym.messages import tool_call
from agentgym.policy import Completion
from agentgym.trajectory import Step, index
from agentgym.trajectory.files import compress, set_aside
from agentgym.trajectory.transcript import texts
from agentgym.viewer.store import Filter, Store
from tests.report.synthetic import episode, write


def found(folder: Path, query: str) -> set[str]:
    store = Store([folder], cost.load())
    store.refresh()
    hits: set[str] = set()
    cursor: int | None = 0
    while cursor is not None:  # in small bites, as a page asks
        bite = store.search(query, Filter(), cursor=cursor, limit=2)
        hits |= {i.entry.task_id for i in bite.items}
        cursor = bite.cursor
    return hits


@pytest.mark.parametrize(
    "query", ["WOMBAT", 'say "hi"', "zwei\nzeilen", "Straße", "ÉCOLE", "\\back", "no such text", "é", ""]
)
def test_search_finds_what_a_plain_search_finds(tmp_path: Path, query: str) -> None:
    said = [
        "a wombat here",
        'they say "hi"',
        "zwei\nzeilen",
        "die STRASSE und Straße",
        "l'école",
        "a \\back slash",
        "lone \ud800 wombat",
        "plain",
    ]
    episodes = [episode(i, "a", 0.0, observation=text) for i, text in enumerate(said)]
    write(tmp_path, episodes)
    for rotated in (False, True):
        if rotated:
            compress(set_aside(tmp_path))
        assert len(said) == len(index(tmp_path))
        expected = {
            e.task_id for e in episodes if any(query.casefold() in text.casefold() for text in texts(e))
        }
        assert found(tmp_path, query) == expected


def test_everything_that_was_said_is_searched(tmp_path: Path) -> None:
    one = episode(1, "a", 0.0, observation="FIRST sight", observation_later="shortened")
    one.opening = [{"role": "user", "content": "the OPENING"}]
    one.made = [{"role": "system", "content": "a SYSTEM prompt"}]
    call = tool_call("CALLED", {"with": "ARGUMENTS"})
    one.steps = [
        Step(
            output="", observation="the SECOND", observation_later="cut",
            messages=[{"role": "user", "content": "ANEW"}],
            completion=Completion(text="an OUTPUT", reasoning="REASONED"),
        ),
        Step(output="", observation="the LAST", completion=Completion(tool_calls=[call])),
    ]  # fmt: skip
    write(tmp_path, [one, episode(2, "a", None)])
    for query in (
        "opening",
        "system",
        "first",
        "output",
        "reasoned",
        "anew",
        "second",
        "called",
        "arguments",
        "last",
    ):
        assert found(tmp_path, query) == {"task-1"}, query
    assert found(tmp_path, "the server said 500") == {"task-2"}
    assert found(tmp_path, "gpt-4") == set(), "what nobody said is not found, though it is in the line"
