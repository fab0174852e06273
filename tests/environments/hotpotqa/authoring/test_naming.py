"""Titles."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring.naming import titled
from agentgym.environments.hotpotqa.authoring.things import CITY, COUNTRY, STATE, Thing


def test_brackets_only_where_they_are_needed() -> None:
    things = [
        Thing("n", COUNTRY, "Norland"),
        Thing("s", COUNTRY, "Sudland"),
        Thing("t", STATE, "Sudland"),
        Thing("1", CITY, "Orsa", links={"country": ("n",)}),
        Thing("2", CITY, "Örsa", links={"country": ("s",), "state": ("t",)}),
        Thing("3", CITY, "Vil", links={"country": ("n",)}),
        Thing("4", CITY, "Twin", links={"country": ("n",)}),
        Thing("5", CITY, "Twin", links={"country": ("n",)}),
    ]
    titles = {i: t.title for i, t in titled(things).things.items()}
    assert titles == {
        "n": "Norland", "s": "Sudland (country)", "t": "Sudland (U.S. state)", "1": "Orsa (Norland)",
        "2": "Örsa (Sudland)", "3": "Vil",
    }, "those that cannot be told apart are left out"  # fmt: skip
