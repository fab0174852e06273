"""AgentTune/ALFWorld-v0: household tasks in text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

from agentgym.actions import Action, Tool
from agentgym.env import AgentEnv, Execution
from agentgym.environments.alfworld import embedded, files, protocol
from agentgym.environments.alfworld.demonstrations import demonstration, in_dialect
from agentgym.environments.alfworld.dialect import recognise
from agentgym.environments.alfworld.engines import Engine, FastEngine
from agentgym.environments.alfworld.game import Game
from agentgym.environments.alfworld.protocol import AlfworldProfile
from agentgym.environments.alfworld.solver import solve
from agentgym.environments.alfworld.state import NOTHING
from agentgym.errors import DataError, OptionError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.tasks import Task, TaskSet

ENGINES = ("fast", "textworld")


class ALFWorldEnv(AgentEnv):
    """ALFWorld (Shridhar et al. 2021), as AgentBench and AgentTuning play it.

    Args:
        engine: ``fast`` (our own, microseconds a step) or ``textworld`` (the reference; needs
            ``agentgym[alfworld]`` and real game files).
        kinds: play only these task types.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is ``"embedded"``, ``"official"`` (the
            folder that ``ALFWORLD_DATA`` names) or a path.

    The reward is 1 when the goal is reached, else 0. Splits: ``train``, ``dev``, ``seen``, ``unseen``, and
    ``test``, which is ``unseen``.
    """

    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "seen", "unseen", "test")
    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.TOOL,)
    group: ClassVar[str] = "held-in"
    profile: AlfworldProfile

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """TextWorld computes for milliseconds and is not thread-safe: it gets processes."""
        return "process" if env_args.get("engine") == "textworld" else "inline"

    def __init__(
        self,
        *,
        engine: Literal["fast", "textworld"] = "fast",
        kinds: Sequence[str] | str | None = None,
        data: str | Path = "embedded",
        **arguments: Any,
    ) -> None:
        if engine not in ENGINES:
            raise unknown_name("engine", engine, ENGINES)
        if str(data) == "official":
            data = _official()
        super().__init__(data=data, **arguments)
        if engine == "textworld" and self.data is None:
            raise OptionError(
                "engine='textworld' plays game files: give data=PATH. `agentgym data alfworld generate --out PATH` "
                "writes the embedded games as such."
            )
        self.kinds = tuple(kinds.split(",")) if isinstance(kinds, str) else tuple(kinds or ())
        unknown = [k for k in self.kinds if k not in embedded.KINDS]
        if unknown:
            raise unknown_name("task type", unknown[0], embedded.KINDS)
        self._fast = FastEngine() if engine == "fast" else None
        self._engine: Engine = self._fast or _textworld()
        self._dialect = embedded.PUT if self.profile.verb == "put" else embedded.MOVE

    def load_tasks(self) -> TaskSet:
        """Return the games of the split."""
        if self.data is None:
            games = embedded.blueprints(self.split)
            ids = [i for i, b in games.items() if not self.kinds or b.kind in self.kinds]
            return TaskSet(
                ids,
                lambda i: Task(id=i, data=_content(i), split=self.split, kind=games[i].kind),
                name=f"ALFWorld embedded ({self.split})",
            )
        tasks = files.find(self.data, self.split)
        if not self.kinds:
            return tasks
        ids = [i for i in tasks.ids if any(f"{k}-" in i for k in self.kinds)]
        return TaskSet(ids, tasks.__getitem__, name=tasks.name)

    def begin(self, task: Task) -> Outcome:
        """Load the game of a task."""
        if self._fast is None:
            file = files.read(Path(task.data))
            known = recognise(file.pddl_domain, file.grammar)
            self._dialect = known if known is not None else self._dialect
            intro = self._engine.start(file)
        else:
            game = self._game(task)
            self._dialect = game.dialect
            intro = self._fast.start_game(game)
        text = (
            intro
            if not self.profile.strip_banner
            else f"Here is your task. {protocol.first_observation(intro)}"
        )
        return self._outcome(text)

    def perform(self, action: Action) -> Outcome:
        """Carry a command out."""
        feedback = self._engine.step(str(action["command"]))
        if self.profile.strip_banner:
            feedback = protocol.tidy(feedback)
        if self._engine.won:
            return Outcome(observation=feedback, reward=1.0, terminated=True, metrics={"success": 1.0})
        outcome = self._outcome(feedback)
        outcome.refused = feedback.startswith(NOTHING)
        return outcome

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Say in the metrics that the game was not won."""
        return Outcome(observation=outcome.observation, metrics={"success": 0.0})

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the stored walkthrough, or the solver's where a game file has none."""
        for command in self._walkthrough(task):
            yield Action(name="act", arguments={"command": command})

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        return self._engine.admissible()

    def instruction(self) -> str:
        """Return the task description with the commands in the game's own wording."""
        put = f"{self._dialect.verb} OBJECT {self._dialect.joint} RECEPTACLE"
        return protocol.INSTRUCTION.format(commands=protocol.COMMANDS.format(put=put))

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the example of the task's type."""
        if task.kind not in embedded.KINDS:
            return ()
        raw = demonstration(task.kind, embedded.PUT if self._dialect.verb == "put" else embedded.MOVE)
        first = f"Here is one example.\n{protocol.first_observation(raw[0][0])}"
        return [(first, raw[0][1]), *((protocol.tidy(o), a) for o, a in raw[1:])]

    def make_grammar(self) -> Grammar:
        """Return the grammar of commands."""
        return protocol.make_grammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return ALFWorld's own ``THOUGHT:`` / ``ACTION:`` for ``react``."""
        if name == "react":
            return protocol.label_format(self.grammar, label_required=self.profile.label_required)
        return super().make_format(name)

    def close(self) -> None:
        """Release the engine."""
        self._engine.close()

    def _outcome(self, text: str) -> Outcome:
        if not self.profile.show_admissible:
            return Outcome(observation=text)
        shown = f"{text} AVAILABLE ACTIONS: {', '.join(self.admissible())}"
        return Outcome(observation=shown, observation_later=text)

    def _game(self, task: Task) -> Game:
        if self.data is None:
            return embedded.game(task.id, embedded.PUT if self.profile.verb == "put" else embedded.MOVE)
        return files.parsed(Path(task.data))

    def _walkthrough(self, task: Task) -> list[str]:
        if self.data is None:
            return in_dialect(embedded.blueprints(self.split)[task.id].walkthrough, self._dialect)
        stored = files.read(Path(task.data)).walkthrough
        if stored:
            # Some published files write the raw ids of the problem instead of the names of the game.
            names = files.parsed(Path(task.data)).names if any("_bar_" in c for c in stored) else {}
            stored = [" ".join(names.get(word, word) for word in c.split()) for c in stored]
            moves = any(c.startswith("move ") for c in stored)
            return in_dialect(stored, self._dialect) if moves else stored
        solved = solve(files.parsed(Path(task.data)))
        if solved is None:
            raise DataError(
                f"{task.data} has no walkthrough, and the solver finds none: the game may be unsolvable."
            )
        return solved


def _content(task_id: str) -> embedded.Blueprint:
    return embedded.blueprints(task_id.split("/")[0])[task_id]


def _official() -> Path:
    named = os.environ.get("ALFWORLD_DATA")
    if not named:
        raise DataError(
            "data='official' reads the folder that ALFWORLD_DATA names, which is not set: "
            "`agentgym data alfworld get` downloads it, or give data=PATH."
        )
    return Path(named)


def _textworld() -> Engine:
    from agentgym.environments.alfworld.textworld_engine import TextWorldEngine

    return TextWorldEngine()
