"""AgentTune/OS-v0: tasks in a bash shell on a machine of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from agentgym import sandbox
from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.operating_system import protocol, tasks
from agentgym.environments.operating_system.card import CARD
from agentgym.environments.operating_system.demonstration import DEMONSTRATION
from agentgym.environments.operating_system.expert import solve
from agentgym.environments.operating_system.protocol import OSProfile, ThinkActFormat
from agentgym.environments.operating_system.scoring import judge
from agentgym.environments.operating_system.texts import OSTexts
from agentgym.environments.operating_system.world import interpreters
from agentgym.environments.operating_system.world.interpreters import Programs
from agentgym.environments.operating_system.world.item import Item
from agentgym.environments.operating_system.world.scripts import prepare
from agentgym.errors import DataError, EpisodeError, SandboxError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.messages import Message, assistant, user
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.sandbox.interface import Result, Sandbox, Spec
from agentgym.tasks import Task, TaskSet

_STOPPED = {
    "timeout": "\n[the command had not ended after {seconds:g} s and was stopped]",
    "flood": "\n[the command wrote too much and was stopped]",
    "disk": "\n[the disk is full; the command was stopped]",
    "exited": "\n[the shell ended; there is a new one in the same folder]",
}


class OSEnv(AgentEnv):
    """Operating system (AgentBench, Liu et al. 2023), as AgentBench and AgentTuning set it.

    Args:
        backend: where commands run: ``auto`` (Docker, or bubblewrap where no engine answers), ``docker``,
            ``bubblewrap``. Never the host itself.
        image: the machine: ``os`` (ours), or any image with bash and python3.
        images: images for AgentBench's own names (``{"packages": "local-os/packages"}``); ``image`` by default.
        runtime: OCI runtime of the containers, ``runsc`` for gVisor.
        memory: bytes of memory of the machine.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is ``"embedded"``, AgentBench's files (see
            :mod:`.official.agentbench`), or a store that ``agentgym data os generate`` wrote.

    The reward is 1 where the item's match or check holds at the end, else 0. The environment keeps its machine
    from episode to episode, each of which begins with a reset of it; :meth:`close` gives it back.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.TOOLS
    group: ClassVar[str] = "held-in"
    card: ClassVar[Card] = CARD
    execution: ClassVar[Execution] = "thread"
    profile: OSProfile
    texts: OSTexts

    def __init__(
        self,
        *,
        backend: str = "auto",
        image: str = "os",
        images: Mapping[str, str] | None = None,
        runtime: str = "",
        memory: int = 512 << 20,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if backend not in sandbox.BACKENDS:
            raise unknown_name("sandbox backend", backend, sandbox.BACKENDS)
        self.backend = backend
        self.image = image
        self.images = dict(images or {})
        self.runtime = runtime
        self.memory = memory
        self._spec(image)  # what cannot be is told at once
        self.machine: Sandbox | None = None
        self.last: Result | None = None
        self._programs: Programs = {}

    def definition(self) -> dict[str, Any]:
        """Return the arguments that define an episode; of ``backend="auto"``, what it means on this machine."""
        return {**super().definition(), "backend": sandbox.resolved(self.backend)}

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return why there is no sandbox on this machine."""
        return sandbox.unavailable(str(env_args.get("backend", "auto")))

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> OSTexts:
        """Return our texts."""
        return OSTexts()

    def load_tasks(self) -> TaskSet:
        """Return the tasks of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> str:
        """Take the machine back to its image and set the task up on it.

        Raises:
            DataError: the task names scripts that are not there.
            SandboxError: there is no sandbox to be had.
        """
        item: Item = task.data
        if item.missing:
            lacking = ", ".join(s.file for s in item.missing)
            raise DataError(
                f"Task {task.id!r} needs {lacking}, which is not in {item.missing[0].missing}: give data= as the "
                "folder of AgentBench's data/os_interaction, with its scripts."
            )
        self.last = None
        with self._guarded(fresh=item.image) as machine:
            prepare(machine, item, self.profile.seconds)
            self._programs = interpreters.look(machine, item) if item.match is None else {}
            # What bash draws in the agent's shell follows the seed.
            machine.run(f"RANDOM={int(self.np_random.integers(32768))}")
        return fill(self.texts.task, description=item.description)

    def question(self, task: Task) -> str:
        """Return what the task asks: no machine is needed for that."""
        item: Item = task.data
        return fill(self.texts.task, description=item.description)

    def perform(self, action: Action) -> Outcome:
        """Run code, or end the episode and judge it."""
        if action.name == protocol.BASH.name:
            return self._run(str(action["script"]))
        answer = str(action["answer"]) if action.name == protocol.ANSWER.name else None
        with self._guarded() as machine:
            solved = judge(machine, self._item(), answer, self._programs)
        said = "answer" if answer is not None else "end"
        return Outcome(
            observation=f"The {said} was taken.",
            reward=float(solved),
            terminated=True,
            metrics={"success": float(solved)},
        )

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Say in the metrics that the task was not solved: what is not handed in does not count."""
        return Outcome(
            observation=outcome.observation, metrics={"success": 0.0}, call_error=outcome.call_error
        )

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the reference solution, then finish or the answer."""
        return solve(task, lambda: self.last)

    def instruction(self) -> str:
        """Return the description of the protocol."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return a solved example of three turns."""
        return DEMONSTRATION

    def opening(self, task: Task) -> list[Message]:
        """Return the messages before the task; the example's question stands in the first, as AgentInstruct has it."""
        text = "\n\n".join(part for part in (self.instruction(), self.format.instructions()) if part)
        if not self.profile.shots:
            return [user(text), assistant("Ok.")]
        (first, *rest) = self.demonstrate(task)
        return [user(f"{text}\n\nNow, my problem is:\n\n{first['content']}"), *rest]

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's ``Think:`` / ``Act:`` for ``react``."""
        if name == "react":
            return ThinkActFormat()
        if name == "tools" and self.profile.name == "fc":
            return protocol.FunctionFormat(self.texts)
        return super().make_format(name)

    def close(self) -> None:
        """Give the machine back."""
        machine, self.machine = self.machine, None
        if machine is not None:
            sandbox.release(machine)

    def _run(self, script: str) -> Outcome:
        with self._guarded() as machine:
            result = machine.run(script, seconds=self.profile.seconds)
            self.last = result
            end = self._prompt(machine) if self.profile.terminal else ""
        text = protocol.shown(result.output, self.profile, self.texts, end)
        note = _STOPPED.get(result.ended, "").format(seconds=self.profile.seconds)
        failed = result.exit_code in (126, 127) or result.ended in ("timeout", "flood", "disk")
        return Outcome(observation=text + note, call_error=failed)

    @staticmethod
    def _prompt(machine: Sandbox) -> str:
        host, _, folder = machine.run('printf "%s\\n%s" "$HOSTNAME" "$PWD"').output.partition("\n")
        return protocol.prompt(host, folder)

    @contextlib.contextmanager
    def _guarded(self, fresh: str | None = None) -> Iterator[Sandbox]:
        """Lend the machine, with ``fresh`` one of AgentBench's image of that name, just reset; drop a dead one."""
        try:
            if fresh is not None:
                self._renew(self.images.get(fresh, self.image))
            if self.machine is None:
                raise EpisodeError("No episode has begun: call reset() first.")
            yield self.machine
        except SandboxError:
            machine, self.machine = self.machine, None
            if machine is not None:
                machine.close()
            raise

    def _renew(self, image: str) -> None:
        """Have a machine of an image that is as new; one that died since the last episode is replaced."""
        machine, self.machine = self.machine, None
        if machine is not None and machine.spec.image == image and machine.alive:
            try:
                machine.reset()
            except SandboxError:
                machine.close()
            else:
                self.machine = machine
                return
        elif machine is not None:
            sandbox.release(machine)
        self.machine = sandbox.acquire(self._spec(image), self.backend)

    def _spec(self, image: str) -> Spec:
        return Spec(image=image, runtime=self.runtime, memory=self.memory)

    def _item(self) -> Item:
        if self.task is None:
            raise EpisodeError("No episode has begun: call reset() first.")
        item: Item = self.task.data
        return item
