"""``AgentEnv``: a Gymnasium environment that talks in messages.

The observation is the next user message, the action is the assistant's whole message, exactly the (u, a) of
the AgentTuning paper's trajectories. Everything that is the same for all environments lives here once:
choosing a task, parsing, the BLEU fallback, the repetition rule, limits, statuses, the expert.

A new environment declares what it is and writes two methods::

    class Guess(AgentEnv):
        tools = (Tool(name="guess", description="Guess the number.", parameters={"n": {"type": "integer"}}),)
        def load_tasks(self): ...
        def begin(self, task): return "I think of a number from 1 to 9."
        def perform(self, action): ...
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import gymnasium
import msgspec
import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.bleu import closest
from agentgym.conversation import NOT_EXECUTED
from agentgym.errors import DataError, EpisodeError, OptionError, unknown_name
from agentgym.formats import FORMATS, ActionFormat, NativeFormat, ReactFormat, ToolsFormat
from agentgym.grammar import BracketGrammar, Grammar
from agentgym.messages import Message, assistant, copy_messages, user
from agentgym.policy import Suggestion
from agentgym.profile import Profile
from agentgym.repetition import RepetitionRule
from agentgym.sampling import sample_arguments
from agentgym.spaces import UnicodeText
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

Execution = Literal["inline", "thread", "process"]


class Outcome(msgspec.Struct, kw_only=True):
    """What performing an action led to.

    Attributes:
        observation: the next user message.
        reward: final reward in [0, 1]; 0 while the episode goes on.
        terminated: the environment decided that the episode is over.
        status: how it ended; ``completed`` when ``terminated`` and nothing else is said.
        metrics: further numbers of the finished episode (``success``, ``f1``).
        observation_later: the observation's text once it is no longer the newest message.
        action_later: the text in which the agent's turn is remembered.
        messages: opening turns of a fresh session, where the conversation starts anew.
        refused: the action was well-formed, but is not possible here; error analysis counts it.
        call_error: a function or command was called and failed; error analysis counts it.
        screenshot: path of a picture of the environment after the action, where it keeps them.
        unasked: nothing that could be answered matters: the engine steps without asking the policy, and
            ``perform`` gets :data:`UNASKED` whatever the message is.
    """

    observation: str
    reward: float = 0.0
    terminated: bool = False
    status: Status | None = None
    metrics: dict[str, float] = {}
    observation_later: str | None = None
    action_later: str | None = None
    messages: list[Message] | None = None
    refused: bool = False
    call_error: bool = False
    screenshot: str | None = None
    unasked: bool = False


UNASKED = Action(name="unasked", text="unasked")
"""What ``perform`` gets after an outcome that is ``unasked``."""


class AgentEnv(gymnasium.Env[str, str]):
    """Base class of the environments.

    Args:
        data: ``"embedded"``, or a file or folder in the environment's official layout.
        split: one of :attr:`splits`.
        profile: name of one of :attr:`profiles`; the first by default.
        action_format: ``react``, ``tools`` or ``native``; the profile's by default.
        max_steps: steps before the episode is truncated; the profile's by default.
        render_mode: ``"ansi"`` or ``None``.

    Raises:
        UnknownNameError: an unknown split, profile, action format or argument; the nearest is suggested.
        DataError: ``data`` names nothing that exists.
        OptionError: ``max_steps`` below 1, or an unknown render mode.
    """

    metadata: dict[str, Any] = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 (Gymnasium's own form)
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")
    profiles: ClassVar[dict[str, Profile]] = {"default": Profile(name="default", shots=0)}
    tools: ClassVar[tuple[Tool, ...]] = ()
    group: ClassVar[str] = ""
    """``held-in``, ``held-out`` or ``general`` of the AgentTuning paper; empty for others."""
    execution: ClassVar[Execution] = "inline"
    """Where the engine runs it: ``inline`` (a step takes well under a millisecond), ``thread`` (it waits for
    something) or ``process`` (it computes for long)."""

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """Return where an environment made with ``env_args`` is to run; :attr:`execution` by default."""
        return cls.execution

    @classmethod
    def arguments(cls) -> list[str]:
        """Return the names of the arguments that the environment takes, its own first."""
        signatures = [
            inspect.signature(vars(c)["__init__"]) for c in cls.__mro__[:-1] if "__init__" in vars(c)
        ]
        named = inspect.Parameter.KEYWORD_ONLY
        return list(dict.fromkeys(n for s in signatures for n, p in s.parameters.items() if p.kind is named))

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return why this machine cannot run an environment made with ``env_args``, and the mend; ``""`` if it can.

        Asked once before a run: what is missing then is said at once, and not by every episode.
        """
        return ""

    def __init__(
        self,
        *,
        data: str | Path = "embedded",
        split: str = "test",
        profile: str | None = None,
        action_format: str | None = None,
        max_steps: int | None = None,
        render_mode: str | None = None,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise unknown_name(f"argument of {type(self).__name__}", next(iter(unknown)), self.arguments())
        name = profile if profile is not None else next(iter(self.profiles))
        if split not in self.splits:
            raise unknown_name(f"split of {type(self).__name__}", split, self.splits)
        if name not in self.profiles:
            raise unknown_name(f"profile of {type(self).__name__}", name, self.profiles)
        self.profile = self.profiles[name]
        chosen = action_format if action_format is not None else self.profile.action_format
        if chosen not in FORMATS:
            raise unknown_name("action format", chosen, FORMATS)
        if max_steps is not None and max_steps < 1:
            raise OptionError(f"max_steps must be at least 1, got {max_steps}.")
        if render_mode not in (None, *self.metadata["render_modes"]):
            raise OptionError(
                f"render_mode must be None or one of {self.metadata['render_modes']}, got {render_mode!r}."
            )
        self.data: Path | None = None if str(data) == "embedded" else Path(data).expanduser()
        if self.data is not None and not self.data.exists():
            raise DataError(
                f"data={str(data)!r}: there is no such file or folder. Give a path in the official layout of "
                f"{type(self).__name__}, or data='embedded' for the tasks that ship with the package."
            )
        self.split = split
        self.max_steps = max_steps if max_steps is not None else self.profile.max_steps
        self.render_mode = render_mode
        self.action_format = chosen
        self.observation_space = UnicodeText()
        self.action_space = UnicodeText()
        self.task: Task | None = None
        self.status: Status | None = None
        self.steps = 0
        self._repetition = RepetitionRule(self.profile.repetition)
        self._gold: Iterator[Action] | None = None
        self._advised: str | None = None
        self._wish_rng = np.random.default_rng(0)
        self._last = ("", "")
        self._unasked = False

    # ---- what an environment writes -------------------------------------------------------------

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
        """Yield the expert's actions for ``task``; may look at the state, it is asked turn by turn.

        Called again in the middle of an episode when another action than the expert's was taken (a noisy
        teacher): an expert that looks at the state then goes on from there.
        """
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
        """Return the action format of a name; protocols with a grammar of their own override it."""
        if name == "react":
            return ReactFormat(self.grammar)
        if name == "tools":
            return ToolsFormat(self.tools, self.grammar)
        return NativeFormat(self.grammar)

    def opening(self, task: Task) -> list[Message]:
        """Return the messages before the first observation: instruction, acknowledgement, demonstration."""
        text = "\n\n".join(part for part in (self.instruction(), self.format.instructions()) if part)
        messages = [user(text), assistant("Ok.")] if text else []
        return messages + (self.demonstrate(task) if self.profile.shots else [])

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a random action: an admissible one where they are finite, else one that fits a tool."""
        admissible = self.admissible()
        if admissible:
            return self.grammar.parse(admissible[int(rng.integers(len(admissible)))])
        tool = self.tools[int(rng.integers(len(self.tools)))]
        return Action(name=tool.name, arguments=sample_arguments(tool, self._last[0], rng))

    def unknown_action(self, error: ParseError) -> str:
        """Return the observation that answers an output which did not parse (``on_parse_error="tell"``)."""
        return error.hint

    def final_metrics(self) -> dict[str, float]:
        """Return the metrics of a finished episode that hold however it ended; an outcome's own go before them."""
        return {}

    # ---- Gymnasium's interface ------------------------------------------------------------------

    @cached_property
    def tasks(self) -> TaskSet:
        """The tasks of this split."""
        return self.load_tasks()

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
        """Begin an episode.

        Args:
            seed: seeds the episode's randomness and, where no task is named, the choice of the task.
            options: ``{"task": id | position | Task}`` names the task.

        Returns:
            the first observation, and ``info`` with ``messages`` (opening turns), ``task_id``, ``task_kind``,
            ``tools`` (JSON schemas), ``admissible`` (where finite), ``status`` and ``step``.

        Raises:
            UnknownNameError: there is no such task.
            OptionError: an option other than ``task``.
        """
        super().reset(seed=seed)
        task = self._choose(options or {})
        # A stream of its own for the random policy: its draws must not move the environment's.
        self._wish_rng = np.random.default_rng([0 if seed is None else seed, 7])
        self.task, self.steps = task, 0
        self._gold = self._advised = None
        self._repetition.reset()
        first = self.begin(task)
        outcome = Outcome(observation=first) if isinstance(first, str) else first
        self.status = Status.RUNNING
        self._last = (outcome.observation, "")
        self._unasked = outcome.unasked
        info = self._info(outcome)
        info["messages"] = copy_messages(self.opening(task) if outcome.messages is None else outcome.messages)
        info["task_id"], info["task_kind"] = task.id, task.kind
        info["tools"] = [t.schema() for t in self.tools]
        return outcome.observation, info

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """Take the assistant's whole message.

        Returns:
            the next observation, the reward (0 before the end), ``terminated`` (the environment or its rules
            ended it), ``truncated`` (the step limit did), and ``info`` with ``status``, ``step``, ``action``
            (native form, absent if nothing parsed), ``parse_error``, ``metrics`` (at the end).

        Raises:
            OptionError: the action is not a string.
            EpisodeError: before ``reset``, or after the end.
        """
        if not isinstance(action, str):
            raise OptionError(
                f"An action is a string, the assistant's whole message; got {type(action).__name__}: {action!r:.80}"
            )
        if self.task is None or self.status is None:
            raise EpisodeError("step() was called before reset(): call reset() first.")
        if self.status is not Status.RUNNING:
            raise EpisodeError(
                f"The episode is over (status {self.status}): call reset() before the next step()."
            )
        self.steps += 1
        if action != self._advised:  # Somebody else has moved: the expert plans anew from where that led.
            self._gold = None
        parsed: Action | None = None
        error: ParseError | None = None
        mapped_from = ""
        try:
            parsed, mapped_from = (
                (UNASKED, "") if self._unasked else self._fallback(self.format.parse(action))
            )
        except ParseError as problem:
            error = problem
        outcome = self._refuse(error) if parsed is None else self._perform(parsed)
        if not outcome.terminated and self._repetition.add(action):
            outcome = self._ended(outcome, Status.REPETITION)
        truncated = not outcome.terminated and self.steps >= self.max_steps
        if outcome.terminated:
            self.status = outcome.status or Status.COMPLETED
        elif truncated:
            self.status = Status.TASK_LIMIT
            outcome = self.at_limit(outcome)
        self._last = (outcome.observation, action)
        self._unasked = outcome.unasked
        info = self._info(outcome)
        if parsed is not None:
            info["action"] = parsed.text or self.grammar.render(parsed)
            if parsed.thought:
                info["thought"] = parsed.thought
            if parsed.calls > 1:
                info["tool_results"] = [outcome.observation] + [NOT_EXECUTED] * (parsed.calls - 1)
        if mapped_from:
            info["mapped_from"] = mapped_from
        if error is not None:
            info["parse_error"], info["parse_error_kind"] = error.hint, error.kind
        if outcome.messages is not None:
            info["messages"] = copy_messages(outcome.messages)
        return outcome.observation, outcome.reward, outcome.terminated, truncated, info

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Return the outcome when the step limit is reached; scores a partial result where rules say so."""
        return outcome

    def at_refusal(self, outcome: Outcome) -> Outcome:
        """Return the outcome when an output that did not parse ends the episode; scores what was reached."""
        return outcome

    def render(self) -> str | None:
        """Return the last turn as text in ``ansi`` mode, ``None`` otherwise."""
        if self.render_mode != "ansi":
            return None
        observation, action = self._last
        task = (
            f"[{self.task.id}] step {self.steps}/{self.max_steps} {self.status}"
            if self.task
            else "[not reset]"
        )
        return "\n".join(part for part in (task, action and f"> {action}", observation) if part)

    # ---- for experts, random policies and demonstrations ----------------------------------------

    def suggest(self, wish: Suggestion) -> str:
        """Return a message for the present turn: the expert's next one, or a random one.

        Raises:
            EpisodeError: before ``reset``, or the expert has nothing left to do.
        """
        if self.task is None:
            raise EpisodeError("suggest() was called before reset(): call reset() first.")
        if wish == "random":
            return self.format.render(self.sample_action(self._wish_rng))
        if self._gold is None:
            self._gold = self.gold(self.task)
        following = next(self._gold, None)
        if following is None:
            raise EpisodeError(
                f"The expert of {type(self).__name__} has no action left for {self.task.id!r} after {self.steps} steps."
            )
        self._advised = self.format.render(following)
        return self._advised

    def demonstrate(self, task: Task) -> list[Message]:
        """Render :meth:`demonstration` as messages in the present action format."""
        messages: list[Message] = []
        for observation, action in self.demonstration(task):
            messages += [user(observation), assistant(self.format.render(action))]
        return messages

    # ---- internals ------------------------------------------------------------------------------

    def _choose(self, options: dict[str, Any]) -> Task:
        unknown = [o for o in options if o != "task"]
        if unknown:
            raise OptionError(f"reset() knows the option 'task' only, got {unknown}.")
        wanted = options.get("task")
        if wanted is None:
            return self.tasks.sample(self.np_random)
        if isinstance(wanted, Task):
            return wanted
        if isinstance(wanted, (str, int, np.integer)):
            return self.tasks[wanted if isinstance(wanted, str) else int(wanted)]
        raise OptionError(f"options['task'] is a task id, a position or a Task; got {type(wanted).__name__}.")

    def _fallback(self, action: Action) -> tuple[Action, str]:
        if self.profile.bleu_threshold is None:
            return action, ""
        admissible = self.admissible()
        text = action.text or self.grammar.render(action)
        if not admissible or text in admissible:
            return action, ""
        best = closest(text, admissible, threshold=self.profile.bleu_threshold)
        if best is None:
            return action, ""
        return msgspec.structs.replace(
            self.grammar.parse(best), thought=action.thought, calls=action.calls
        ), text

    def _perform(self, action: Action) -> Outcome:
        result = self.perform(action)
        outcome = Outcome(observation=result) if isinstance(result, str) else result
        if not 0.0 <= outcome.reward <= 1.0 or (outcome.reward and not outcome.terminated):
            raise OptionError(
                f"{type(self).__name__}.perform returned reward {outcome.reward} with terminated="
                f"{outcome.terminated}: a reward is in [0, 1] and 0 before the end."
            )
        return outcome

    def _refuse(self, error: ParseError | None) -> Outcome:
        hint = self.unknown_action(error) if error is not None else ""
        if self.profile.on_parse_error == "end":
            return self.at_refusal(self._ended(Outcome(observation=hint), self.profile.parse_error_status))
        return Outcome(observation=hint)

    @staticmethod
    def _ended(outcome: Outcome, status: Status) -> Outcome:
        return msgspec.structs.replace(outcome, reward=0.0, terminated=True, status=status)

    def _info(self, outcome: Outcome) -> dict[str, Any]:
        info: dict[str, Any] = {"status": str(self.status), "step": self.steps}
        if outcome.refused:
            info["refused"] = True
        if outcome.call_error:
            info["call_error"] = True
        if outcome.unasked:
            info["unasked"] = True
        if outcome.screenshot is not None:
            info["screenshot"] = outcome.screenshot
        if self.status is Status.RUNNING:
            admissible = self.admissible()
            if admissible is not None:
                info["admissible"] = admissible
        elif outcome.metrics or self.status is not None:
            info["metrics"] = {"steps": float(self.steps), **self.final_metrics(), **outcome.metrics}
        if outcome.observation_later is not None:
            info["observation_later"] = outcome.observation_later
        if outcome.action_later is not None:
            info["action_later"] = outcome.action_later
        return info
