"""What a model writes, read as drafts."""

from __future__ import annotations

import pytest

from agentgym.environments.database.authoring.invention import form
from agentgym.environments.database.authoring.invention.form import Draft
from agentgym.environments.database.authoring.invention.seeds import SEEDS
from agentgym.inventing import Refused
from tests.instruct.authors import db_task

TABLES = "CREATE TABLE jars (name TEXT, grams INT); INSERT INTO jars VALUES ('fig', 250);"
GOOD = db_task("DELETE", "Remove the jar of figs.", TABLES, "DELETE FROM jars WHERE name = 'fig';")


def test_what_is_written_is_read_again() -> None:
    drafts = [d for d in form.read(SEEDS) if isinstance(d, Draft)]
    assert len(drafts) == 6
    for draft in drafts:
        written = form.write(draft.kind, draft.description, draft.database, draft.statement, 1)
        (again,) = form.read(written)
        assert isinstance(again, Draft) and again[:4] == draft[:4]


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("Statement:", "Answer:", "no Statement"),
        ("Kind: DELETE", "Kind: SELECT", "got 'SELECT'"),
        ("Kind: DELETE", "Kind: UPDATE", "the statement is DELETE, the kind UPDATE"),
        ("DELETE FROM jars WHERE", "DROP TABLE jars WHERE", "not one statement"),
        ("Remove the jar of figs.", "Remove.", "a description of 7 characters"),
        ("VALUES ('fig', 250)", "VALUES (now(), 1)", "no plain one"),
    ],
)
def test_what_is_no_task_is_refused_with_the_reason(old: str, new: str, detail: str) -> None:
    (found,) = form.read(GOOD.replace(old, new, 1))
    assert isinstance(found, Refused) and found.flaw == "schema" and detail in found.detail, found
