"""Instructions from a split: all of its tasks, or a sample that is spread over their kinds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest

import msgspec

from agentgym.env import AgentEnv
from agentgym.errors import OptionError


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks of a split that are to be played.

    Attributes:
        env_id: the environment.
        split: the split.
        ids: ids of the tasks, kind after kind in turn: the first ones are a fair sample themselves.
        available: tasks of each kind in the split.
        chosen: tasks of each kind among ``ids``.
        unfit: tasks that were left out, by reason.
    """

    env_id: str
    split: str
    ids: list[str]
    available: dict[str, int]
    chosen: dict[str, int]
    unfit: dict[str, int] = {}


def select(
    env: AgentEnv,
    *,
    tasks: int | None = None,
    per_kind: int | None = None,
    seed: int = 0,
    unfit: Callable[[str], str] | None = None,
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Selection:
    """Choose tasks of an environment's split.

    Args:
        env: the environment.
        tasks: how many, spread evenly over the kinds as far as they reach; all by default.
        per_kind: how many of a kind at most.
        seed: of which tasks of a kind are taken.
        unfit: returns why a task is left out (the part before a colon is counted), ``""`` if it is not.
        progress: called with what is being done, how much of it is done, and how much there is.

    Raises:
        OptionError: a number below 1.
    """
    for name, number in (("tasks", tasks), ("per_kind", per_kind)):
        if number is not None and number < 1:
            raise OptionError(f"{name} must be at least 1, got {number}.")
    kinds: dict[str, list[str]] = {}
    reasons: Counter[str] = Counter()
    available: Counter[str] = Counter()
    for done, task_id in enumerate(env.tasks.ids):
        progress("looking at tasks", done, len(env.tasks))
        kind = env.kind_of(task_id)
        kind = kind if kind is not None else env.tasks[task_id].kind
        available[kind] += 1
        reason = unfit(task_id) if unfit is not None else ""
        if reason:
            reasons[reason.partition(":")[0]] += 1
        else:
            kinds.setdefault(kind, []).append(task_id)
    for kind, ids in kinds.items():
        random.Random(f"{seed}:{kind}").shuffle(ids)
    ids = _in_turn([kinds[k][:per_kind] for k in sorted(kinds)])[:tasks]
    chosen = set(ids)
    return Selection(
        env_id=env.spec.id if env.spec is not None else type(env).__name__,
        split=env.split,
        ids=ids,
        available=dict(sorted(available.items())),
        chosen={k: sum(i in chosen for i in kinds.get(k, ())) for k in sorted(available)},
        unfit=dict(reasons),
    )


def _in_turn(groups: Sequence[Sequence[str]]) -> list[str]:
    return [i for i in chain.from_iterable(zip_longest(*groups)) if i is not None]
