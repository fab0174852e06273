"""AgentTune/DB-v0: questions and changes through SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.database import expert, protocol, scoring, tasks
from agentgym.environments.database.card import CARD
from agentgym.environments.database.official import bird
from agentgym.environments.database.protocol import DatabaseProfile, OperationFormat
from agentgym.environments.database.texts import DatabaseTexts
from agentgym.environments.database.world import backends
from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import Problem
from agentgym.environments.database.world.limits import Limits
from agentgym.errors import EpisodeError, OptionError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.tasks import Task, TaskSet

_SERVERS = {
    "sqlite": "MySQL", "mariadb": "MariaDB (MySQL)", "mysql": "MySQL", "postgresql": "PostgreSQL"
}  # fmt: skip
"""What the agent is told that it talks to; the embedded SQLite takes MySQL's dialect."""


class DatabaseEnv(AgentEnv):
    """The DB task of AgentBench and AgentTuning.

    Args:
        backend: ``sqlite`` (in process); ``mariadb``, a server in a sandbox: Docker, or bubblewrap where no engine
            answers (``mariadb:docker`` and ``mariadb:bubblewrap`` name one); or an SQLAlchemy URL of a server on which
            a database is made and dropped for each episode.
        comparison: ``paper`` or ``corrected``; the profile's by default.
        seconds: time limit of one statement.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is AgentBench's ``.jsonl`` or the folder of
            these, a folder of BIRD, or a store that ``agentgym data db generate`` wrote.

    The reward is 1 if the answer equals the label (questions), if the changed tables are as the gold statement
    leaves them (INSERT, UPDATE, DELETE), or if the answered query gives the gold query's rows (BIRD; under the profile
    ``derivation`` the answer is the values of these rows themselves); else 0.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.EXECUTE, protocol.ANSWER)
    group: ClassVar[str] = "held-in"
    card: ClassVar[Card] = CARD
    execution: ClassVar[Execution] = "thread"
    profile: DatabaseProfile
    texts: DatabaseTexts

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """MariaDB needs a Docker engine, or bubblewrap and the distribution's server."""
        backend = env_args.get("backend", "sqlite")
        if backend == "sqlite" or backend not in backends.NAMES:
            return ""
        from agentgym.environments.database.world.mariadb import SANDBOXES, unavailable

        return unavailable(SANDBOXES[backend])

    def __init__(
        self,
        *,
        backend: str = "sqlite",
        comparison: str | None = None,
        seconds: float = 10.0,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.comparison = comparison if comparison is not None else self.profile.comparison
        if self.comparison not in scoring.COMPARISONS:
            raise unknown_name("comparison", self.comparison, scoring.COMPARISONS)
        self.backend = backends.shown(backend)
        self._address = backend
        self.seconds = seconds
        self.limits = Limits(seconds=seconds, cut=self.texts.cut)
        self._server: Backend | None = None
        self._operations = self._operated = self._statements = self._unsupported = self._internal = 0
        self._bird = self.data is not None and bird.is_bird(self.data)
        if self._bird and backend != "sqlite":
            raise OptionError("BIRD's databases are SQLite files: play them with backend='sqlite'.")

    def definition(self) -> dict[str, Any]:
        """Return the arguments that define an episode; of ``mariadb``, in which of the two sandboxes it runs here."""
        return {**super().definition(), "backend": backends.resolved(self.backend)}

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> DatabaseTexts:
        """Return our texts."""
        return DatabaseTexts()

    def load_tasks(self) -> TaskSet:
        """Return the tasks of the split."""
        return tasks.load(self.data, self.split, self.profile.answers)

    def begin(self, task: Task) -> str:
        """Make the tables."""
        if not isinstance(task.data, Problem):
            raise OptionError(f"The data of a DB task is a Problem, got {type(task.data).__name__}.")
        if self._server is None:
            dialect = "sqlite" if self._bird else "mysql"
            self._server = backends.start(self._address, self.limits, dialect=dialect)
        self._operations = self._operated = self._statements = self._unsupported = self._internal = 0
        seed = int(self.np_random.integers(2**31))
        self._server.begin(task.data.database, seed)
        question = task.data.question
        description, _, table = question.rpartition("\n")
        return fill(self.texts.task, question=question, description=description, table=table)

    def perform(self, action: Action) -> str | Outcome:
        """Run a statement, or compare the answer."""
        problem, server = self._playing()
        if action.name == protocol.EXECUTE.name:
            if self.steps != self._operated:  # several calls of one message are one operation
                if self._operations >= self.profile.operations:
                    return Outcome(observation="There are no operations left.", refused=True)
                self._operations, self._operated = self._operations + 1, self.steps
            self._statements += 1
            reply = server.run(str(action["query"]))
            self._unsupported += reply.unsupported
            self._internal += reply.internal
            return Outcome(observation=reply.text, call_error=reply.failed)
        solved = scoring.solved(server, problem, action["answers"], self.comparison)
        return self._scored(Outcome(observation="", terminated=True), solved)

    def at_limit(self, outcome: Outcome) -> Outcome:
        """A change counts though no answer was given, as upstream has it."""
        return self._unanswered(outcome)

    def at_refusal(self, outcome: Outcome) -> Outcome:
        """A change counts though the last output did not parse, as upstream has it."""
        return self._unanswered(outcome)

    def final_metrics(self) -> dict[str, float]:
        """Return how many statements there were, and how many of them the embedded database did not do.

        A report shows their share, see :mod:`agentgym.report.gaps`.
        """
        if self.backend != "sqlite" or self._bird:
            return {}
        return {
            "calls": float(self._statements),
            "unsupported": float(self._unsupported),
            "unsupported_internal": float(self._internal),
        }

    def gold(self, task: Task) -> Iterator[Action]:
        """Run the gold statements, in the words of the server, then give the gold answer."""
        _, server = self._playing()
        if task.data.scoring == "rows":
            return expert.derive(task.data, server)
        return expert.solve(task.data, server.spoken)

    def instruction(self) -> str:
        """Return the description of the task."""
        scheme = self.backend.split(":")[0].split("+")[0]
        server = "SQLite" if self._bird else _SERVERS.get(scheme, scheme)
        text = protocol.INSTRUCTION.format(server=server, operations=self.profile.operations)
        query = self._bird and self.profile.answers == "query"
        return f"{text}\n\n{protocol.EXECUTION_NOTE}" if query else text

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form of operation and answer for ``react``."""
        if name == "react":
            return OperationFormat(self.profile.one_line)
        if name == "tools" and self.profile.name == "fc":
            return protocol.FunctionFormat(self.texts)
        return super().make_format(name)

    def close(self) -> None:
        """Give the server back."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    # ---- internals ------------------------------------------------------------------------------

    def _playing(self) -> tuple[Problem, Backend]:
        if self.task is None or self._server is None:
            raise EpisodeError("No episode has begun: call reset() first.")
        return self.task.data, self._server

    def _unanswered(self, outcome: Outcome) -> Outcome:
        problem, server = self._playing()
        return self._scored(outcome, scoring.unanswered(server, problem))

    @staticmethod
    def _scored(outcome: Outcome, solved: bool) -> Outcome:
        outcome.reward = float(solved)
        outcome.metrics = {"success": float(solved)}
        return outcome
