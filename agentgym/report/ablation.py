"""The paper's Table 5: what a model is worth in each group before tuning, and on agent data, general data or both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from agentgym.report.overall import Overall
from agentgym.report.published import Published
from agentgym.report.results import Results
from agentgym.report.tables import Column, Table, Value

Learned = Literal["nothing", "agent", "general", "hybrid"]
"""What a model was tuned on: the base model on nothing, the others on one group of data, or on both."""

NAMES: dict[Learned, str] = {
    "nothing": "nothing (base)",
    "agent": "agent data only",
    "general": "general data only",
    "hybrid": "both (hybrid)",
}
"""In the order of the table's rows."""

GROUPS = ("held-in", "held-out", "general")


class Model(msgspec.Struct, frozen=True):
    """A model of the table.

    Attributes:
        label: what results call it.
        learned: what it was tuned on.
        share: probability that a sample came from the agent group; ``None`` where it was not drawn by one.
    """

    label: str
    learned: Learned
    share: float | None = None


def table(
    results: Results, models: Sequence[Model], *, missing: Sequence[str] = (), compare: bool = False
) -> Table | None:
    """Return the overalls of each group by what a model was tuned on; ``None`` without a model, or of another score.

    Args:
        results: what the models scored.
        models: which of the policies they are.
        missing: trainings whose model did not play.
        compare: with the published models' rows below ours.
    """
    if not models or not results.primary:
        return None
    columns = [Column("model"), Column("tuned on"), Column("agent share", ".2f"), *map(Column, GROUPS)]
    places = list(NAMES)
    rows: list[list[Value]] = [
        [m.label, NAMES[m.learned], m.share, *(_told(results.group_overall(m.label, g)) for g in GROUPS)]
        for m in sorted(models, key=lambda m: places.index(m.learned))
    ]
    notes = [
        "Overall of each group: mean of score / weight over its environments, 95 % interval in brackets; – where none "
        "was scored. Agent share: probability that a sample of the training came from the agent group."
    ]
    if missing:
        notes.append(f"No episodes of the models of {', '.join(missing)}.")
    others = [label for label in results.labels if label not in {m.label for m in models}]
    if others:
        notes.append(f"Left out, as they are no models of these trainings: {', '.join(others)}.")
    if compare and results.published.ablations:
        rows += _published(results.published)
        notes.append(f"(paper): {results.published.source}.")
    return Table("ablation", "What the data bring", columns, rows, notes)


def _told(found: Overall | None) -> str | None:
    if found is None:
        return None
    spread = f" [{found.interval.low:.2f}, {found.interval.high:.2f}]" if found.interval else ""
    part = "" if found.parts == found.of else f", {found.parts} of {found.of} environments"
    return f"{found.value:.2f}{spread}{part}"


def _published(published: Published) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for size in published.ablations:
        overalls: dict[Learned, list[float]] = {
            "agent": size.agent, "general": size.general, "hybrid": size.hybrid
        }  # fmt: skip
        if size.base:
            at = published.models.index(size.base)
            rows.append(_row(size.base, "nothing", {g: of[at] for g, of in published.overall.items()}))
        for learned, values in overalls.items():
            rows.append(_row(size.size, learned, dict(zip(size.groups, values, strict=True))))
    return rows


def _row(model: str, learned: Learned, overalls: dict[str, float]) -> list[Value]:
    told = (f"{overalls[g]:.2f}" if g in overalls else None for g in GROUPS)
    return [f"{model} (paper)", NAMES[learned], None, *told]
