"""An environment whose step costs nothing, so that what is measured is everything else."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from agentgym.actions import Action, Tool
from agentgym.env import AgentEnv
from agentgym.outcome import Outcome
from agentgym.tasks import Task, TaskSet

ID = "Benchmark/Instant-v0"
TASKS = 2000


class InstantEnv(AgentEnv):
    """Answers every action at once and ends after ten turns with reward 1."""

    tools: ClassVar[tuple[Tool, ...]] = (
        Tool(name="wait", description="Wait.", parameters={"turns": {"type": "string"}}),
    )

    def load_tasks(self) -> TaskSet:
        """Return 2,000 tasks that are all the same."""
        return _tasks(self.split)

    def begin(self, task: Task) -> str:
        """Begin."""
        return "There is nothing to do here but to wait. " * 40

    def perform(self, action: Action) -> str | Outcome:
        """Count the turns."""
        if self.steps >= 10:
            return Outcome(observation="Done.", reward=1.0, terminated=True)
        return "Still nothing. " * 8


@cache
def _tasks(split: str) -> TaskSet:
    return TaskSet.of([Task(id=f"instant-{n}", split=split) for n in range(TASKS)])
