"""Tasks derived from questions with reference queries, in both ways of the paper.

``constructed``: the reference query is run, its output is the observation and the answer: two turns, without thoughts.
``interactive``: a policy answers; what counts is whether its answer agrees with the reference's. Both are ordinary runs
of the environment, in which the expert, or the policy, plays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from agentgym import card, registry
from agentgym.engine import Observer, Run, RunSpec, arollout
from agentgym.engine.cost import Prices
from agentgym.env import AgentEnv
from agentgym.errors import OptionError
from agentgym.instruct.selection import Selection, select
from agentgym.instruct.validation import Progress
from agentgym.inventing import Derivation
from agentgym.policy import Policy

EMBEDDED = "embedded"
EXAMPLE, RUN, TASKS, RECORD, CARD = "source", "run", "tasks.txt", "derived.json", "README.md"
Way = Literal["constructed", "interactive"]


class Derived(msgspec.Struct, kw_only=True):
    """What was derived.

    Attributes:
        way: in which way.
        source: folder of the questions.
        policy: what answered.
        selection: the tasks.
        played: episodes that were scored.
        agreed: how many of them agree with the reference.
        failed: episodes that the machinery failed.
    """

    way: str
    source: str
    policy: str
    selection: Selection
    played: int = 0
    agreed: int = 0
    failed: int = 0


def derivation_of(env_id: str) -> Derivation:
    """Return the derivation of an environment.

    Raises:
        OptionError: it has none.
    """
    named = registry.card(env_id).derivation
    if not named:
        having = [registry.short_name(i) for i in registry.known_ids() if registry.card(i).derivation]
        raise OptionError(
            f"No tasks can be derived for {env_id}. Environments for which: {', '.join(having)}."
        )
    return cast(Derivation, card.load(named)())


def source_of(source: str, env_id: str, folder: Path) -> Path:
    """Return the folder of the questions; ``embedded`` is written into the folder.

    Raises:
        OptionError: there is no such folder.
    """
    if source == EMBEDDED:
        made = folder / EXAMPLE
        if not made.exists():
            derivation_of(env_id).example(made)
        return made
    path = Path(source)
    if not path.exists():
        raise OptionError(
            f"There is no {source}: name a folder of questions in BIRD's layout, or 'embedded'."
        )
    return path


def choose(
    source: Path,
    env_id: str,
    *,
    split: str,
    tasks: int | None,
    per_kind: int | None,
    seed: int,
    progress: Progress,
) -> Selection:
    """Choose the questions that make tasks; see :func:`~.selection.select`."""
    derivation = derivation_of(env_id)
    env = registry.make(env_id, {**derivation.arguments(source), "split": split})
    inner = cast(AgentEnv, env.unwrapped)
    try:
        return select(
            inner, tasks=tasks, per_kind=per_kind, seed=seed, progress=progress,
            unfit=lambda task_id: derivation.unfit(inner.tasks[task_id]),
        )  # fmt: skip
    finally:
        env.close()


async def derive(
    selection: Selection,
    source: Path,
    out: Path,
    policy: str | Policy,
    *,
    way: Way,
    seed: int = 0,
    concurrency: int = 16,
    observer: Observer | None = None,
    prices: Prices | None = None,
    **settings: Any,
) -> tuple[Run, Derived]:
    """Play the tasks into ``out``; return the run, and what came of it.

    Args:
        selection: the tasks.
        source: folder of the questions.
        out: folder of the run, the list of tasks and the card.
        policy: what answers; the expert constructs.
        way: ``constructed`` or ``interactive``.
        seed, concurrency, observer, prices, settings: as of any run.

    Raises:
        OptionError: there is no task to play.
    """
    if not selection.ids:
        raise OptionError(f"None of the questions of {source} makes a task: {selection.unfit}.")
    out.mkdir(parents=True, exist_ok=True)
    (out / TASKS).write_text("".join(f"{i}\n" for i in selection.ids), "utf-8")
    arguments = derivation_of(selection.env_id).arguments(source.resolve())
    spec = RunSpec(
        env_id=selection.env_id,
        env_args={**arguments, "split": selection.split},
        tasks=selection.ids,
        seed=seed,
        concurrency=concurrency,
        out=out / RUN,
        **settings,
    )
    run = await arollout(spec, policy, observer=observer, prices=prices)
    derived = Derived(way=way, source=str(source), policy=run.policy, selection=selection)
    derived.played, derived.agreed, derived.failed = run.scored, run.successes, run.failed
    (out / RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(derived), indent=2))
    return run, derived


def said(derived: Derived) -> str:
    """Return what came of a derivation, as one sentence."""
    failed = f"; {derived.failed:,} episodes failed for reasons of the machinery" if derived.failed else ""
    return (
        f"{derived.way}: {derived.agreed:,} of {derived.played:,} tasks of {derived.source} agree with their "
        f"reference, answered by {derived.policy}{failed}."
    )


def text(derived: Derived) -> str:
    """Return the card."""
    chosen = derived.selection
    lines = [
        "# Derived tasks",
        said(derived),
        f"{sum(chosen.available.values()):,} questions of the split {chosen.split}, {len(chosen.ids):,} chosen.",
        "Left out: " + (", ".join(f"{k} {v:,}" for k, v in chosen.unfit.items()) or "none") + ".",
        f"`{TASKS}` lists the tasks, `{RUN}/` is the run: `agentgym curate {RUN} --keep 'reward == 1' --out DIR`.",
    ]
    return "\n\n".join(lines) + "\n"
