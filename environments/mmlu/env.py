"""AgentTune/MMLU-v0: multiple-choice questions from many subjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv
from agentgym.environments.mmlu import expert, protocol, scoring, tasks
from agentgym.environments.mmlu.card import CARD
from agentgym.environments.mmlu.protocol import MMLUProfile
from agentgym.environments.mmlu.texts import MMLUTexts
from agentgym.environments.mmlu.world.question import LETTERS, Question
from agentgym.errors import EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.messages import Message, assistant, system, user
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.tasks import Task, TaskSet
from agentgym.tools.reply import TOOLS, ReplyGrammar, make_format


class MMLUEnv(AgentEnv):
    """MMLU (Hendrycks et al. 2021): five examples of a subject, then a question with four choices.

    Args:
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a folder in MMLU's layout, ``official`` the one
            that ``MMLU_DATA`` names; ``kinds`` are subjects.

    The answer is written, or the likeliest of four continuations, as the profile says: a score by one is not comparable
    with a score by the other. The reward is 1 for the right letter.

    Raises:
        OptionError: a profile by log-likelihood, with function calls.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "general"
    profile: MMLUProfile
    texts: MMLUTexts

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        if self.profile.asked == "log-likelihood" and self.action_format == "tools":
            raise OptionError(
                f"The profile {self.profile.name!r} compares texts, which are no function calls: take another action "
                "format, or the profile 'generation'."
            )

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> MMLUTexts:
        """Return our texts."""
        return MMLUTexts()

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        return tasks.load(self.data, self.split)

    def kind_of(self, task_id: str) -> str:
        """Return the subject, which stands in the id."""
        return task_id.partition("/")[2].rpartition("-")[0]

    def begin(self, task: Task) -> Outcome:
        """Ask the question."""
        question: Question = task.data
        likeliest = self.profile.continuations(self.texts)
        if self.profile.chat:
            return Outcome(observation=protocol.asked(self.texts, question), continuations=likeliest)
        text = protocol.as_text(question, self._examples(question))
        return Outcome(observation=text, messages=[], continuations=likeliest)

    def perform(self, action: Action) -> Outcome:
        """Score the answer."""
        if self.task is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        said = str(action["text"])
        as_shown = {fill(self.texts.answer, letter=letter): letter for letter in LETTERS}
        scores = scoring.score(as_shown.get(said, said), self.task.data.letter)
        return Outcome(
            observation="The answer was taken.", reward=scores["success"], terminated=True, metrics=scores
        )

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the right answer."""
        yield expert.answer(task.data.letter, self.profile, self.texts)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a letter."""
        return expert.answer(LETTERS[int(rng.integers(len(LETTERS)))], self.profile, self.texts)

    def opening(self, task: Task) -> list[Message]:
        """Return the instruction and the examples of the task's subject as turns."""
        question: Question = task.data
        text = fill(self.texts.instruction, subject=protocol.spoken(question.subject))
        said = self.texts.acknowledgement
        messages = [user(text), assistant(said)] if said else [system(text)]
        for example in self._examples(question):
            shown = self.format.render(expert.answer(example.letter, self.profile, self.texts))
            messages += [user(protocol.asked(self.texts, example)), assistant(shown)]
        return messages

    def make_grammar(self) -> ReplyGrammar:
        """Return the grammar: the whole text is the answer."""
        return ReplyGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return the format: the whole message is the answer."""
        return make_format(name)

    def _examples(self, question: Question) -> list[Question]:
        """Return the examples that are shown: of the same subject, without the question itself, as many as fit."""
        known = tasks.questions(self.data, self.split).examples.get(question.subject, ())
        others = [e for e in known if e != question][: self.profile.shots]
        return list(protocol.fitting(question, others, self.profile.context))
