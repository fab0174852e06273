"""AgentTune/MTBench-v0: open questions of two turns, rated later by a judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv
from agentgym.environments.mt_bench import expert, protocol, tasks
from agentgym.environments.mt_bench.card import CARD
from agentgym.environments.mt_bench.world.question import Question
from agentgym.errors import EpisodeError
from agentgym.formats import ActionFormat
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet
from agentgym.tools.reply import TOOLS, ReplyGrammar, make_format, reply


class MTBenchEnv(AgentEnv):
    """MT-Bench (Zheng et al. 2023): a question, and one that follows it up.

    ``data`` is a folder in FastChat's layout, ``official`` the one that ``MTBENCH_DATA`` names. An episode ends
    unscored; ``agentgym score DIR --judge SPEC`` has a policy rate it (:mod:`.scoring`). FastChat samples by category
    (0.7 for writing and roleplay, 0 to 0.1 else); here a policy's temperature is its own.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "general"

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> Outcome:
        """Ask the first question; nothing else is shown."""
        question: Question = task.data
        return Outcome(observation=question.turns[0], messages=[])

    def perform(self, action: Action) -> Outcome:
        """Ask the next question, or end unscored."""
        turns = self._question().turns
        if self.steps < len(turns):
            return Outcome(observation=turns[self.steps])
        return Outcome(observation=protocol.TAKEN, terminated=True, status=Status.UNSCORED)

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the reference answers that are left."""
        return expert.answers(task.data, self.steps)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an answer that knows nothing."""
        return reply(expert.GUESSES[int(rng.integers(len(expert.GUESSES)))])

    def make_grammar(self) -> ReplyGrammar:
        """Return the grammar: the whole text is the answer."""
        return ReplyGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return the format: the whole message is the answer."""
        return make_format(name)

    def _question(self) -> Question:
        if self.task is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        question: Question = self.task.data
        return question
