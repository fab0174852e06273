"""Mind2Web's measures: element accuracy, operation F1, step and task success; per step and per task.

The definitions are MindAct's and AgentBench's: F1 is over *sets* of whitespace tokens of ``"OP value"``, and a
step without a reachable positive counts 0 in everything. Micro is the mean over steps (what AgentBench and
AgentTuning report), macro the mean over tasks of a task's mean (what the Mind2Web paper reports since 2023-10-30).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from agentgym.environments.mind2web.records import Operation


class Prediction(msgspec.Struct, frozen=True):
    """The final answer of a step: the element's ``backend_node_id`` and ``"OP value"``."""

    element: str
    operation: str


class StepScore(msgspec.Struct, frozen=True):
    """Scores of one step, each in [0, 1]."""

    element_acc: float
    operation_f1: float
    step_success: float
    reachable: bool = True


UNREACHABLE = StepScore(0.0, 0.0, 0.0, reachable=False)


def operation_text(operation: Operation) -> str:
    """Return the target's ``"OP value"``; a click has no value."""
    return operation.op if operation.op == "CLICK" else f"{operation.op} {operation.value}".strip()


def operation_f1(predicted: str, target: str) -> float:
    """Return F1 over the sets of whitespace tokens; 1 if both are empty, 0 if one is.

    >>> round(operation_f1("TYPE new york", "TYPE york new city"), 3)
    0.857
    """
    ours, theirs = set(predicted.split()), set(target.split())
    if not ours or not theirs:
        return float(ours == theirs)
    common = len(ours & theirs)
    return 2 * common / (len(ours) + len(theirs))


def score(prediction: Prediction | None, positives: Collection[str], operation: Operation) -> StepScore:
    """Score the final answer of a step.

    Args:
        prediction: the answer, ``None`` if no element was chosen (then only two empty operations would agree,
            and a target's never is: all is 0).
        positives: the positives that could be chosen, those within the top candidates.
        operation: the target's.
    """
    if not positives:
        return UNREACHABLE
    if prediction is None:
        return StepScore(0.0, 0.0, 0.0)
    f1 = operation_f1(prediction.operation, operation_text(operation))
    hit = prediction.element in positives
    return StepScore(float(hit), f1, float(hit and f1 >= 1.0))


class ScoredStep(msgspec.Struct, frozen=True):
    """A step's scores with the task it belongs to; ``length`` is that task's number of steps."""

    annotation_id: str
    score: StepScore
    length: int


class Means(msgspec.Struct, frozen=True):
    """Three measures, averaged."""

    element_acc: float
    operation_f1: float
    step_success: float


class Summary(msgspec.Struct, frozen=True):
    """Scores over many steps.

    Attributes:
        micro: means over steps.
        macro: means over tasks of the tasks' means.
        task_success: share of tasks of which all steps succeed, among the whole ones; ``None`` without any.
        steps, unreachable: number of steps, and of those among them that no answer could have got right.
        tasks, whole: number of tasks, and of those of which every step was played.
    """

    micro: Means
    macro: Means
    task_success: float | None
    steps: int
    unreachable: int
    tasks: int
    whole: int


def summarize(scored: Iterable[ScoredStep]) -> Summary:
    """Average over steps and over tasks."""
    by_task: dict[str, list[ScoredStep]] = defaultdict(list)
    for step in scored:
        by_task[step.annotation_id].append(step)
    steps = [step.score for group in by_task.values() for step in group]
    whole = [group for group in by_task.values() if len(group) == group[0].length]
    solved = sum(all(step.score.step_success for step in group) for group in whole)
    return Summary(
        micro=_means(steps),
        macro=_mean_of([_means([step.score for step in group]) for group in by_task.values()]),
        task_success=solved / len(whole) if whole else None,
        steps=len(steps),
        unreachable=sum(not s.reachable for s in steps),
        tasks=len(by_task),
        whole=len(whole),
    )


def _means(scores: list[StepScore]) -> Means:
    return _mean_of([Means(s.element_acc, s.operation_f1, s.step_success) for s in scores])


def _mean_of(means: list[Means]) -> Means:
    count = max(len(means), 1)
    return Means(
        sum(m.element_acc for m in means) / count,
        sum(m.operation_f1 for m in means) / count,
        sum(m.step_success for m in means) / count,
    )
