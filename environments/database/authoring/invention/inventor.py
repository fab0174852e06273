"""The inventor of the database: AgentTuning's self-instruct of INSERT, UPDATE and DELETE."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from agentgym.environments.database import tasks
from agentgym.environments.database.authoring.invention import form, mutations
from agentgym.environments.database.authoring.invention.seeds import SEEDS
from agentgym.environments.database.world.backend import StatementError
from agentgym.environments.database.world.content import MODIFYING, Database, Problem
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from agentgym.errors import DataError
from agentgym.inventing import Inventor, Refused, Wrong
from agentgym.messages import Message, user
from agentgym.tasks import Task

_TOLD = "\nThe tables of the database: "
"""Between the description and the tables, in a question."""


class DatabaseInventor(Inventor):
    """Knows how changes of a database are invented."""

    kinds: ClassVar[tuple[str, ...]] = MODIFYING

    def seeds(self) -> list[Task]:
        """Return tasks in our own words."""
        return [t for t in self.read(SEEDS) if isinstance(t, Task)]

    def question(self, examples: Sequence[Task], kind: str, count: int) -> list[Message]:
        """Return one message: the rules, examples, and how many tasks of which kind are wanted."""
        shown = "\n\n".join(_written(task, n) for n, task in enumerate(examples, 1))
        wanted = "one new task" if count == 1 else f"{count} new tasks"
        text = (
            f"{form.RULES}\n\n{form.FORM}\n\nExamples:\n\n{shown}\n\n"
            f"Now invent {wanted} of the kind {kind}, about other things than the examples."
        )
        return [user(text)]

    def read(self, answer: str) -> list[Task | Refused]:
        """Return the tasks of an answer.

        The reference statement runs as a model's does in an episode, guarded, to see what it leaves.
        """
        return [d if isinstance(d, Refused) else _task(d) for d in form.read(answer)]

    def text(self, task: Task) -> str:
        """Return the description, without the tables."""
        problem: Problem = task.data
        return problem.question.partition(_TOLD)[0]

    def network(self, task: Task) -> str:
        """Nothing: no statement reaches one."""
        return ""

    def wrong(self, task: Task, left: str) -> list[Wrong]:
        """Return mutations of the reference statement."""
        problem: Problem = task.data
        return [
            Wrong(
                name,
                Task(
                    id=f"{task.id}~{number:02d}", data=msgspec.structs.replace(problem, gold=statements),
                    split=task.split, kind=task.kind,
                ),
            )
            for number, (name, statements) in enumerate(mutations.wrong(problem.database, problem.gold[0]))
        ]  # fmt: skip

    def write(
        self, path: Path, listed: Sequence[Task], split: str, origins: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Write a store."""
        databases: dict[str, Database] = {}
        entries = []
        for task in listed:
            problem: Problem = task.data
            databases[problem.database.name] = problem.database
            entries.append(
                tasks.Entry(
                    id=task.id, split=split, kind=problem.kind, template="invented", database=problem.database.name,
                    question=problem.question, gold=problem.gold, expected=problem.expected,
                    origin=dict(origins.get(task.id, {})),
                )
            )  # fmt: skip
        tasks.write(tasks.Store(list(databases.values()), entries), path)


def _written(task: Task, number: int) -> str:
    problem: Problem = task.data
    description = problem.question.partition(_TOLD)[0]
    return form.write(problem.kind, description, problem.database, problem.gold[0], number)


def _task(draft: form.Draft) -> Task | Refused:
    try:
        expected = _after(draft.database, draft.statement)
    except (StatementError, DataError) as error:
        return Refused("reference", f"the statement does not run: {error}", draft.text)
    if not expected:
        return Refused("reference", "the statement changes nothing", draft.text)
    problem = Problem(
        question=f"{draft.description}{_TOLD}{_described(draft.database)}",
        kind=draft.kind,
        database=draft.database,
        scoring="state",
        gold=(draft.statement,),
        expected=expected,
    )
    digest = hashlib.sha256(msgspec.json.encode(problem)).hexdigest()[:10]
    return Task(id=f"invented-{digest}", data=problem, split="train", kind=draft.kind)


def _after(database: Database, statement: str) -> str:
    """Return the hash of the state after a statement, ``""`` where it is the state before."""
    server = SQLiteBackend(Limits())
    try:
        server.begin(database, 0)
        before = server.state_hash(database)
        server.query(statement, most=100)
        after = server.state_hash(database)
        return "" if after == before else after
    finally:
        server.close()


def _described(database: Database) -> str:
    return "; ".join(f"{t.name}({', '.join(c.name for c in t.columns)})" for t in database.tables) + "."
