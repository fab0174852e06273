"""Inventors: what an environment knows about inventing tasks of its own kind (self-instruct).

An environment that can be given new tasks names its inventor on its card. The inventor writes the question to the model
that invents, reads tasks off its answer, knows wrong solutions of a task, and writes tasks as a file that the
environment loads. Who asks, who plays, and what is kept is :mod:`agentgym.instruct`'s: a task is validated by ordinary
episodes, in which the expert plays the reference solution, and wrong ones in its place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from agentgym.messages import Message
from agentgym.tasks import Task

Flaw = Literal["schema", "reference"]


class Refused(NamedTuple):
    """A proposal that is no task.

    Attributes:
        flaw: ``schema`` (a part is missing or has another form) or ``reference`` (its own solution does not work).
        detail: what is wrong, in one sentence.
        text: the proposal.
    """

    flaw: Flaw
    detail: str
    text: str


class Wrong(NamedTuple):
    """A wrong solution.

    Attributes:
        name: which mutation it is (``nothing``, ``without line 2``, ``other number``).
        task: the task with this solution in place of the reference; the expert plays it.
    """

    name: str
    task: Task


class Inventor(ABC):
    """Knows how tasks of an environment are invented, and in which ways a solution can be wrong."""

    version: ClassVar[str] = "1"
    """Part of every task's provenance; changes when questions, reading or mutations do."""
    kinds: ClassVar[tuple[str, ...]]
    """Kinds of tasks that are asked for in turn."""
    never: ClassVar[frozenset[str]] = frozenset({"nothing", "echo"})
    """Names of wrong solutions that no evaluation may accept, however many others it rejects."""

    @abstractmethod
    def seeds(self) -> list[Task]:
        """Return the tasks that the pool begins with."""

    @abstractmethod
    def question(self, examples: Sequence[Task], kind: str, count: int) -> list[Message]:
        """Return the conversation that asks a model for ``count`` tasks of a kind, with examples in the same form."""

    @abstractmethod
    def read(self, answer: str) -> list[Task | Refused]:
        """Return the tasks of an answer, in order; nothing of it is run outside the environment's own walls."""

    @abstractmethod
    def text(self, task: Task) -> str:
        """Return the words of a task by which it is compared with others."""

    @abstractmethod
    def network(self, task: Task) -> str:
        """Return what in a task needs a network, ``""`` if nothing seems to."""

    def probed(self, task: Task) -> Task:
        """Return the task with a solution that shows at its end what it leaves behind, for :meth:`left`."""
        return task

    def left(self, observations: Sequence[str], actions: Sequence[str]) -> str:
        """Return what a probed solution left behind, ``""`` where that is not known.

        A mutated solution that leaves the same behind as the reference is not wrong.

        Args:
            observations: the first one, then what answered each action.
            actions: the messages that were played.
        """
        return ""

    @abstractmethod
    def wrong(self, task: Task, left: str) -> list[Wrong]:
        """Return wrong solutions of a task, probed; the same ones each time.

        Args:
            task: the task.
            left: what the reference solution left behind.
        """

    @abstractmethod
    def write(
        self, path: Path, tasks: Sequence[Task], split: str, origins: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Write tasks as a file that the environment takes as ``data``.

        Args:
            path: the file; its name ends in ``.json.zst``.
            tasks: the tasks.
            split: the split that they are of.
            origins: where each comes from, by id.
        """


class Derivation(ABC):
    """Knows how tasks are derived from a set of questions with reference queries."""

    @abstractmethod
    def example(self, folder: Path) -> None:
        """Write a small set of our own in the layout that is read."""

    @abstractmethod
    def arguments(self, data: Path) -> dict[str, object]:
        """Return the arguments of the environment that plays the tasks."""

    @abstractmethod
    def unfit(self, task: Task) -> str:
        """Return why a question makes no task (its query does not run, gives nothing, …), ``""`` if it does."""
