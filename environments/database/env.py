"""AgentTune/DB-v0: questions and changes through SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from agentgym.actions import Action, Tool
from agentgym.env import AgentEnv, Execution
from agentgym.environments.database import agentbench, bird, embedded, protocol
from agentgym.environments.database.answers import COMPARISONS
from agentgym.environments.database.content import MODIFYING, Problem
from agentgym.environments.database.limits import Limits
from agentgym.environments.database.protocol import DatabaseProfile, OperationFormat
from agentgym.errors import DataError, EpisodeError, OptionError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.tasks import Task, TaskSet

if TYPE_CHECKING:
    from agentgym.environments.database.backend import Backend

_SERVERS = {
    "sqlite": "MySQL", "mariadb": "MariaDB (MySQL)", "mysql": "MySQL", "postgresql": "PostgreSQL"
}  # fmt: skip
"""What the agent is told that it talks to; the embedded SQLite takes MySQL's dialect."""


class DatabaseEnv(AgentEnv):
    """The DB task of AgentBench and AgentTuning.

    Args:
        backend: ``sqlite`` (in process), ``mariadb`` (a server in a Docker sandbox), or an SQLAlchemy URL of a
            server on which a database is made and dropped for each episode.
        comparison: ``paper`` or ``corrected``; the profile's by default.
        seconds: time limit of one statement.
        kinds: play only these kinds of tasks (``counting``, ``INSERT``, …).
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is AgentBench's ``.jsonl`` or the folder of
            these, a folder of BIRD, or a store that ``agentgym data database generate`` wrote.

    The reward is 1 if the answer equals the label (questions), if the changed tables are as the gold statement
    leaves them (INSERT, UPDATE, DELETE), or if the answered query gives the gold query's rows (BIRD); else 0.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.EXECUTE, protocol.ANSWER)
    group: ClassVar[str] = "held-in"
    execution: ClassVar[Execution] = "thread"
    profile: DatabaseProfile

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """MariaDB needs a Docker engine."""
        if env_args.get("backend") != "mariadb":
            return ""
        from agentgym.environments.database.mariadb import unavailable

        return unavailable()

    def __init__(
        self,
        *,
        backend: str = "sqlite",
        comparison: str | None = None,
        seconds: float = 10.0,
        kinds: str | tuple[str, ...] | list[str] | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.comparison = comparison if comparison is not None else self.profile.comparison
        if self.comparison not in COMPARISONS:
            raise unknown_name("comparison", self.comparison, COMPARISONS)
        if backend not in ("sqlite", "mariadb") and "://" not in backend:
            raise OptionError(
                f"backend is 'sqlite', 'mariadb' or an SQLAlchemy URL such as mysql+pymysql://user:password@host/; "
                f"got {backend!r}."
            )
        self.backend = backend
        self.limits = Limits(seconds=seconds)
        self.kinds = tuple(kinds.split(",")) if isinstance(kinds, str) else tuple(kinds or ())
        self._server: Backend | None = None
        self._operations = 0
        self._bird = self.data is not None and bird.is_bird(self.data)
        if self._bird and backend != "sqlite":
            raise OptionError("BIRD's databases are SQLite files: play them with backend='sqlite'.")

    def load_tasks(self) -> TaskSet:
        """Return the tasks of the split."""
        problems = _problems(self.data, self.split)
        ids = [i for i, p in problems.items() if not self.kinds or p.kind in self.kinds]
        if not ids:
            raise unknown_name(
                "kind of tasks", ",".join(self.kinds), sorted({p.kind for p in problems.values()})
            )
        source = "embedded" if self.data is None else str(self.data)
        return TaskSet(
            ids,
            lambda i: Task(id=i, data=problems[i], split=self.split, kind=problems[i].kind),
            name=f"DB {source} ({self.split})",
        )

    def begin(self, task: Task) -> str:
        """Make the tables."""
        if not isinstance(task.data, Problem):
            raise OptionError(f"The data of a DB task is a Problem, got {type(task.data).__name__}.")
        if self._server is None:
            self._server = self._make_backend()
        self._operations = 0
        seed = int(self.np_random.integers(2**31))
        self._server.begin(task.data.database, seed)
        return task.data.question

    def perform(self, action: Action) -> str | Outcome:
        """Run a statement, or compare the answer."""
        problem, server = self._playing()
        if action.name == protocol.EXECUTE.name:
            if self._operations >= self.profile.operations:
                return Outcome(observation="There are no operations left.", refused=True)
            self._operations += 1
            reply = server.run(str(action["query"]))
            return Outcome(observation=reply.text, call_error=reply.failed)
        return self._scored(Outcome(observation="", terminated=True), self._right(problem, action["answers"]))

    def at_limit(self, outcome: Outcome) -> Outcome:
        """A change counts though no answer was given, as upstream has it."""
        return self._unanswered(outcome)

    def at_refusal(self, outcome: Outcome) -> Outcome:
        """A change counts though the last output did not parse, as upstream has it."""
        return self._unanswered(outcome)

    def gold(self, task: Task) -> Iterator[Action]:
        """Run the gold statements, then give the gold answer."""
        problem: Problem = task.data
        for statement in problem.gold if problem.scoring != "execution" else ():
            yield Action(
                name=protocol.EXECUTE.name, arguments={"query": statement}, thought=_thought(problem)
            )
        answers = list(problem.answer) or ["done"]
        yield Action(name=protocol.ANSWER.name, arguments={"answers": answers}, thought="That is the answer.")

    def instruction(self) -> str:
        """Return the description of the task."""
        scheme = self.backend.split(":")[0].split("+")[0]
        server = "SQLite" if self._bird else _SERVERS.get(scheme, scheme)
        text = protocol.INSTRUCTION.format(server=server, operations=self.profile.operations)
        return f"{text}\n\n{protocol.EXECUTION_NOTE}" if self._bird else text

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form of operation and answer for ``react``."""
        return OperationFormat() if name == "react" else super().make_format(name)

    def close(self) -> None:
        """Give the server back."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    # ---- internals ------------------------------------------------------------------------------

    def _make_backend(self) -> Backend:
        if self.backend == "mariadb":
            from agentgym.environments.database.mariadb import MariaDBBackend

            return MariaDBBackend(self.limits)
        if self.backend == "sqlite":
            from agentgym.environments.database.sqlite.backend import SQLiteBackend

            return SQLiteBackend(self.limits, dialect="sqlite" if self._bird else "mysql")
        from agentgym.environments.database.urls import from_url

        return from_url(self.backend, self.limits)

    def _playing(self) -> tuple[Problem, Backend]:
        if self.task is None or self._server is None:
            raise EpisodeError("No episode has begun: call reset() first.")
        return self.task.data, self._server

    def _right(self, problem: Problem, answers: list[Any]) -> bool:
        if problem.scoring == "answer":
            return COMPARISONS[self.comparison](answers, problem.answer)
        if problem.scoring == "execution":
            return self._same_rows(problem, answers)
        return self._changed(problem)

    def _changed(self, problem: Problem) -> bool:
        _, server = self._playing()
        if problem.scoring == "table":
            return server.table_hash(problem.database.tables[0]) == problem.expected
        return server.state_hash(problem.database) == problem.expected

    def _same_rows(self, problem: Problem, answers: list[Any]) -> bool:
        """BIRD's execution accuracy: both queries give the same set of rows."""
        from agentgym.environments.database.backend import StatementError

        _, server = self._playing()
        try:
            wanted = server.rows(problem.gold[0])
        except StatementError as error:
            raise DataError(f"The gold query of {problem.database.name!r} does not run: {error}") from None
        try:
            found = server.rows(str(answers[0]) if answers else "")
        except StatementError:
            return False
        return set(found) == set(wanted)

    def _unanswered(self, outcome: Outcome) -> Outcome:
        problem, _ = self._playing()
        return self._scored(outcome, problem.kind in MODIFYING and self._changed(problem))

    @staticmethod
    def _scored(outcome: Outcome, right: bool) -> Outcome:
        outcome.reward = float(right)
        outcome.metrics = {"success": float(right)}
        return outcome


def _thought(problem: Problem) -> str:
    return "I make the change." if problem.kind in MODIFYING else "I look it up."


@cache
def _problems(data: Path | None, split: str) -> dict[str, Problem]:
    if data is None:
        return embedded.problems(split)
    if bird.is_bird(data):
        return bird.load(data, split)
    if embedded.is_store(data):
        return embedded.load(data, split)
    return agentbench.load(agentbench.locate(data, split))
