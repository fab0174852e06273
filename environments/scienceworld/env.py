"""AgentTune/ScienceWorld-v0: experiments of elementary science in a simulated house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.scienceworld import demonstration, expert, protocol, scoring, tasks
from agentgym.environments.scienceworld.card import CARD
from agentgym.environments.scienceworld.protocol import ScienceWorldProfile
from agentgym.environments.scienceworld.texts import ScienceWorldTexts
from agentgym.environments.scienceworld.world import java, repair
from agentgym.environments.scienceworld.world.game import Game
from agentgym.environments.scienceworld.world.simplification import check, normal
from agentgym.environments.scienceworld.world.stopping import StopRules
from agentgym.errors import EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet


class ScienceWorldEnv(AgentEnv):
    """ScienceWorld (Wang et al. 2022): the simulator of the package ``scienceworld``, in Java machines of our own.

    Args:
        simplification: simplifications by name, with commas (``teleportAction,openDoors``); ``easy`` is all that fit
            the task, ``""`` none.
        move_limit: commands that take time before the game ends, as the package counts them.
        list_actions: tell the valid actions in ``info`` at each step, which costs about as much as the step; by default
            where the profile asks for them anyway. :meth:`valid_actions` gives them at any time.
        arguments: those of :class:`~agentgym.AgentEnv`. The tasks are the package's own: ``data`` stays away.
            ``prompts`` is a checkout of AgentTuning, or its folder ``eval_heldout/science-world``.

    The reward is the final score's share of 100, 0 where the task was lost; the paper's profile gives the score of
    before instead.

    Raises:
        SimulatorMissing: the simulator, or a Java to run it, is not installed.
        OptionError: an unknown simplification, a move limit below 1, or ``data``.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.ACT,)
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    execution: ClassVar[Execution] = "thread"
    profile: ScienceWorldProfile
    texts: ScienceWorldTexts

    def __init__(
        self,
        *,
        simplification: str = "easy",
        move_limit: int = 100,
        list_actions: bool | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if self.data is not None:
            raise OptionError("The tasks of ScienceWorld come with its package: leave data away.")
        if move_limit < 1:
            raise OptionError(f"move_limit must be at least 1, got {move_limit}.")
        self.simplification = normal(simplification)
        self.move_limit = move_limit
        self.list_actions = self.profile.order == "package" if list_actions is None else list_actions
        self.game: Game | None = None
        self._taken: list[str] = []
        self._repaired = 0
        self._score = 0
        self._rules = StopRules()

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return what is to be installed."""
        return java.missing()

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> ScienceWorldTexts:
        """Return our texts of the paper's protocol."""
        return ScienceWorldTexts(task=f"{protocol.NEW_TASK}\n", thought=protocol.THOUGHT)

    def load_tasks(self) -> TaskSet:
        """Return the variations of the split; the paper's test split is its 270 episodes."""
        return tasks.load(self.split, episodes=self.profile.episodes)

    def kind_of(self, task_id: str) -> str:
        """Return the task that an id is a variation of."""
        return tasks.parts(task_id)[0]

    def begin(self, task: Task) -> Outcome:
        """Load the variation and look around."""
        self.close()
        name, variation = str(task.data["task"]), int(task.data["variation"])
        tasks.check(name, variation)
        check(name, self.simplification)
        self._taken, self._repaired, self._score, self._rules = [], 0, 0, StopRules()
        game = self.game = Game(name, variation, self.simplification, order=self.profile.order)
        if (
            not self.profile.harness
        ):  # Some games begin with a part of the score; the harness counts from the first step.
            self._score = game.score
        lead = self.texts.task if self.profile.shots else ""
        harness = self.profile.harness
        return Outcome(
            observation=protocol.first_observation(game.observation, game.goal, harness=harness, lead=lead)
        )

    def perform(self, action: Action) -> Outcome:
        """Carry a command out; in the paper's protocol, maybe another one, or a thought."""
        game = self._playing()
        if action.name == protocol.THINK:
            return self._looped(str(action["thought"]), Outcome(observation=self.texts.thought))
        command = str(action["command"])
        self._taken.append(command)
        done = self._in_harness(game, command) if self.profile.harness else self._in_game(game, command)
        if done.terminated:
            game.end()
        return done

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Score what was reached."""
        self._playing().end()
        return self._end(outcome.observation, Status.TASK_LIMIT)

    def final_metrics(self) -> dict[str, float]:
        """Return the score, the moves, and how many commands were taken for others."""
        moves = 0 if self.game is None else self.game.moves
        return {**scoring.metrics(self._score, moves), "repaired": float(self._repaired)}

    def gold(self, task: Task) -> Iterator[Action]:
        """Follow the simulator's gold path; after other commands, what is left of it."""
        left = expert.rest(expert.path(task.id, self.simplification), self._taken)
        turns = expert.in_turns(left) if self._thinks else ((command, False) for command in left)
        for text, thought in turns:
            if thought:
                yield Action(name=protocol.THINK, arguments={"thought": text})
            else:
                yield Action(name=protocol.ACT.name, arguments={"command": text})

    def valid_actions(self) -> list[str]:
        """Return the valid actions of this moment, in the simulator's order."""
        return self._playing().valid()

    def admissible(self) -> list[str] | None:
        """Return the valid actions where ``list_actions`` says so."""
        return self.valid_actions() if self.list_actions else None

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a valid action."""
        valid = self.valid_actions()
        return Action(name=protocol.ACT.name, arguments={"command": valid[int(rng.integers(len(valid)))]})

    def instruction(self) -> str:
        """Return the description of the house and its commands."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the solved example, in the form of the protocol."""
        if self.profile.harness:
            return demonstration.harness(turns=self._thinks)
        return demonstration.EXAMPLE

    def make_grammar(self) -> Grammar:
        """Return the grammar of commands."""
        return protocol.make_grammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return turns of thought or command for the paper's protocol."""
        if self._thinks and name == "react":
            return protocol.TurnFormat()
        return super().make_format(name)

    def close(self) -> None:
        """Give the game's slot back."""
        if self.game is not None:
            self.game.end()

    # ---- internals -------------------------------------------------------------------------------

    @property
    def _thinks(self) -> bool:
        """Whether a thought is a turn of its own."""
        return self.profile.harness and self.action_format == "react"

    def _in_game(self, game: Game, command: str) -> Outcome:
        seen = game.step(command)
        self._score = game.score
        refused = seen.startswith(("No known action", "Unknown action"))
        return self._over(game, Outcome(observation=seen, refused=refused))

    def _in_harness(self, game: Game, command: str) -> Outcome:
        among = repair.acceptable(
            game.valid(), game.slot.look(), game.slot.inventory(), self._rules.records[-3:]
        )
        taken = repair.repaired(command, among)
        self._repaired += taken != command
        seen = game.step(taken)
        shown = protocol.cleaned(seen)
        if self._rules.too_many_failures(seen):
            return self._end(shown, Status.INVALID_ACTION)
        if game.score >= 0:  # Where the task is lost, the score of before counts.
            self._score = game.score
        done = self._over(game, Outcome(observation=shown, refused=taken != command))
        return done if done.terminated else self._looped(taken, done)

    def _over(self, game: Game, outcome: Outcome) -> Outcome:
        if game.completed or game.score < 0:
            return self._end(outcome.observation, Status.COMPLETED)
        if game.moves > self.move_limit:
            return self._end(outcome.observation, Status.TASK_LIMIT)
        return outcome

    def _looped(self, action: str, outcome: Outcome) -> Outcome:
        if self.steps < self.max_steps and self._rules.looping(action, outcome.observation):
            return self._end(outcome.observation, Status.REPETITION)
        return outcome

    def _end(self, observation: str, status: Status) -> Outcome:
        return Outcome(
            observation=observation, reward=scoring.reward(self._score), terminated=True, status=status
        )

    def _playing(self) -> Game:
        if self.game is None:
            raise EpisodeError("No game has begun: call reset() first.")
        return self.game
