"""Environments that do one thing each that the contract forbids, made from the guessing game."""

from __future__ import annotations

from typing import Any

from agentgym import Action, Outcome, Task, TaskSet
from tests.contract.guess import Guess


class Apart(Guess):
    """The guessing game with numbers of their own in every split: it keeps the contract."""

    def load_tasks(self) -> TaskSet:
        first = {"train": 1, "dev": 100, "test": 200}[self.split]
        return TaskSet.of(
            [Task(id=f"{self.split}-{n}", data=n, split=self.split) for n in range(first, first + 9)]
        )


class NoReturn(Apart):
    def perform(self, action: Action) -> Any:
        return None


class TupleReturn(Apart):
    def perform(self, action: Action) -> Any:
        return "Higher.", 0.0


class NoObservation(Apart):
    def perform(self, action: Action) -> Any:
        return Outcome(observation=None)  # type: ignore[arg-type]


class NoNumber(Apart):
    def perform(self, action: Action) -> Any:
        return Outcome(observation="Right!", reward="1", terminated=True)  # type: ignore[arg-type]


class BeginNothing(Apart):
    def begin(self, task: Task) -> Any:
        return None


class ListOfTasks(Apart):
    def load_tasks(self) -> Any:
        return [Task(id="a")]


class NotTasks(Apart):
    def load_tasks(self) -> Any:
        return TaskSet(["a"], lambda i: {"id": i})  # type: ignore[arg-type, return-value]


class NotJson(Apart):
    def load_tasks(self) -> TaskSet:
        return TaskSet.of([Task(id="a", data=object())])


class GoldOne(Apart):
    def gold(self, task: Task) -> Any:
        return Action(name="guess", arguments={"n": task.data})


class GoldTexts(Apart):
    def gold(self, task: Task) -> Any:
        yield "guess[1]"


class GoldWrong(Apart):
    def gold(self, task: Task) -> Any:
        while True:
            yield Action(name="guess", arguments={"n": 0})


class SampleText(Apart):
    def sample_action(self, rng: Any) -> Any:
        return "guess[1]"


class AdmissibleText(Apart):
    def admissible(self) -> Any:
        return "guess[1]"


class AdmissibleNumbers(Apart):
    def admissible(self) -> Any:
        return [1, 2]


class AdmissibleUnread(Apart):
    def admissible(self) -> Any:
        return ["guess the number"]


class InstructionNothing(Apart):
    def instruction(self) -> Any:
        return None


class DemonstrationText(Apart):
    def demonstration(self, task: Task) -> Any:
        return "Guess."


class DemonstrationPairs(Apart):
    def demonstration(self, task: Task) -> Any:
        return [("I think of a number.", "guess[1]")]


class FormatName(Apart):
    def make_format(self, name: str) -> Any:
        return name


class GrammarText(Apart):
    def make_grammar(self) -> Any:
        return "guess[n]"


class MetricsPairs(Apart):
    def final_metrics(self) -> Any:
        return [("success", 1.0)]


class MetricsText(Apart):
    def final_metrics(self) -> Any:
        return {"success": "yes"}


class ForgetsArgument(Apart):
    def __init__(self, *, hint: bool = False, **arguments: Any) -> None:
        super().__init__(**arguments)


class KeepsObject(Apart):
    def __init__(self, *, hint: Any = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.hint = object()


class Drifts(Apart):
    """Says something else each time."""

    count = 0

    def begin(self, task: Task) -> str:
        Drifts.count += 1
        return f"Game {Drifts.count}."


class Leaks(Guess):
    """The guessing game of the tests: the same numbers in every split."""
