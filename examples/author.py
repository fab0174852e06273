"""Stands in for the models of `agentinstruct.sh`, so that it runs with nothing: tasks, their solutions, a thought.

Name a model instead (`MODEL=openai:gpt-4 examples/agentinstruct.sh`) for data that is worth training on.
"""

from __future__ import annotations

from agentgym.policy import Request

BOATS = """\
CREATE TABLE boats (name VARCHAR(20), berth INT, metres DECIMAL(4, 1), owner VARCHAR(20));
INSERT INTO boats VALUES ('Petrel', 4, 7.5, 'Aase'), ('Kestrel', 9, 11.2, 'Bern'), ('Dunlin', 12, 6.1, 'Aase'),
 ('Avocet', 3, 9.8, 'Cato');"""
TASKS = (
    (
        "UPDATE",
        "The boat Kestrel has been moved to berth 15. Note it.",
        "UPDATE boats SET berth = 15 WHERE name = 'Kestrel'",
    ),
    (
        "DELETE",
        "Aase has sold the boats that she had. Take them out of the list.",
        "DELETE FROM boats WHERE owner = 'Aase'",
    ),
    (
        "INSERT",
        "A new boat has come: Whimbrel, 8.4 metres, at berth 7, owned by Dora. Enter it.",
        "INSERT INTO boats (name, berth, metres, owner) VALUES ('Whimbrel', 7, 8.4, 'Dora')",
    ),
)


def invent(request: Request) -> str:
    """Return a task, by the number of the call."""
    kind, description, statement = TASKS[request.repeat % len(TASKS)]
    return (
        f"### Task\nKind: {kind}\nDescription: {description}\nTables:\n```sql\n{BOATS}\n```\n"
        f"Statement:\n```sql\n{statement}\n```"
    )


def solve(request: Request) -> str:
    """Play the statement of the task, then answer."""
    if request.step:
        return 'The row is as it should be.\nAction: Answer\nFinal Answer: ["done"]'
    asked = request.messages[-1]["content"]
    statement = next(s for _, description, s in TASKS if description in asked)
    return f"One statement makes this change.\nAction: Operation\n```sql\n{statement}\n```"


def think(request: Request) -> str:
    """Return a thought that fits any action, if not well."""
    return "What I have seen so far leads to this step."
