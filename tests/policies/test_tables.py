"""Options are documented once, in their structs: the documentation shows what those say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agentgym.policies.options import described
from agentgym.policies.tables import TABLES, rendered, table
from tests.policies.test_options import Some

DOCS = Path(__file__).parents[2] / "docs"
FILES = ("policies.md", "serving.md")


@pytest.mark.parametrize("name", FILES)
def test_the_tables_are_up_to_date(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    assert rendered(text) == text, f"run: python -m agentgym.policies.tables docs/{name}"


def test_every_table_stands_somewhere_and_every_option_says_what_it_does() -> None:
    text = "".join((DOCS / name).read_text("utf-8") for name in FILES)
    assert set(re.findall(r"<!-- options: ([a-z ]+) -->", text)) == set(TABLES)
    for options, _ in TABLES.values():
        assert all(known.text.endswith((".", ")", "…")) for known in described(options).values())


def test_the_table_of_the_documentation_says_all() -> None:
    rows = table(Some).splitlines()
    assert rows[2] == "| `heat` | a number of at least 0 |  | how hot. |"
    assert rows[3] == "| `most` | an integer of at least 1 and of at most 9 | `4` | how many. |"
    assert rows[6] == "| `form` | text or native | `text` | which form. |"
    assert len(rows) == 2 + len(Some.__struct_fields__)
