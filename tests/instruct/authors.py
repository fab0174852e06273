"""Models of the tests: what they invent, and how they solve it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agentgym.policies.scripted import ScriptedPolicy
from agentgym.policy import Policy, Request


def os_task(
    description: str, init: str, solution: str, check: str, *, kind: str = "operation", number: int = 1
) -> str:
    """Return a task of the operating system, as a model writes it."""
    return (
        f"### Task {number}\nKind: {kind}\nTopic: tests\nDescription: {description}\nInit:\n```bash\n{init}\n```\n"
        f"Solution:\n```bash\n{solution}\n```\nCheck:\n```bash\n{check}\n```\n"
    )


def db_task(kind: str, description: str, tables: str, statement: str) -> str:
    """Return a task of the database, as a model writes it."""
    return (
        f"### Task 1\nKind: {kind}\nDescription: {description}\nTables:\n```sql\n{tables}\n```\n"
        f"Statement:\n```sql\n{statement}\n```\n"
    )


def inventing(answers: Sequence[str]) -> Policy:
    """Return a policy that gives one answer a call, by the number of the call."""

    def invent(request: Request) -> str:
        return answers[request.repeat]

    return ScriptedPolicy(invent)


def solving(act: Callable[[str], list[str]]) -> Policy:
    """Return a policy that plays the turns which a function makes of the task's text."""

    def solve(request: Request) -> str:
        task = [m["content"] for m in request.messages if m["role"] == "user"][-1 - request.step]
        return act(task)[request.step]

    return ScriptedPolicy(solve)


def bash(script: str) -> str:
    """Return a turn that runs a script."""
    return f"Think: I do it.\n\nAct: bash\n\n```bash\n{script}\n```"


def sql(statement: str) -> str:
    """Return a turn that runs a statement."""
    return f"I do it.\nAction: Operation\n```sql\n{statement}\n```"


FINISH = "Think: done.\n\nAct: finish"
DONE = 'It is done.\nAction: Answer\nFinal Answer: ["done"]'
