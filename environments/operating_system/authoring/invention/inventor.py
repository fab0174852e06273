"""The inventor of the operating system: AgentTuning's self-instruct, with an evaluation that is tried out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from agentgym.environments.operating_system import tasks
from agentgym.environments.operating_system.authoring.invention import form, mutations
from agentgym.environments.operating_system.authoring.invention.seeds import SEEDS
from agentgym.environments.operating_system.protocol import ThinkActFormat
from agentgym.environments.operating_system.world.item import Item
from agentgym.inventing import Inventor, Refused, Wrong
from agentgym.messages import Message, user
from agentgym.tasks import Task

_NETWORK = re.compile(
    r"\b(?:apt|apt-get|aptitude|pip3?|npm|yum|dnf|snap|gem|cargo|go) (?:-\S+ )*(?:install|update|upgrade|get)\b"
    r"|(?:^|[;&|(]|\b(?:sudo|then|do|else))[ \t]*(?:curl|wget|ping|ssh|scp|rsync|dig|nslookup|telnet|ftp)[ \t]"
    r"|\bgit clone\b|/dev/(?:tcp|udp)/",
    re.MULTILINE,
)
"""Commands that install something or speak to another machine. An address in a file's content is none."""


class OSInventor(Inventor):
    """Knows how tasks of the operating system are invented."""

    kinds: ClassVar[tuple[str, ...]] = (
        "files and folders", "text and tables", "permissions", "processes", "archives", "shell scripts", "counting and "
        "searching", "logs", "configuration files", "links and names",
    )  # fmt: skip

    never: ClassVar[frozenset[str]] = frozenset(
        {"nothing", "echo", "finished without an answer", "empty answer"}
    )

    def seeds(self) -> list[Task]:
        """Return tasks in our own words, whose checks reject what is wrong."""
        return [_task(f"seed-{n:02d}", item) for n, item in enumerate(SEEDS)]

    def question(self, examples: Sequence[Task], kind: str, count: int) -> list[Message]:
        """Return one message: the rules, examples, and how many tasks of which topic are wanted."""
        shown = "\n\n".join(form.write(task.data, n) for n, task in enumerate(examples, 1))
        wanted = "one new task" if count == 1 else f"{count} new tasks"
        text = (
            f"{form.RULES}\n\n{form.FORM}\n\nExamples:\n\n{shown}\n\n"
            f"Now invent {wanted} about {kind}, unlike the examples."
        )
        return [user(text)]

    def read(self, answer: str) -> list[Task | Refused]:
        """Return the tasks of an answer; an id is made of the content."""
        return [
            found if isinstance(found, Refused) else _task(f"invented-{_digest(found)}", found)
            for found in form.read(answer)
        ]

    def text(self, task: Task) -> str:
        """Return the description."""
        item: Item = task.data
        return item.description

    def network(self, task: Task) -> str:
        """Return the first command or address that needs a network."""
        item: Item = task.data
        for script in (*(s.code for s in item.scripts), *item.commands):
            found = _NETWORK.search(script)
            if found is not None:
                return found[0]
        return ""

    def probed(self, task: Task) -> Task:
        """Return the task whose solution shows the state of the machine at its end."""
        return msgspec.structs.replace(task, data=mutations.probed(task.data))

    def left(self, observations: Sequence[str], actions: Sequence[str]) -> str:
        """Return the answer that was given, or the state of the machine."""
        if not actions:
            return ""
        action = ThinkActFormat().parse(actions[-1])
        if action.name == "answer_action":
            return str(action["answer"]).replace("\r", "\n")
        return mutations.state(observations[-2]) if len(observations) > 2 else ""

    def wrong(self, task: Task, left: str) -> list[Wrong]:
        """Return mutations of the solution, and wrong answers to a question."""
        return [
            Wrong(name, _task(f"{task.id}~{number:02d}", item))
            for number, (name, item) in enumerate(mutations.wrong(task.data, left))
        ]

    def write(
        self, path: Path, listed: Sequence[Task], split: str, origins: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Write a store."""
        tasks.write([tasks.Entry(t.id, split, t.data, dict(origins.get(t.id, {}))) for t in listed], path)


def _task(task_id: str, item: Item) -> Task:
    return Task(id=task_id, data=item, split="train", kind=item.kind)


def _digest(item: Item) -> str:
    return hashlib.sha256(msgspec.json.encode(item)).hexdigest()[:10]
