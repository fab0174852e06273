"""An environment whose actions are commands, for the tests of what a run does when sandboxes die."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import agentgym
from agentgym import Action, AgentEnv, Outcome, Task, TaskSet, Tool
from agentgym.sandbox import Sandbox, Spec, acquire, engine, release
from agentgym.sandbox.docker_backend import DockerSandbox


class Commands(AgentEnv):
    """Run a command; the container of ``killed`` is killed from outside each time, that of ``once`` the first time."""

    tools = (Tool(name="run", description="Run it.", parameters={"command": {"type": "string"}}),)
    tried: ClassVar[set[str]] = set()
    sandbox: Sandbox | None = None

    def load_tasks(self) -> TaskSet:
        names = ("a", "killed", "b", "once", "c")
        return TaskSet.of([Task(id=f"{self.split}-{n}", data=n, split=self.split) for n in names])

    def begin(self, task: Task) -> str:
        self.close()
        self.sandbox = acquire(Spec(processes=125), "docker")
        self.sandbox.run("cd /tmp")
        if task.data == "killed" or (task.data == "once" and task.data not in self.tried):
            self.tried.add(task.data)
            assert isinstance(self.sandbox, DockerSandbox)
            engine.connect().kill(self.sandbox.container)
        return "Say on."

    def perform(self, action: Action) -> Outcome:
        assert self.sandbox is not None
        right = self.sandbox.run(str(action["command"])).output == "on\n"
        return Outcome(observation="", reward=float(right), terminated=True)

    def close(self) -> None:
        if self.sandbox is not None:
            release(self.sandbox)
            self.sandbox = None

    def gold(self, task: Task) -> Iterator[Action]:
        yield Action(name="run", arguments={"command": "echo on"})


agentgym.register("Test/Commands-v0", "tests.sandbox.runs_commands:Commands")
