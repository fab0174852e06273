"""AgentTune/Mind2Web-v0: which element of a page, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.arguments import known
from agentgym.card import Card
from agentgym.env import AgentEnv
from agentgym.environments.mind2web import expert, protocol, tasks
from agentgym.environments.mind2web.card import CARD
from agentgym.environments.mind2web.demonstration import demonstrations
from agentgym.environments.mind2web.official.files import SPLITS
from agentgym.environments.mind2web.official.records import OPERATIONS
from agentgym.environments.mind2web.protocol import ACT, MODES, NONE, Mind2WebProfile, Mode
from agentgym.environments.mind2web.scoring import averages
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world.play import Play
from agentgym.environments.mind2web.world.sample import Sample
from agentgym.errors import DataError, EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.messages import Message, copy_messages
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

LONGEST = 100
"""Steps of the longest task; the bound of an episode's questions follows from it."""
_UNANSWERABLE = "No candidate of this step is right: it counts 0, whatever is answered."


class Mind2WebEnv(AgentEnv):
    """Mind2Web (Deng et al. 2023), teacher-forced, in two views of the same data.

    Args:
        mode: ``multichoice``: candidates in groups of five, letters, a tournament (the paper's); ``element``: the
            candidates all at once, one action of element, operation and value.
        episode: ``step``: an episode is one step, its reward the step's success; ``task``: all steps of a task,
            the reward is the share that succeeds.
        candidates: best-ranked candidates of a step; the profile's by default.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a folder in the official layout or one file;
            ``official`` is the folder named by ``AGENTGYM_MIND2WEB``. ``split`` ``test`` is ``test_domain``.
            ``max_steps`` are questions; by default there is room for every question of an episode.

    Of the embedded tasks a positive is always among the candidates. A step of files without one ends as
    ``unanswerable`` with reward 0; the engine asks no policy about it.
    """

    splits: ClassVar[tuple[str, ...]] = SPLITS
    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (ACT,)
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-in"
    profile: Mind2WebProfile
    texts: Mind2WebTexts

    def __init__(
        self,
        *,
        mode: Mode = "multichoice",
        episode: tasks.Unit = "step",
        candidates: int | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        known("mode", mode, MODES)
        if self.texts.source and mode != "multichoice":
            raise OptionError("The original's prompts are those of mode='multichoice'.")
        known("kind of episode", episode, tasks.UNITS)
        if candidates is not None and candidates < 1:
            raise OptionError(f"candidates must be at least 1, got {candidates}.")
        self.mode: Mode = mode
        self.episode: tasks.Unit = episode
        self.candidates = candidates if candidates is not None else self.profile.candidates
        if arguments.get("max_steps") is None:
            self.max_steps = self.profile.questions(self.candidates) * (LONGEST if episode == "task" else 1)
        self.play: Play | None = None
        self._opened: list[Message] | None = None

    # ---- tasks --------------------------------------------------------------------------------------

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> Mind2WebTexts:
        """Return our texts."""
        return Mind2WebTexts()

    def load_tasks(self) -> TaskSet:
        """Return the steps (or the tasks) of the split.

        Raises:
            DataError: there are no files of the split, or one is damaged.
        """
        return tasks.load(self.data, self.split, self.episode)

    def kind_of(self, task_id: str) -> str | None:
        """Return the domain of a task's site."""
        return self._kinds.get(task_id)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return tasks.kinds(self.data, self.split, self.episode)

    # ---- the episode --------------------------------------------------------------------------------

    def begin(self, task: Task) -> Outcome:
        """Open the page and ask the first question.

        Raises:
            DataError: a page is damaged, or the task is too long to be played to its end.
        """
        samples: Sequence[Sample] = task.data
        if len(samples) > LONGEST:
            raise DataError(f"The task {task.id!r} has {len(samples)} steps; at most {LONGEST} are played.")
        self.play = Play(
            samples,
            self.np_random,
            candidates=self.candidates,
            group=self.profile.group,
            elements=self.mode == "element",
            texts=self.texts,
            complete=self.data is None,  # ours are all to be solved
        )
        question = self.play.question
        if question is None:
            return Outcome(observation=_UNANSWERABLE, unasked=True)
        return Outcome(observation=question.text)

    def perform(self, action: Action) -> Outcome:
        """Take an answer; the next question begins a fresh session."""
        play, task = self._playing()
        question = play.question
        if question is None:
            return Outcome(observation=_UNANSWERABLE, terminated=True, status=Status.UNANSWERABLE)
        element = str(action["element"])
        choice = protocol.position_of(self.mode, element, len(question.choices))
        operation = f"{action.arguments.get('operation', '')} {action.arguments.get('value', '')}".strip()
        play.answer(choice, operation)
        refused = choice is None and element != NONE
        if play.question is not None:
            return Outcome(observation=play.question.text, messages=self._opening(task), refused=refused)
        none = self.episode == "step" and not play.named_element
        scores = play.all_scores()
        return Outcome(
            observation=f"The {self.episode} is over.",
            reward=sum(score.step_success for score in scores) / len(scores),
            terminated=True,
            status=self.profile.none_status if none else Status.COMPLETED,
            refused=refused,
        )

    def final_metrics(self) -> dict[str, float]:
        """Return the measures of the episode's steps, averaged over them."""
        play, _ = self._playing()
        metrics = averages(play.all_scores())
        metrics["success"] = float(metrics["step_success"] == 1.0)
        metrics["task_length"] = float(play.samples[0].length)
        if self.episode == "task":
            metrics["task_success"] = metrics["success"]
        return metrics

    # ---- expert, random, prompt ---------------------------------------------------------------------

    def gold(self, task: Task) -> Iterator[Action]:
        """Choose a positive where the group has one, else none."""
        while True:
            play, _ = self._playing()
            yield expert.best(play.question, self.mode)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an element of the question, an operation, and a word of the task as its value."""
        play, _ = self._playing()
        question = play.question
        if question is None:
            return Action(name=ACT.name, arguments={"element": NONE})
        operation = OPERATIONS[int(rng.integers(len(OPERATIONS)))]
        number = int(rng.integers(len(question.choices)))
        arguments = {"element": protocol.name_of(self.mode, number), "operation": operation}
        if operation != "CLICK":
            said = question.sample.task.split()
            arguments["value"] = said[int(rng.integers(len(said)))]
        return Action(name=ACT.name, arguments=arguments)

    def instruction(self) -> str:
        """Return the description of the view."""
        return protocol.ELEMENT_INSTRUCTION if self.mode == "element" else protocol.CHOICE_INSTRUCTION

    def opening(self, task: Task) -> list[Message]:
        """Return instruction and examples, the same before every question."""
        return copy_messages(self._opening(task))

    def _opening(self, task: Task) -> list[Message]:
        if self._opened is None:  # Written once: a task has many questions.
            given = self.texts.opening(task.kind)
            self._opened = super().opening(task) if given is None else given
        return self._opened

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the solved examples, steps of our own sites."""
        return demonstrations(self.mode)[: self.profile.shots]

    def make_grammar(self) -> Grammar:
        """Return the grammar of the view."""
        return protocol.ElementGrammar() if self.mode == "element" else protocol.ChoiceGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form for ``react`` in the multi-choice view."""
        choices = self.mode == "multichoice" and name == "react"
        made = protocol.ChoiceFormat() if choices else super().make_format(name)
        return protocol.ForgivingFormat(made) if self.episode == "task" else made

    # ---- internals ----------------------------------------------------------------------------------

    def _playing(self) -> tuple[Play, Task]:
        if self.play is None or self.task is None:
            raise EpisodeError("No episode has begun: call reset() first.")
        return self.play, self.task
