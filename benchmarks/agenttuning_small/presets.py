"""The settings of the experiment: presets as TOML, one that goes on from another says what differs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from agentgym.errors import DataError, unknown_name

PRESETS = Path(__file__).with_name("presets")


class Environment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One environment that is trained on.

    Attributes:
        tasks: of its train split that the teacher plays.
        noisy: how often a noisy teacher plays each of them besides.
        keep: filter of curation.
        weight: how often its conversations are drawn beside the others'.
    """

    tasks: int
    keep: str
    noisy: int = 0
    weight: float = 1.0


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings.

    Attributes:
        model: an installed model, or a folder.
        chat: questions that the base model is asked for the general set.
        steps: of each of the three trainings.
        batch: samples of a step of each; the numbers make steps of about equal tokens.
        tasks: of each held-in environment's test split.
        unseen_tasks, general_tasks: likewise.
        served_tasks: of each held-in environment, that two servers of the hybrid play and are compared on.
        optimizer, compute: tables of the trainings' configuration.
        environments: what is trained on, by short name.
        serve: what the models are played with: ``local`` (llama.cpp, 8 bits) or ``vllm``.
        eta: of the hybrid.
        length: tokens of a conversation at most.
        seed: of the draws.
    """

    model: str
    chat: int
    batch: dict[str, int]
    steps: int
    tasks: int
    unseen_tasks: int
    general_tasks: int
    served_tasks: int
    optimizer: dict[str, Any]
    compute: dict[str, Any]
    environments: dict[str, Environment]
    serve: Literal["local", "vllm"] = "local"
    eta: float = 0.2
    length: int = 1664
    seed: int = 0


def load(name: str) -> Preset:
    """Return a preset by name, or from a file of the same form.

    Raises:
        UnknownNameError: neither.
        DataError: the file is no preset.
    """
    try:
        return msgspec.convert(_read(name), Preset)
    except msgspec.ValidationError as error:
        raise DataError(f"The preset {name} cannot be read: {error}.") from None


def _read(name: str) -> dict[str, Any]:
    path = Path(name) if name.endswith(".toml") else PRESETS / f"{name}.toml"
    if not path.is_file():
        raise unknown_name("preset (or a TOML file)", name, [p.stem for p in PRESETS.glob("*.toml")])
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise DataError(f"{path} is no TOML: {error}.") from None
    base = said.pop("preset", None)
    return said if base is None else _merged(_read(base), said)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(base[key], value) if isinstance(value, dict) and key in base else value
        for key, value in own.items()
    }
    return {**base, **both}
