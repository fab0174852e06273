"""One episode: the questions about one step, or about all steps of a task, and the scores they come to."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from agentgym.environments.mind2web.scoring import FAILED, UNREACHABLE, StepScore, score
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world import prompt
from agentgym.environments.mind2web.world.candidates import markup_of, reachable
from agentgym.environments.mind2web.world.sample import Sample
from agentgym.environments.mind2web.world.tournament import Tournament


class Question(msgspec.Struct, frozen=True):
    """What the agent is asked: the text, and the ids of the choices in the order they are listed in."""

    text: str
    choices: tuple[str, ...]
    positives: frozenset[str]
    sample: Sample


class Play:
    """Goes through steps, teacher-forced.

    Attributes:
        question: what is asked now; ``None`` when all steps are over, which they may be from the start.
        scores: of the steps that are over.
        named_element: whether the step that ended last ended with an element.

    Args:
        samples: the steps.
        rng: draws the order of each step's candidates.
        candidates: best-ranked candidates of a step.
        group: candidates of a question; in the element mode all are in one.
        elements: the element mode.
        texts: how a question is put.
        complete: a right element is among the candidates wherever one is on the page.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        rng: np.random.Generator,
        *,
        candidates: int,
        group: int,
        elements: bool,
        texts: Mind2WebTexts,
        complete: bool = False,
    ) -> None:
        self.samples = samples
        self.scores: list[StepScore] = []
        self.question: Question | None = None
        self.named_element = False
        self._rng = rng
        self._candidates = candidates
        self._group = candidates if elements else group
        self._elements = elements
        self._texts = texts
        self._complete = complete
        self._positives: frozenset[str] = frozenset()
        self._tournament = Tournament((), 1)
        self._enter()

    def answer(self, choice: int | None, operation: str) -> None:
        """Take the answer to the present question.

        Args:
            choice: position among the choices, ``None`` for none of them.
            operation: ``"OP value"``.
        """
        if self.question is None:
            raise AssertionError("there is no question to answer")
        chosen = None if choice is None else self.question.choices[choice]
        self._tournament.answer(chosen, operation)
        if not self._tournament.over:
            self._ask()
            return
        sample, prediction = self.question.sample, self._tournament.prediction
        self.named_element = prediction is not None
        self.scores.append(score(prediction, self._positives, sample.action.operation))
        self._enter()

    def all_scores(self) -> list[StepScore]:
        """Return a score for every step; what was not played to its end has failed."""
        return self.scores + [FAILED] * (len(self.samples) - len(self.scores))

    def _enter(self) -> None:
        """Go to the next step that has something to ask; what has nothing counts 0."""
        self.question = None
        while len(self.scores) < len(self.samples):
            sample = self.samples[len(self.scores)]
            positives, negatives = reachable(sample, self._candidates, complete=self._complete)
            pool = positives + negatives
            order = self._rng.permutation(len(pool))
            least = 1 if self._elements else 2
            self._tournament = Tournament((pool[i] for i in order), self._group, least)
            self._positives = frozenset(positives)
            if positives and not self._tournament.over:
                self._ask()
                return
            self.scores.append(UNREACHABLE)

    def _ask(self) -> None:
        sample = self.samples[len(self.scores)]
        markup = markup_of(sample.action.cleaned_html)
        identities = {markup.page.node_of[i]: i for i in self._tournament.group}
        rendered = prompt.render(markup, list(identities))
        write = prompt.open_question if self._elements else prompt.question
        self.question = Question(
            write(self._texts, rendered, sample.task, sample.previous),
            tuple(identities[node] for node in rendered.nodes),
            self._positives,
            sample,
        )
