"""The hooks of an environment: what an author writes, and what the rest of the framework asks an environment.

At least :meth:`Hooks.load_tasks`, :meth:`Hooks.begin` and :meth:`Hooks.perform`; every other one has a default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.card import Card
from agentgym.formats import ActionFormat, LabelFormat, NativeFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar, Grammar
from agentgym.formats.random_arguments import sample_call
from agentgym.messages import Message, action_message, assistant, tool_result, user
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts.texts import Texts, fill
from agentgym.returns import declared, returned, solved
from agentgym.rules.repetition import RepetitionRule
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

Execution = Literal["inline", "thread", "process"]
"""Where the engine runs it: a step takes well under a millisecond, it waits for something, it computes for long."""


EXAMPLE_ENDS = "The example ends here."
"""Result of the last tool call of a demonstration: servers refuse a call without one."""


class Hooks:
    """What an environment declares, writes, and has while an episode is played; see :class:`agentgym.AgentEnv`."""

    metadata: dict[str, Any] = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 (Gymnasium's own form)
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")
    profiles: ClassVar[dict[str, Profile]] = {"default": Profile(name="default", shots=0)}
    tools: ClassVar[tuple[Tool, ...]] = ()
    card: ClassVar[Card] = Card()
    group: ClassVar[str] = ""
    """``held-in``, ``held-out`` or ``general`` of the AgentTuning paper; empty for others."""
    execution: ClassVar[Execution] = "inline"
    incidental: ClassVar[frozenset[str]] = frozenset({"render_mode", "kinds"})
    """Arguments that do not change what an episode is: no part of its key. ``kinds`` only says which are played."""

    data: Path | None
    """Where the tasks come from, absolute; ``None`` is the embedded data."""
    split: str
    profile: Profile
    texts: Texts
    """What is said besides what the world answers: ours (:meth:`own_texts`), or those of ``prompts=``."""
    action_format: str
    max_steps: int
    prompts: str | None
    """What names the texts, where they are not ours: ``PATH#HASH``."""
    task: Task | None
    status: Status | None
    """``None`` before the first ``reset``."""
    steps: int
    unasked: bool
    repetition: RepetitionRule
    last_observation: str

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        declared(cls)

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

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> Texts:
        """Return the environment's own texts: what it says besides instruction, demonstration and observations."""
        return Texts()

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
        told = returned(self, "instruction", self.instruction(), str, "a str")
        text = "\n\n".join(part for part in (told, self.format.instructions()) if part)
        messages = [user(text), assistant("Ok.")] if text else []
        return messages + (self.demonstrate(task) if self.profile.shots else [])

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a random action: an admissible one where they are finite, else one that fits a tool."""
        if admissible := self.admissible():
            drawn = admissible[int(rng.integers(len(admissible)))]
            returned(self, "admissible", drawn, str, "a list of str, or None; one of it")
            return self.grammar.parse(drawn)
        return sample_call(self.tools, self.last_observation, rng)

    def unknown_action(self, error: ParseError) -> str | Outcome:
        """Return what answers a message that did not parse: a text, or an :class:`Outcome` that says more."""
        return fill(self.texts.unreadable, hint=error.hint)

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Return the outcome when the step limit is reached; scores a partial result where rules say so.

        The status is ``task_limit`` unless the outcome has one: ``unscored``, where a judge scores such ends too.
        """
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

    def question(self, task: Task) -> str | None:
        """Return what a task asks if that is known before it begins (sandboxes and browsers are slow), or ``None``."""
        return None

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """Return where an environment made with ``env_args`` is to run; :attr:`execution` by default."""
        return cls.execution

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return why this machine cannot run an environment made with ``env_args``, and the mend; ``""`` if it can."""
        return ""

    @cached_property
    def grammar(self) -> Grammar:
        """The native grammar."""
        made = self.make_grammar()
        returned(self, "make_grammar", made, Grammar, "a Grammar (parse, render, describe)")
        return made

    @cached_property
    def format(self) -> ActionFormat:
        """The action format that messages are parsed with."""
        made = self.make_format(self.action_format)
        returned(self, "make_format", made, ActionFormat, "an ActionFormat")
        return made

    def first_messages(self, task: Task) -> list[Message]:
        """Return the messages before the first observation: those of ``prompts=``, else :meth:`opening`.

        An environment that begins a fresh session (:attr:`Outcome.messages`) begins it with these as well.
        """
        given = self.texts.opening(task.kind)
        return self.opening(task) if given is None else given

    def demonstrate(self, task: Task) -> list[Message]:
        """Render :meth:`demonstration` as messages in the present action format: tool calls under ``tools``."""
        shown: list[Message] = []
        if self.format.name != "tools":
            render = self.format.render
            for seen, done in solved(self, self.demonstration(task)):
                shown += (user(seen), assistant(render(done)))
            return shown
        for number, (seen, done) in enumerate(solved(self, self.demonstration(task))):
            calls = shown[-1].get("tool_calls") if shown else None
            # What answers a call is its result, as in an episode.
            shown.append(tool_result(calls[0]["id"], seen) if calls else user(seen))
            shown.append(action_message(self.format.render(done), self.format.name, f"example_{number}"))
        if shown and (calls := shown[-1].get("tool_calls")):
            shown.append(tool_result(calls[0]["id"], EXAMPLE_ENDS))
        return shown
