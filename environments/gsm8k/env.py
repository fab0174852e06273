"""AgentTune/GSM8K-v0: word problems of primary school mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv
from agentgym.environments.gsm8k import expert, protocol, scoring, tasks
from agentgym.environments.gsm8k.card import CARD
from agentgym.environments.gsm8k.demonstration import EXAMPLES
from agentgym.environments.gsm8k.official.files import read_file
from agentgym.environments.gsm8k.protocol import GSM8KProfile
from agentgym.environments.gsm8k.texts import GSM8KTexts
from agentgym.environments.gsm8k.world.problem import Problem
from agentgym.errors import DataError, EpisodeError
from agentgym.formats import ActionFormat
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.tasks import Task, TaskSet
from agentgym.tools.reply import TOOLS, ReplyGrammar, make_format, reply


class GSM8KEnv(AgentEnv):
    """GSM8K (Cobbe et al. 2021): one question, one answer with its working.

    Args:
        examples: a file in GSM8K's form whose first problems are the worked examples; ours by default.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a file or folder in GSM8K's form, ``official`` the
            folder that ``GSM8K_DATA`` names.

    The reward is 1 where the number that the profile's extractor reads is the right one. What the other extractors say
    is among the metrics.

    Raises:
        DataError: fewer examples than the profile shows.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "general"
    profile: GSM8KProfile
    texts: GSM8KTexts

    def __init__(self, *, examples: str | Path | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.examples: Path | None = Path(examples).expanduser().absolute() if examples is not None else None
        self._shown = EXAMPLES if self.examples is None else read_file(self.examples)
        if len(self._shown) < self.profile.shots:
            raise DataError(
                f"{self.examples} has {len(self._shown)} problems; the profile {self.profile.name!r} shows "
                f"{self.profile.shots} as examples."
            )

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> GSM8KTexts:
        """Return our texts."""
        return GSM8KTexts()

    def load_tasks(self) -> TaskSet:
        """Return the problems of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> str:
        """Ask the question."""
        return fill(self.texts.asked, question=task.data.question)

    def perform(self, action: Action) -> Outcome:
        """Score the answer."""
        scores = scoring.score(str(action["text"]), self._problem().result)
        success = scores[self.profile.extractor]
        return Outcome(
            observation="The answer was taken.",
            reward=success,
            terminated=True,
            metrics={"success": success, **scores},
        )

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the worked answer."""
        yield expert.answer(task.data, self.profile)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a number."""
        return reply(self.profile.ending.format(int(rng.integers(1, 100))).strip())

    def instruction(self) -> str:
        """Return what opens the conversation."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the worked examples."""
        shown = self._shown[: self.profile.shots]
        return [(fill(self.texts.asked, question=p.question), expert.answer(p, self.profile)) for p in shown]

    def make_grammar(self) -> ReplyGrammar:
        """Return the grammar: the whole text is the answer."""
        return ReplyGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return the format: the whole message is the answer."""
        return make_format(name)

    def _problem(self) -> Problem:
        if self.task is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        problem: Problem = self.task.data
        return problem
