"""What an environment suggests for its present turn: the expert's message, or a random one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from agentgym.actions import Action
from agentgym.errors import EpisodeError
from agentgym.hooks import Hooks
from agentgym.policy import Suggestion
from agentgym.returns import action, expert

_STREAM = 7
"""Number of the random policy's stream of a seed: its draws must not move the environment's."""


class Suggestions:
    """Asks the expert of one environment, and draws random actions.

    An expert is followed turn by turn as long as its own actions are taken; after another one it plans anew. Asked
    again at the same turn it says the same.

    Args:
        env: the environment.
    """

    def __init__(self, env: Hooks) -> None:
        self._env = env
        self._gold: Iterator[Action] | None = None
        self._advised: str | None = None
        self._said = False
        self._rng = np.random.default_rng(0)

    def begin(self, seed: int | None) -> None:
        """Forget the episode before."""
        self._gold, self._advised, self._said = None, None, False
        self._rng = np.random.default_rng([seed or 0, _STREAM])

    def taken(self, message: str) -> None:
        """Note which message was taken."""
        if message != self._advised:
            self._gold = None
        self._said = False

    def suggest(self, kind: Suggestion) -> str:
        """Return a message for the present turn.

        Raises:
            EpisodeError: before ``reset``, or the expert has nothing left to do.
        """
        env = self._env
        if env.task is None:
            raise EpisodeError("suggest() was called before reset(): call reset() first.")
        if kind == "random":
            return env.format.render(action(env, "sample_action", env.sample_action(self._rng)))
        if self._said and self._advised is not None:
            return self._advised
        if self._gold is None:
            self._gold = expert(env, env.gold(env.task))
        following = next(self._gold, None)
        if following is None:
            raise EpisodeError(
                f"The expert of {type(env).__name__} has no action left for {env.task.id!r} after {env.steps} steps."
            )
        self._advised, self._said = env.format.render(action(env, "gold", following)), True
        return self._advised
