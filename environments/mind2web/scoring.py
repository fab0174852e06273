"""Mind2Web's measures: element accuracy, operation F1, step and task success; per step and per task.

The definitions are MindAct's and AgentBench's: F1 is over *sets* of whitespace tokens of ``"OP value"``, and a
step without a reachable positive counts 0 in everything. Micro is the mean over steps (what AgentBench and
AgentTuning report), macro the mean over tasks of a task's mean (what the Mind2Web paper reports since 2023-10-30).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec

from agentgym.environments.mind2web.official.records import Operation


class Prediction(msgspec.Struct, frozen=True):
    """The final answer of a step: the element's ``backend_node_id`` and ``"OP value"``."""

    element: str
    operation: str


class StepScore(msgspec.Struct, frozen=True):
    """Scores of one step, each in [0, 1].

    ``partial`` is the share of element, operation and value that are right; AgentTuning kept training
    trajectories from 2/3 on.
    """

    element_acc: float = 0.0
    operation_f1: float = 0.0
    step_success: float = 0.0
    partial: float = 0.0
    reachable: bool = True


FAILED = StepScore()
UNREACHABLE = StepScore(reachable=False)


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
        prediction: the answer, ``None`` if no element was chosen: all is 0, a target's operation is never empty.
        positives: the positives that could be chosen, those within the top candidates.
        operation: the target's.
    """
    if not positives:
        return UNREACHABLE
    if prediction is None:
        return FAILED
    target = operation_text(operation)
    f1 = operation_f1(prediction.operation, target)
    hit = prediction.element in positives
    op, _, value = " ".join(prediction.operation.split()).partition(" ")
    wanted_op, _, wanted = " ".join(target.split()).partition(" ")
    right = (hit, op == wanted_op, op == wanted_op and value == wanted)
    return StepScore(float(hit), f1, float(hit and f1 >= 1.0), sum(right) / 3)


def averages(scores: Sequence[StepScore]) -> dict[str, float]:
    """Return the mean of each measure over steps, by its name; ``reachable`` is the share of steps."""
    columns = zip(*map(msgspec.structs.astuple, scores), strict=True)
    return {
        name: sum(column) / len(scores)
        for name, column in zip(StepScore.__struct_fields__, columns, strict=True)
    }


class Tally(msgspec.Struct, frozen=True):
    """Sums over steps of one task.

    Attributes:
        annotation_id: the task.
        length: number of its steps.
        steps: number of steps summed here.
        unreachable: steps among these that no answer could have got right.
        element_acc, operation_f1, step_success: sums over these steps.
    """

    annotation_id: str
    length: int
    steps: int
    unreachable: int
    element_acc: float
    operation_f1: float
    step_success: float


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


def summarize(tallies: Iterable[Tally]) -> Summary:
    """Average over steps and over tasks; a task may come in parts, a step must come once."""
    groups: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        groups[tally.annotation_id].append(tally)
    tasks = [_joined(group) for group in groups.values()]
    whole = [task for task in tasks if task.steps == task.length]
    solved = sum(task.step_success == task.length for task in whole)
    steps = sum(task.steps for task in tasks)
    return Summary(
        micro=_means([1 / max(steps, 1)] * len(tasks), tasks),
        macro=_means([1 / (task.steps * len(tasks)) for task in tasks], tasks),
        task_success=solved / len(whole) if whole else None,
        steps=steps,
        unreachable=sum(task.unreachable for task in tasks),
        tasks=len(tasks),
        whole=len(whole),
    )


def _joined(parts: list[Tally]) -> Tally:
    return Tally(
        parts[0].annotation_id,
        parts[0].length,
        sum(p.steps for p in parts),
        sum(p.unreachable for p in parts),
        sum(p.element_acc for p in parts),
        sum(p.operation_f1 for p in parts),
        sum(p.step_success for p in parts),
    )


def _means(weights: list[float], tasks: list[Tally]) -> Means:
    pairs = list(zip(weights, tasks, strict=True))
    return Means(
        sum(w * t.element_acc for w, t in pairs),
        sum(w * t.operation_f1 for w, t in pairs),
        sum(w * t.step_success for w, t in pairs),
    )
