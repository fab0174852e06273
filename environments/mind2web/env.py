"""AgentTune/Mind2Web-v0: which element of a page, and what to do with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.env import AgentEnv
from agentgym.environments.mind2web import files, protocol
from agentgym.environments.mind2web.demonstrations import demonstrations
from agentgym.environments.mind2web.metrics import operation_text
from agentgym.environments.mind2web.play import Play, Question
from agentgym.environments.mind2web.protocol import ACT, NONE, Mind2WebProfile
from agentgym.environments.mind2web.records import OPERATIONS, Sample, samples_of
from agentgym.environments.mind2web.score_file import read_ranks
from agentgym.errors import DataError, OptionError, unknown_name
from agentgym.formats import ActionFormat, NativeFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

VARIABLE = "AGENTGYM_MIND2WEB"
MODES = ("multichoice", "element")
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
            by default the folder named by ``AGENTGYM_MIND2WEB``, else the embedded data. ``test`` is
            ``test_domain``.

    A step without a positive among its candidates ends as ``unanswerable`` with reward 0; the engine asks no policy
    about it.
    """

    splits: ClassVar[tuple[str, ...]] = files.SPLITS
    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (ACT,)
    group: ClassVar[str] = "held-in"
    profile: Mind2WebProfile

    def __init__(
        self,
        *,
        mode: Literal["multichoice", "element"] = "multichoice",
        episode: Literal["step", "task"] = "step",
        candidates: int | None = None,
        **arguments: Any,
    ) -> None:
        named = os.environ.get(VARIABLE)
        if named and "data" not in arguments:
            arguments["data"] = named
        super().__init__(**arguments)
        if mode not in MODES:
            raise unknown_name("mode", mode, MODES)
        if episode not in ("step", "task"):
            raise unknown_name("kind of episode", episode, ("step", "task"))
        if candidates is not None and candidates < 1:
            raise OptionError(f"candidates must be at least 1, got {candidates}.")
        self.mode = mode
        self.episode = episode
        self.candidates = candidates if candidates is not None else self.profile.candidates
        self._bounded = arguments.get("max_steps") is not None
        self.play: Play | None = None

    # ---- tasks --------------------------------------------------------------------------------------

    def load_tasks(self) -> TaskSet:
        """Return the steps (or the tasks) of the split.

        Raises:
            DataError: there are no files of the split, or one is damaged.
        """
        folder = self.data if self.data is not None else files.EMBEDDED
        listed = files.entries_of(folder, self.split)
        found = files.locate_scores(folder)
        ranks = read_ranks(found) if found is not None else None
        where: dict[str, tuple[Path, files.Entry, int | None]] = {}
        for path, entry in listed:
            if self.episode == "task":
                where[entry.annotation_id] = (path, entry, None)
                continue
            for i, uid in enumerate(entry.actions):
                where[f"{entry.annotation_id}_{uid}"] = (path, entry, i)

        def load(task_id: str) -> Task:
            path, entry, position = where[task_id]
            samples = samples_of(files.read_task(path, entry), ranks)
            chosen = samples if position is None else samples[position : position + 1]
            return Task(id=task_id, data=chosen, split=self.split, kind=chosen[0].domain)

        name = "embedded" if self.data is None else str(self.data)
        return TaskSet(list(where), load, name=f"Mind2Web {name} ({self.split})")

    # ---- the episode --------------------------------------------------------------------------------

    def begin(self, task: Task) -> Outcome:
        """Open the page and ask the first question."""
        samples: Sequence[Sample] = task.data
        self.play = Play(
            samples,
            self.np_random,
            candidates=self.candidates,
            group=self.profile.group,
            elements=self.mode == "element",
        )
        if not self._bounded:
            # No tournament is longer than this: every question takes at least group - 1 candidates away.
            self.max_steps = len(samples) * (1 + self.candidates // (self.profile.group - 1))
        question = self.play.question
        if question is None:
            return Outcome(observation=_UNANSWERABLE, unasked=True)
        return Outcome(observation=question.text)

    def perform(self, action: Action) -> Outcome:
        """Take an answer; the next question begins a fresh session."""
        play = self._playing()
        question = play.question
        if question is None:
            return Outcome(observation=_UNANSWERABLE, terminated=True, status=Status.UNANSWERABLE)
        choice = self._choice(str(action["element"]), len(question.choices))
        operation = f"{action.arguments.get('operation', '')} {action.arguments.get('value', '')}".strip()
        play.answer(choice, operation)
        refused = choice is None and str(action["element"]) != NONE
        if play.question is not None:
            return Outcome(
                observation=play.question.text,
                messages=self.opening(self._task()),
                refused=refused,
            )
        scores = play.all_scores()
        none = self.episode == "step" and not play.named_element
        return Outcome(
            observation="The step is over." if self.episode == "step" else "The task is over.",
            reward=sum(s.step_success for s in scores) / len(scores),
            terminated=True,
            status=self.profile.none_status if none else Status.COMPLETED,
            refused=refused,
        )

    def final_metrics(self) -> dict[str, float]:
        """Return the measures of the episode's steps, averaged over them."""
        scores = self._playing().all_scores()
        count = len(scores)
        success = sum(s.step_success for s in scores) / count
        metrics = {
            "element_acc": sum(s.element_acc for s in scores) / count,
            "operation_f1": sum(s.operation_f1 for s in scores) / count,
            "step_success": success,
            "success": float(success == 1.0),
            "partial": sum(s.partial for s in scores) / count,
            "reachable": sum(s.reachable for s in scores) / count,
            "task_length": float(self._playing().samples[0].length),
        }
        if self.episode == "task":
            metrics["task_success"] = float(success == 1.0)
        return metrics

    # ---- expert, random, prompt ---------------------------------------------------------------------

    def gold(self, task: Task) -> Iterator[Action]:
        """Choose a positive where the group has one, else none."""
        while True:
            question = self._playing().question
            yield (
                Action(name=ACT.name, arguments={"element": NONE})
                if question is None
                else self._best(question)
            )

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an element of the question, an operation, and a word of the task as its value."""
        question = self._playing().question
        if question is None:
            return Action(name=ACT.name, arguments={"element": NONE})
        operation = OPERATIONS[int(rng.integers(len(OPERATIONS)))]
        number = int(rng.integers(len(question.choices)))
        arguments = {"element": self._name(number), "operation": operation}
        if operation != "CLICK":
            said = question.sample.task.split()
            arguments["value"] = said[int(rng.integers(len(said)))]
        return Action(name=ACT.name, arguments=arguments)

    def instruction(self) -> str:
        """Return the description of the view."""
        return protocol.ELEMENT_INSTRUCTION if self.mode == "element" else protocol.CHOICE_INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the solved examples, steps of our own sites."""
        return demonstrations(self.mode == "element")[: self.profile.shots]

    def make_grammar(self) -> Grammar:
        """Return the grammar of the view."""
        return protocol.ElementGrammar() if self.mode == "element" else protocol.ChoiceGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form for ``react`` in the multi-choice view."""
        made: ActionFormat
        if self.mode == "multichoice" and name == "react":
            made = protocol.ChoiceFormat()
        elif name == "native":
            made = NativeFormat(self.grammar)
        else:
            made = super().make_format(name)
        return protocol.ForgivingFormat(made) if self.episode == "task" else made

    # ---- internals ----------------------------------------------------------------------------------

    def _best(self, question: Question) -> Action:
        hit = next((i for i, c in enumerate(question.choices) if c in question.positives), None)
        if hit is None:
            thought = "What is to be done next is about none of these elements."
            return Action(name=ACT.name, arguments={"element": NONE}, thought=thought)
        sample = question.sample
        op, _, value = operation_text(sample.action.operation).partition(" ")
        arguments: Mapping[str, Any] = {
            "element": self._name(hit),
            "operation": op,
            **({"value": value} if value else {}),
        }
        done = f"{sample.position} of {sample.length} steps are done. " if sample.position else ""
        thought = f"{done}The next one is about element {self._name(hit)}: {f'{op.lower()} {value}'.strip()}."
        return Action(name=ACT.name, arguments=arguments, thought=thought)

    def _name(self, number: int) -> str:
        return str(number) if self.mode == "element" else chr(66 + number)

    def _choice(self, element: str, count: int) -> int | None:
        """Return the position that an element's name stands for, ``None`` for "A" and for what is not listed."""
        if self.mode == "element":
            number = int(element) if element.isascii() and element.isdigit() and len(element) < 6 else -1
        else:
            letter = element.strip().rstrip(".").upper()
            number = ord(letter) - 66 if len(letter) == 1 else -1
        return number if 0 <= number < count else None

    def _playing(self) -> Play:
        if self.play is None:
            raise DataError("No episode has begun: call reset() first.")
        return self.play

    def _task(self) -> Task:
        if self.task is None:
            raise DataError("No episode has begun: call reset() first.")
        return self.task
