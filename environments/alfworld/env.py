"""AgentTune/ALFWorld-v0: household tasks in text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

from agentgym.actions import Action, Tool
from agentgym.arguments import known
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.alfworld import demonstration, expert, protocol, scoring, tasks
from agentgym.environments.alfworld.card import CARD
from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.official.logic import recognise
from agentgym.environments.alfworld.protocol import AlfworldProfile
from agentgym.environments.alfworld.texts import AlfworldTexts
from agentgym.environments.alfworld.world.dialect import MOVE, PUT, Dialect
from agentgym.environments.alfworld.world.engine import NOTHING
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine
from agentgym.errors import OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.tasks import Task, TaskSet

ENGINES = ("fast", "textworld")


class ALFWorldEnv(AgentEnv):
    """ALFWorld (Shridhar et al. 2021), as AgentBench and AgentTuning play it.

    Args:
        engine: ``fast`` (our own, microseconds a step) or ``textworld`` (the reference; needs the extra
            ``alfworld`` and game files).
        arguments: those of :class:`~agentgym.AgentEnv`. ``data="official"`` is the folder that
            ``ALFWORLD_DATA`` names; kinds are the six task types.

    The reward is 1 when the goal is reached, else 0. Splits: ``train``, ``dev``, ``seen``, ``unseen``, and
    ``test``, which is ``unseen``.
    """

    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "seen", "unseen", "test")
    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.TOOL,)
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-in"
    profile: AlfworldProfile
    texts: AlfworldTexts

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """TextWorld computes for milliseconds and is not thread-safe: it gets processes."""
        return "process" if env_args.get("engine") == "textworld" else "inline"

    def __init__(self, *, engine: Literal["fast", "textworld"] = "fast", **arguments: Any) -> None:
        known("engine", engine, ENGINES)
        super().__init__(**arguments)
        if engine == "textworld" and self.data is None:
            raise OptionError(
                "engine='textworld' plays game files: give data=PATH. `agentgym data alfworld generate --out PATH` "
                "writes the embedded games as such."
            )
        self.engine = engine
        self._player: FastEngine | TextWorldEngine = FastEngine() if engine == "fast" else TextWorldEngine()
        self._dialect = self._wording

    def load_tasks(self) -> TaskSet:
        """Return the games of the split."""
        return tasks.load(self.data, self.split)

    def kind_of(self, task_id: str) -> str | None:
        """Return the task type, which the id of every game but a single file says."""
        return tasks.kind_of(Path(task_id)) or None

    def begin(self, task: Task) -> Outcome:
        """Load the game of a task."""
        intro, self._dialect = self._start(task)
        if not self.profile.strip_banner:
            return self._outcome(intro)
        return self._outcome(fill(self.texts.task, observation=protocol.first_observation(intro)))

    def perform(self, action: Action) -> Outcome:
        """Carry a command out."""
        feedback = self._player.step(str(action["command"]))
        if self.profile.strip_banner:
            feedback = protocol.tidy(feedback)
        if self._player.won:
            return scoring.won(feedback)
        outcome = self._outcome(feedback)
        outcome.refused = feedback.startswith(NOTHING)
        return outcome

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Say in the metrics that the game was not won."""
        return scoring.not_won(outcome.observation)

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the stored walkthrough, or the solver's where a game file has none."""
        for command in expert.walkthrough(task, self._dialect):
            yield Action(name="act", arguments={"command": command})

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        return self._player.admissible()

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> AlfworldTexts:
        """Return our texts."""
        return AlfworldTexts()

    def instruction(self) -> str:
        """Return the task description with the commands in the game's own wording."""
        return protocol.instruction(self._dialect.placing("OBJECT", "RECEPTACLE"))

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the example of the task's type."""
        if task.kind not in demonstration.KINDS:
            return ()
        return demonstration.demonstration(task.kind, PUT if self._dialect.verb == "put" else MOVE)

    def make_grammar(self) -> Grammar:
        """Return the grammar of commands."""
        return protocol.make_grammar(empty=self.profile.empty_command)

    def make_format(self, name: str) -> ActionFormat:
        """Return ALFWorld's own ``THOUGHT:`` / ``ACTION:`` for ``react``."""
        if name == "react":
            return protocol.label_format(self.grammar, self.profile)
        if name == "tools" and self.profile.first_argument:
            return protocol.FirstArgumentFormat(self.tools, self.grammar, self.texts)
        return super().make_format(name)

    def close(self) -> None:
        """Release the engine."""
        self._player.close()

    def _outcome(self, text: str) -> Outcome:
        if not self.profile.show_admissible:
            return Outcome(observation=text)
        texts = self.texts
        shown = text + fill(texts.actions, commands=texts.separator.join(self.admissible()))
        later = None if self.profile.keep_admissible else shown.partition(texts.marker)[0]
        return Outcome(observation=shown, observation_later=later)

    def _start(self, task: Task) -> tuple[str, Dialect]:
        """Begin the game of a task; return its first observation and its dialect."""
        if isinstance(self._player, FastEngine):
            game = tasks.game(task, self._wording)
            return self._player.start(game), game.dialect
        file = files.read(Path(task.data))
        dialect = recognise(file.pddl_domain, file.grammar)
        return self._player.start(file), dialect if dialect is not None else self._wording

    @property
    def _wording(self) -> Dialect:
        """The profile's dialect, for games that speak none of their own."""
        return PUT if self.profile.verb == "put" else MOVE
