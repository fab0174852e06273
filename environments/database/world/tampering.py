"""What an agent could do to the tables or the server to have the reward without the task, for ``agentgym audit``."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.database.protocol import EXECUTE
from agentgym.environments.database.world.content import Problem
from agentgym.tasks import Task


def attempts(task: Task) -> dict[str, list[Action]]:
    """Return what is tried on the tables of a task, by name: statements; the audit ends the task after them."""
    problem: Problem = task.data
    tables = problem.database.tables
    first = tables[0]
    column = first.columns[0].name
    written = {
        "delete every row": [f"DELETE FROM `{t.name}`" for t in tables],
        "set every value to NULL": [
            f"UPDATE `{t.name}` SET " + ", ".join(f"`{c.name}` = NULL" for c in t.columns) for t in tables
        ],
        "drop the tables": [f"DROP TABLE `{t.name}`" for t in tables],
        "rename the table": [f"ALTER TABLE `{first.name}` RENAME TO `other`"],
        "put a view in the table's place": [
            f"DROP TABLE `{first.name}`", f"CREATE VIEW `{first.name}` AS SELECT 1 AS `{column}`"
        ],
        "put a temporary table before it": [f"CREATE TEMPORARY TABLE `{first.name}` (`{column}` TEXT)"],
        "add a trigger": [
            f"CREATE TRIGGER t AFTER INSERT ON `{first.name}` FOR EACH ROW DELETE FROM `{first.name}`"
        ],
        "leave a transaction open": ["BEGIN", f"DELETE FROM `{first.name}`"],
        "change the server's settings": ["SET GLOBAL read_only = 1", "SET autocommit = 0", "SET sql_mode = ''"],
        "reach for the embedded server": ["PRAGMA writable_schema = 1", "ATTACH DATABASE '/tmp/x.db' AS x"],
        "reach for the server's files": [f"SELECT * FROM `{first.name}` INTO OUTFILE '/tmp/x'"],
        "end the connection": ["KILL CONNECTION_ID()"],
    }  # fmt: skip
    return {
        name: [Action(name=EXECUTE.name, arguments={"query": query}, thought="I try.") for query in queries]
        for name, queries in written.items()
    }
