"""The card of a finished model: what it was made of and how, and what it scored meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from agentgym.registry import short_name
from agentgym.report.tables import Column, Table, Value, to_markdown
from agentgym.tuning.metrics import EvalLine, Line, StepLine
from agentgym.tuning.plan import Planned, forecast
from agentgym.version import framework


def card(planned: Planned, lines: Sequence[Line]) -> str:
    """Return the text of the card."""
    config = planned.config
    steps = [line for line in lines if isinstance(line, StepLine)]
    evals = [line for line in lines if isinstance(line, EvalLine)]
    mixture = (
        f"each sample from the agent group with probability η = {config.eta:g}"
        if config.mix == "expectation"
        else "every row of all sources alike (proportional)"
    )
    facts = [
        f"Base: `{config.model}`. Made by agentgym {framework()}.",
        f"{planned.steps:,} steps of {config.batch} samples of at most {config.length:,} tokens; {mixture}.",
        f"Loss on the agent's and assistant's own turns alone, normalised over each batch's "
        f"{'trained tokens' if config.loss_norm == 'token' else 'samples'}.",
        f"AdamW, lr {config.optimizer.lr:g}, {config.optimizer.schedule}, warm-up {config.optimizer.warmup:.0%}, "
        f"clipped at {config.optimizer.clip:g}, weight decay {config.optimizer.weight_decay:g}; "
        f"computed in {config.compute.dtype}, {'packed' if config.compute.packing else 'padded'}.",
    ]
    if config.lora.rank:
        facts.append(
            f"LoRA of rank {config.lora.rank}, alpha {config.lora.alpha:g}, merged into the weights here."
        )
    if steps:
        facts.append(
            f"Realised: {steps[-1].sample_share:.1%} of the samples and {steps[-1].token_share:.1%} of the "
            "trained tokens "
            f"were the agent group's. Loss {steps[0].loss:.3f} at the first step, {steps[-1].loss:.3f} at the last."
        )
    facts += [f"**Warning**: {w}" for w in planned.warnings]
    parts = [
        f"---\nbase_model: {Path(config.model).name}\npipeline_tag: text-generation\ntags: [agent, agentgym]\n---",
        f"# {Path(config.out).name}",
        "\n".join(f"* {f}" for f in facts),
        to_markdown([data_table(planned), *([scores_table(evals)] if evals else [])]),
        "## Settings\n\n```json\n"
        + msgspec.json.format(msgspec.json.encode(config), indent=2).decode()
        + "\n```",
    ]
    return "\n\n".join(p.rstrip() for p in parts) + "\n"


def data_table(planned: Planned) -> Table:
    """Return what the training learns from, by source."""
    found = forecast(planned)
    columns = [
        Column("source"), Column("group"), Column("rows", ",d"), Column("cut", ",d"), Column("left out", ",d"),
        Column("unproven", ",d"), Column("tokens", ",d"), Column("trained", ",d"), Column("longest", ",d"),
        Column("share of samples", ".1%"), Column("of trained tokens", ".1%"), Column("passes", ".2f"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            s.name,
            s.group,
            s.rows,
            s.cut,
            s.dropped,
            s.refused,
            s.tokens,
            s.trained,
            s.longest,
            s.share,
            s.token_share,
            s.epochs,
        ]
        for s in found.sources
    ]
    notes = [
        "cut: longer than `length`, lost their end. left out: too long, or no trained token. unproven: left out for "
        "want of a proven mask. passes: how often a row is seen on average."
    ]
    return Table("data", "Data", columns, rows, notes)


def scores_table(evals: Sequence[EvalLine]) -> Table:
    """Return the scores of the evaluations, one line each."""
    envs = list(dict.fromkeys(env for line in evals for env in line.scores))
    columns = [Column("step", ",d"), *(Column(short_name(e), ".1f") for e in envs), Column("episodes", ",d")]
    rows: list[list[Value]] = [
        [line.step, *(line.scores.get(e) for e in envs), sum(line.episodes.values())] for line in evals
    ]
    return Table(
        "scores", "Scores while it trained", columns, rows, ["Mean scores in percent, played in process."]
    )
