"""``AgentEnv``: a Gymnasium environment that talks in messages.

The observation is the next user message, the action the assistant's whole message: the (u, a) of the AgentTuning
paper's trajectories. An environment writes :mod:`agentgym.hooks`; this is Gymnasium's side of it, and
:mod:`agentgym.turn` is what a step does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import gymnasium

from agentgym import arguments, turn
from agentgym.copies import Copyable
from agentgym.hooks import Execution, Hooks
from agentgym.outcome import Outcome
from agentgym.policy import Suggestion
from agentgym.rules.repetition import RepetitionRule
from agentgym.spaces import UnicodeText
from agentgym.status import Status
from agentgym.suggestions import Suggestions
from agentgym.tasks import TaskSet

__all__ = ["AgentEnv", "Execution"]


class AgentEnv(Copyable, Hooks, gymnasium.Env[str, str]):
    """Base class of the environments.

    Every argument is kept, resolved, as an attribute of the same name.

    Args:
        data: ``"embedded"``, ``"official"`` (the folder that :attr:`Card.official` names), or a path.
        split: one of :attr:`splits`.
        kinds: play only tasks of these kinds: a sequence, or one text with commas.
        profile: name of one of :attr:`profiles`; the first by default.
        action_format: ``react``, ``tools`` or ``native``; the profile's by default.
        max_steps: steps before the episode is truncated; the profile's by default.
        prompts: whose texts the conversation has, word for word: ours by default; a checkout of the original, or a file
            in our form (``agentgym prompts export``). The attribute is ``PATH#HASH``, which is taken as well.
        render_mode: ``"ansi"`` or ``None``.

    Raises:
        AgentGymError: a name, a path or a number that is not accepted; the nearest known name is suggested.
    """

    def __init__(
        self,
        *,
        data: str | Path = "embedded",
        split: str = "test",
        kinds: Sequence[str] | str | None = None,
        profile: str | None = None,
        action_format: str | None = None,
        max_steps: int | None = None,
        prompts: str | Path | None = None,
        render_mode: str | None = None,
        **unknown: Any,
    ) -> None:
        given = arguments.Given(
            data, split, kinds, profile, action_format, max_steps, prompts, render_mode, unknown
        )
        resolved = arguments.resolve(type(self), given)
        self.data, self.split, self.kinds = resolved.data, resolved.split, resolved.kinds
        self.profile, self.action_format = resolved.profile, resolved.action_format
        self.max_steps, self.render_mode = resolved.max_steps, render_mode
        self.prompts, self.texts = resolved.prompts
        self.observation_space, self.action_space = UnicodeText(), UnicodeText()
        self.task, self.status, self.steps, self.unasked = None, None, 0, False
        self.repetition = RepetitionRule(self.profile.repetition)
        self.last_observation = self._last_action = ""
        self._suggestions = Suggestions(self)

    @cached_property
    def tasks(self) -> TaskSet:
        """The tasks of this split, of the chosen kinds."""
        return arguments.check_tasks(type(self), self.load_tasks()).of_kinds(self.kinds, self.kind_of)

    def definition(self) -> dict[str, Any]:
        """Return the arguments that define an episode, resolved, in JSON values: for its key and for a replay."""
        return arguments.definition(self, self.spec.kwargs if self.spec is not None else {})

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """Begin an episode; return the first observation and ``info`` (:class:`~agentgym.turn.StartInfo`).

        Args:
            seed: seeds the episode's randomness and, where no task is named, the choice of the task.
            options: ``{"task": id | position | Task}`` names the task.

        Raises:
            AgentGymError: there is no such task, or another option was given.
        """
        self._began(seed, options, None if seed is not None else self.np_random)
        super().reset(seed=seed)
        self.task, self.steps, self.status = self.tasks.choose(options or {}, self.np_random), 0, None
        self.repetition.reset()
        self._suggestions.begin(seed)
        outcome = Outcome.of(self.begin(self.task), self.begin)
        self.status, self.unasked = Status.RUNNING, outcome.unasked
        self.last_observation, self._last_action = outcome.observation, ""
        return outcome.observation, cast(dict[str, Any], turn.started(self, self.task, outcome))

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """Take the assistant's whole message; not to be overridden, :mod:`agentgym.turn` is what it does.

        Returns:
            the next observation, the reward (0 before the end), whether the environment or a rule has ended the
            episode, whether the step limit has, and ``info`` (:class:`~agentgym.turn.TurnInfo`).

        Raises:
            OptionError: the action is not a string.
            EpisodeError: before ``reset``, or after the end.
        """
        if self.status is not Status.RUNNING or not isinstance(action, str):
            arguments.check_step(self, action)
        self._done.append(("step", action))
        self._suggestions.taken(action)
        outcome, truncated, info = turn.take(self, action)
        self.last_observation, self._last_action = outcome.observation, action
        told: dict[str, Any] = info  # type: ignore[assignment]  # Gymnasium's type; cast() would cost a call a step
        return outcome.observation, outcome.reward, outcome.terminated, truncated, told

    def render(self) -> str | None:
        """Return the last turn as text in ``ansi`` mode, ``None`` otherwise."""
        if self.render_mode != "ansi":
            return None
        state = f"[{self.task.id if self.task else None}] step {self.steps}/{self.max_steps} {self.status}"
        action = f"> {self._last_action}" if self._last_action else ""
        return "\n".join(part for part in (state, action, self.last_observation) if part)

    def suggest(self, kind: Suggestion) -> str:
        """Return the expert's next message for the present turn, or a random one.

        Raises:
            EpisodeError: before ``reset``, or the expert has nothing left to do.
        """
        self._done.append(("suggest", kind))
        return self._suggestions.suggest(kind)
