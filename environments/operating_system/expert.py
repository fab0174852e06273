"""The expert: plays an item's reference solution."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agentgym.actions import Action
from agentgym.environments.operating_system import protocol
from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.errors import DataError
from agentgym.sandbox.interface import Result
from agentgym.tasks import Task


def solve(task: Task, last: Callable[[], Result | None]) -> Iterator[Action]:
    """Yield the actions that solve a task.

    Args:
        task: its data is an :class:`~.item.Item`.
        last: returns what the last command gave; the answer is read off it where the item does not hold one.

    Raises:
        DataError: the item has neither a reference solution nor an answer.
    """
    item: Item = task.data
    commands = item.commands or ([_code(item.example)] if item.example is not None else [])
    answer = (
        item.answer if item.answer is not None else (item.match.answer if item.match is not None else None)
    )
    if not commands and answer is None:
        raise DataError(f"Task {task.id!r} has no reference solution to play: its file gives none.")
    for number, command in enumerate(commands, 1):
        thought = "I run the reference solution." if len(commands) == 1 else f"Step {number} of the solution."
        yield Action(name=protocol.BASH.name, arguments={"script": command}, thought=thought)
    result = last()
    if answer is None and not item.finishes and result is not None:
        answer = result.output.strip()
    if item.finishes or (not answer and None not in item.check and item.match is None):
        yield Action(name=protocol.FINISH.name, arguments={"thought": "It is done."}, thought="It is done.")
    else:
        yield Action(
            name=protocol.ANSWER.name, arguments={"answer": answer or ""}, thought="This is the answer."
        )


def _code(example: Script) -> str:
    if example.language == "python":
        return f"python3 - <<'END_OF_EXAMPLE'\n{example.code}\nEND_OF_EXAMPLE"
    return example.code
