"""``replay:FOLDER``: answers what a log says was answered."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agentgym.errors import OptionError, PolicyError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory.reader import read
from agentgym.trajectory.tokens import completions


class ReplayPolicy(Policy):
    """Plays the recorded turns of the same task and repetition.

    Args:
        folder: a run folder.

    An answer is marked as cached: it is not paid for again.

    The completions of the log are held in memory, one list per (environment, task, repetition).
    """

    chooses = True

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.spec = self.label = f"replay:{folder}"
        self._turns = {(e.env_id, e.task_id, e.repeat): completions(e.steps) for e in read(folder)}

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> ReplayPolicy:
        """Make it from ``replay:FOLDER``."""
        if not argument or options:
            raise OptionError(f"Expected replay:FOLDER without options, got 'replay:{argument}'.")
        return cls(argument)

    async def act(self, request: Request, view: View) -> Completion:
        """Return the recorded answer.

        Raises:
            PolicyError: the log has no such episode, or it is shorter.
        """
        key = (request.env_id, request.task_id, request.repeat)
        turns = self._turns.get(key)
        if turns is None:
            raise PolicyError(
                f"{self.folder} has no episode of {key[0]}, task {key[1]!r}, repetition {key[2]}."
            )
        if request.step >= len(turns):
            raise PolicyError(
                f"{self.folder}: the episode of task {key[1]!r} has {len(turns)} turns, but turn {request.step} was "
                "asked for: the environment did not answer as it did then."
            )
        turn = turns[request.step]
        # Nobody is asked and nothing is paid: budgets must not count it again.
        return msgspec.structs.replace(turn, cached=True, cost=None if turn.cost is None else 0.0)
