"""A guessing game whose expert forgets the number."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym import Action, Task
from tests.contract.guess import Guess


class Forgetful(Guess):
    """Its expert guesses wrong once and then has nothing left."""

    def gold(self, task: Task) -> Iterator[Action]:
        """Guess wrong."""
        yield Action(name="guess", arguments={"n": task.data % 9 + 1})
