"""AgentTune/HumanEval-v0: functions to be written, judged by tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from agentgym import sandbox
from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.humaneval import expert, protocol, scoring, tasks
from agentgym.environments.humaneval.card import CARD
from agentgym.environments.humaneval.protocol import HumanEvalProfile
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.environments.humaneval.world.sandboxed import Limits, Verdict
from agentgym.errors import EpisodeError, OptionError, SandboxError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.sandbox.interface import Sandbox, Spec
from agentgym.tasks import Task, TaskSet
from agentgym.tools.reply import TOOLS, ReplyGrammar, make_format


class HumanEvalEnv(AgentEnv):
    """HumanEval (Chen et al. 2021): one function, one answer, judged by the problem's tests.

    Args:
        backend: where programs run: ``auto`` (Docker, or bubblewrap where no engine answers), ``docker``,
            ``bubblewrap``. Never the host itself.
        image: the machine: ``os`` (ours), or any image with python3.
        runtime: OCI runtime of the containers, ``runsc`` for gVisor.
        cpu_seconds: processor time of the program over all tests.
        memory: bytes that the program may have.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is HumanEval's file or its folder, ``official`` the
            folder that ``HUMANEVAL_DATA`` names.

    The reward is 1 where all tests pass. pass@k is the report's, over repeats.

    Raises:
        OptionError: a limit that is not positive.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "general"
    execution: ClassVar[Execution] = "thread"
    profile: HumanEvalProfile

    def __init__(
        self,
        *,
        backend: str = "auto",
        image: str = "os",
        runtime: str = "",
        cpu_seconds: float = 10.0,
        memory: int = 768 << 20,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if backend not in sandbox.BACKENDS:
            raise unknown_name("sandbox backend", backend, sandbox.BACKENDS)
        if cpu_seconds < 1 or memory < 64 << 20:
            raise OptionError(
                f"A program gets at least 1 s and 64 MiB; got cpu_seconds={cpu_seconds:g}, memory={memory}."
            )
        self.backend = backend
        self.image = image
        self.runtime = runtime
        self.cpu_seconds = cpu_seconds
        self.memory = memory
        self._limits = Limits(cpu_seconds=cpu_seconds, memory=memory)
        # The tester, and what the kernel counts besides.
        self._spec = Spec(image=image, runtime=runtime, memory=memory + (256 << 20), processes=64)
        self._machine: Sandbox | None = None

    def definition(self) -> dict[str, Any]:
        """Return the arguments that define an episode; of ``backend="auto"``, what it means on this machine."""
        return {**super().definition(), "backend": sandbox.resolved(self.backend)}

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return why there is no sandbox on this machine."""
        return sandbox.unavailable(str(env_args.get("backend", "auto")))

    def load_tasks(self) -> TaskSet:
        """Return the problems of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> Outcome:
        """Ask for the function; nothing else is shown."""
        return Outcome(observation=protocol.asked(task.data, self.profile), messages=[])

    def perform(self, action: Action) -> Outcome:
        """Run the tests on the answer."""
        verdict = self._judge(str(action["text"]))
        passed = float(verdict.passed)
        said = "All tests passed." if verdict.passed else f"Not all tests passed: {verdict.why}"
        return Outcome(observation=said, reward=passed, terminated=True, metrics={"success": passed})

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the canonical solution."""
        yield expert.answer(task.data, self.profile)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a body that knows nothing."""
        return expert.guess(self._problem(), self.profile, int(rng.integers(len(expert.IDEAS))))

    def make_grammar(self) -> ReplyGrammar:
        """Return the grammar: the whole text is the answer."""
        return ReplyGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return the format: the whole message is the answer."""
        return make_format(name)

    def close(self) -> None:
        """Give the machine back."""
        machine, self._machine = self._machine, None
        if machine is not None:
            sandbox.release(machine)

    def _judge(self, answer: str) -> Verdict:
        problem = self._problem()
        try:
            if self._machine is None:
                self._machine = sandbox.acquire(self._spec, self.backend)
            else:
                self._machine.reset()
            return scoring.judge(self._machine, problem, answer, self.profile, self._limits)
        except SandboxError:
            machine, self._machine = self._machine, None
            if machine is not None:
                machine.close()
            raise

    def _problem(self) -> Problem:
        if self.task is None:
            raise EpisodeError("No function has been asked for: call reset() first.")
        problem: Problem = self.task.data
        return problem
