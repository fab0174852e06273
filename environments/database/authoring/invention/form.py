"""The form in which tasks are invented: a change of a small database, with tables and reference statement in SQL."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.database.authoring.invention import tables
from agentgym.environments.database.world import schema
from agentgym.environments.database.world.content import MODIFYING, Database
from agentgym.formats.sections import code, fenced, items, sections
from agentgym.inventing import Refused

LABELS = ("Kind", "Description", "Explanation", "Tables", "Statement")
SHORTEST, LONGEST = 20, 1000
"""Characters of a description."""

RULES = """\
You invent tasks for a course in which people learn to change a database with SQL (MySQL's dialect). Each asks for one \
change: rows that are to be inserted (INSERT), changed (UPDATE) or deleted (DELETE). A task has four parts:

- Description: what is to be changed, in plain words, with every name and value that is needed, so that one result is \
right and no other. It does not show any SQL.
- Explanation: how it is solved, in a sentence; the learner does not see it.
- Tables: CREATE TABLE and INSERT statements that make the tables before the change: one to four tables, each with \
three to eight columns and five to thirty rows, with plain values. Some rows must not be concerned by the change, so \
that a statement that changes too much or too little is seen.
- Statement: the one statement that makes the change."""

FORM = """\
Write each task in this form, and nothing else:

### Task
Kind: INSERT, UPDATE or DELETE
Description: …
Explanation: …
Tables:
```sql
…
```
Statement:
```sql
…
```"""


class Draft(NamedTuple):
    """What a model wrote, read and not run."""

    kind: str
    description: str
    database: Database
    statement: str
    text: str


def write(kind: str, description: str, database: Database, statement: str, number: int) -> str:
    """Write a task in the form."""
    made = ";\n".join(schema.script(database, "mysql")) + ";"
    return "\n".join(
        [
            f"### Task {number}",
            f"Kind: {kind}",
            f"Description: {description}",
            "Tables:",
            fenced("sql", made),
            "Statement:",
            fenced("sql", statement),
        ]
    )


def read(answer: str) -> list[Draft | Refused]:
    """Return the drafts of an answer."""
    return [_draft(part) for part in items(answer, "Task")]


def _draft(text: str) -> Draft | Refused:
    found = {name: parts[0] for name, parts in sections(text, LABELS).items()}
    missing = [n for n in ("Description", "Tables", "Statement") if not found.get(n.casefold())]
    if missing:
        return Refused("schema", f"no {', '.join(missing)}", text)
    description = " ".join(found["description"].split())
    if not SHORTEST <= len(description) <= LONGEST:
        return Refused(
            "schema", f"a description of {len(description)} characters ({SHORTEST} to {LONGEST})", text
        )
    statement = code(found["statement"]).strip().rstrip(";").strip()
    kind = found.get("kind", "").strip(" *.`\"'").upper()
    if kind not in MODIFYING:
        return Refused("schema", f"Kind is {', '.join(MODIFYING)}; got {kind!r:.60}", text)
    is_one = tables.kind_of(statement)
    if is_one != kind:
        return Refused("schema", f"the statement is {is_one or 'not one statement'}, the kind {kind}", text)
    try:
        database = tables.read(code(found["tables"]))
    except tables.TablesError as error:
        return Refused("schema", str(error), text)
    return Draft(kind, description, database, statement, text)
