"""``AgentEnv``: a Gymnasium environment that talks in messages.

The observation is the next user message, the action the assistant's whole message: the (u, a) of the AgentTuning
paper's trajectories. An environment writes the hooks below, at least :meth:`AgentEnv.load_tasks`,
:meth:`AgentEnv.begin` and :meth:`AgentEnv.perform`; :mod:`agentgym.turn` does what is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, cast

import gymnasium
import numpy as np

from agentgym import arguments, turn
from agentgym.actions import Action, ParseError, Tool
from agentgym.card import Card
from agentgym.formats import ActionFormat, LabelFormat, NativeFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar, Grammar
from agentgym.messages import Message, assistant, user
from agentgym.outcome import Outcome
from agentgym.policy import Suggestion
from agentgym.profile import Profile
from agentgym.rules.repetition import RepetitionRule
from agentgym.spaces import UnicodeText
from agentgym.status import Status
from agentgym.suggestions import Suggestions, random_action
from agentgym.tasks import Task, TaskSet

Execution = Literal["inline", "thread", "process"]
"""Where the engine runs it: a step takes well under a millisecond, it waits for something, it computes for long."""


class AgentEnv(gymnasium.Env[str, str]):
    """Base class of the environments.

    Every argument is kept, resolved, as an attribute of the same name.

    Args:
        data: ``"embedded"``, ``"official"`` (the folder that :attr:`Card.official` names), or a path.
        split: one of :attr:`splits`.
        kinds: play only tasks of these kinds: a sequence, or one text with commas.
        profile: name of one of :attr:`profiles`; the first by default.
        action_format: ``react``, ``tools`` or ``native``; the profile's by default.
        max_steps: steps before the episode is truncated; the profile's by default.
        render_mode: ``"ansi"`` or ``None``.
    Raises AgentGymError: a name, path or number that is not accepted; the nearest known name is suggested.
    """

    metadata: dict[str, Any] = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 (Gymnasium's own form)
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")
    profiles: ClassVar[dict[str, Profile]] = {"default": Profile(name="default", shots=0)}
    tools: ClassVar[tuple[Tool, ...]] = ()
    card: ClassVar[Card] = Card()
    group: ClassVar[str] = ""
    """``held-in``, ``held-out`` or ``general`` of the AgentTuning paper; empty for others."""
    execution: ClassVar[Execution] = "inline"
    incidental: ClassVar[frozenset[str]] = frozenset({"render_mode"})
    """Arguments that do not change what is played: no part of an episode's key."""

    def __init__(
        self,
        *,
        data: str | Path = "embedded",
        split: str = "test",
        kinds: Sequence[str] | str | None = None,
        profile: str | None = None,
        action_format: str | None = None,
        max_steps: int | None = None,
        render_mode: str | None = None,
        **unknown: Any,
    ) -> None:
        given = arguments.Given(data, split, kinds, profile, action_format, max_steps, render_mode, unknown)
        resolved = arguments.resolve(type(self), given)
        self.data, self.split, self.kinds = resolved.data, resolved.split, resolved.kinds
        self.profile, self.action_format = resolved.profile, resolved.action_format
        self.max_steps, self.render_mode = resolved.max_steps, render_mode
        self.observation_space, self.action_space = UnicodeText(), UnicodeText()
        self.task: Task | None = None
        self.status: Status | None = None
        self.steps, self.unasked = 0, False
        self.repetition = RepetitionRule(self.profile.repetition)
        self._suggestions = Suggestions(self)
        self._last = ("", "")

    def load_tasks(self) -> TaskSet:
        """Return the tasks of ``self.split`` from ``self.data`` (``None``: embedded)."""
        raise NotImplementedError(f"{type(self).__name__} must define load_tasks().")

    def begin(self, task: Task) -> str | Outcome:
        """Set the episode of ``task`` up and return its first observation."""
        raise NotImplementedError(f"{type(self).__name__} must define begin(task).")

    def perform(self, action: Action) -> str | Outcome:
        """Carry an action out: a text is an ordinary observation, an :class:`Outcome` says more."""
        raise NotImplementedError(f"{type(self).__name__} must define perform(action).")

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the expert's actions from the present state on; asked turn by turn, anew after another's action."""
        raise NotImplementedError(f"{type(self).__name__} has no expert: it does not define gold(task).")

    def instruction(self) -> str:
        """Return the text that opens the conversation, without the action format; ``""`` for none."""
        return ""

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return a solved example as (observation, action) pairs, shown when the profile has shots."""
        return ()

    def admissible(self) -> list[str] | None:
        """Return the admissible actions in native form where they are finite, in a fixed order."""
        return None

    def make_grammar(self) -> Grammar:
        """Return the native grammar; ``name[value]`` over :attr:`tools` by default."""
        return BracketGrammar(self.tools)

    def make_format(self, name: str) -> ActionFormat:
        """Return the action format of a name; protocols with labels of their own override it."""
        if name == "react":
            return LabelFormat(self.grammar)
        return ToolsFormat(self.tools, self.grammar) if name == "tools" else NativeFormat(self.grammar)

    def opening(self, task: Task) -> list[Message]:
        """Return the messages before the first observation: instruction, acknowledgement, demonstration."""
        text = "\n\n".join(part for part in (self.instruction(), self.format.instructions()) if part)
        messages = [user(text), assistant("Ok.")] if text else []
        return messages + (self.demonstrate(task) if self.profile.shots else [])

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a random action: an admissible one where they are finite, else one that fits a tool."""
        return random_action(self, self._last[0], rng)

    def unknown_action(self, error: ParseError) -> str:
        """Return the observation that answers a message which did not parse."""
        return error.hint

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Return the outcome when the step limit is reached; scores a partial result where rules say so."""
        return outcome

    def at_refusal(self, outcome: Outcome) -> Outcome:
        """Return the outcome when a message that did not parse ends the episode; scores what was reached."""
        return outcome

    def final_metrics(self) -> dict[str, float]:
        """Return metrics of a finished episode that hold however it ended; an outcome's own go before them."""
        return {}

    def kind_of(self, task_id: str) -> str | None:
        """Return the kind of a task by its id alone, where that is cheaper than to load it; else ``None``."""
        return None

    def definition(self) -> dict[str, Any]:
        """Return the arguments that define an episode, resolved, in JSON values: for its key and for a replay."""
        return arguments.definition(self)

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """Return where an environment made with ``env_args`` is to run; :attr:`execution` by default."""
        return cls.execution

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return why this machine cannot run an environment made with ``env_args``, and the mend; ``""`` if it can."""
        return ""

    @cached_property
    def tasks(self) -> TaskSet:
        """The tasks of this split, of the chosen kinds."""
        return arguments.check_tasks(type(self), self.load_tasks()).of_kinds(self.kinds, self.kind_of)

    @cached_property
    def grammar(self) -> Grammar:
        """The native grammar."""
        return self.make_grammar()

    @cached_property
    def format(self) -> ActionFormat:
        """The action format that messages are parsed with."""
        return self.make_format(self.action_format)

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
        super().reset(seed=seed)
        self.task, self.steps, self.status = self.tasks.choose(options or {}, self.np_random), 0, None
        self.repetition.reset()
        self._suggestions.begin(seed)
        outcome = Outcome.of(self.begin(self.task), f"{type(self).__name__}.begin")
        self.status, self.unasked, self._last = Status.RUNNING, outcome.unasked, (outcome.observation, "")
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
        arguments.check_step(self, action)
        self._suggestions.taken(action)
        observation, reward, terminated, truncated, info = turn.take(self, action)
        self._last = (observation, action)
        return observation, reward, terminated, truncated, cast(dict[str, Any], info)

    def render(self) -> str | None:
        """Return the last turn as text in ``ansi`` mode, ``None`` otherwise."""
        if self.render_mode != "ansi":
            return None
        state = f"[{self.task.id if self.task else None}] step {self.steps}/{self.max_steps} {self.status}"
        observation, action = self._last
        return "\n".join(part for part in (state, action and f"> {action}", observation) if part)

    def suggest(self, kind: Suggestion) -> str:
        """Return the expert's next message, or a random one. Raises EpisodeError: the expert has none left."""
        return self._suggestions.suggest(kind)

    def demonstrate(self, task: Task) -> list[Message]:
        """Render :meth:`demonstration` as messages in the present action format."""
        pairs = ((user(seen), assistant(self.format.render(done))) for seen, done in self.demonstration(task))
        return [message for pair in pairs for message in pair]
