"""Which of the policies of a report are the models of trainings, and what each was tuned on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from agentgym.errors import DataError
from agentgym.report.ablation import Learned, Model
from agentgym.report.results import Results
from agentgym.specs import Spec
from agentgym.trajectory.index import Index
from agentgym.tuning.config import TuneConfig
from agentgym.tuning.record import read_record

BASE = "base"
"""Label that a base model goes by where its own name does not say that it is one."""


class Found(NamedTuple):
    """The models of trainings among the policies of a report, and the trainings whose model is not among them."""

    models: list[Model]
    missing: list[str]


def learned(config: TuneConfig) -> tuple[Learned, float | None]:
    """Return what a training draws from, and the share of the agent group where it is drawn by one."""
    if config.mix == "proportional":
        return ("hybrid" if config.agent and config.general else "agent" if config.agent else "general"), None
    if config.eta in (0.0, 1.0):
        return ("agent" if config.eta else "general"), config.eta
    return "hybrid", config.eta


def find(results: Results, trainings: Sequence[Path]) -> Found:
    """Return the models of trainings among the policies of a report.

    A policy is the model of a training if its spec names a path below the training's folder, or if it is called like
    that folder (a model that was converted elsewhere, served by hand). It is the base model if its spec names what was
    tuned, or if it is called ``base``.

    Args:
        results: a report.
        trainings: folders of ``agentgym tune``.

    Raises:
        DataError: a folder does not say what training it holds.
    """
    known: dict[Path, TuneConfig] = {}
    for folder in trainings:
        record = read_record(folder)
        if record is None:
            raise DataError(
                f"{folder} does not say what was trained: it has no tuning.json. Was it made by `agentgym tune`?"
            )
        known[folder.resolve()] = record.config
    models, missing = [], set(known)
    for label, (policy, argument) in _played(results).items():
        named = Path(argument).resolve()
        folder_of = next((f for f in known if f in (named, *named.parents)), None)
        folder_of = folder_of or next((f for f in known if f.name == policy), None)
        if folder_of is not None:
            models.append(Model(label, *learned(known[folder_of])))
            missing.discard(folder_of)
        elif policy == BASE or any(_same(argument, config.model) for config in known.values()):
            models.append(Model(label, "nothing"))
    return Found(models, sorted(map(str, missing)))


def _played(results: Results) -> dict[str, tuple[str, str]]:
    """Return the name of each policy, and what its spec names: a path or a model."""
    found: dict[str, tuple[str, str]] = {}
    indexes: dict[Path, Index] = {}
    for row in results.rows:
        if row.label not in found:
            index = indexes.setdefault(row.folder, Index(row.folder))
            spec = index.episode(row.entry).policy_spec
            found[row.label] = row.entry.policy, Spec.parse(spec).argument
    return found


def _same(argument: str, model: str) -> bool:
    return bool(argument) and (argument == model or Path(argument).resolve() == Path(model).resolve())
