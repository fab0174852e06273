"""What a training is, written down beside it: a folder is gone on with by the same training alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import LogError, OptionError
from agentgym.tuning.config import TuneConfig
from agentgym.tuning.plan import Planned

RECORD = "tuning.json"


class Record(msgspec.Struct, kw_only=True):
    """What a training is.

    Attributes:
        config: as given.
        identity: what of it decides the weights.
        steps: of the training.
        sources: name, group, rows, tokens and trained tokens of each.
        fingerprints: of each source's tokens.
        framework, torch, transformers: versions.
    """

    config: TuneConfig
    identity: dict[str, Any]
    steps: int
    sources: list[dict[str, Any]]
    fingerprints: list[str]
    framework: str
    torch: str
    transformers: str


def record_of(planned: Planned) -> Record:
    """Return what a training is."""
    import torch
    import transformers

    from agentgym.version import framework

    return Record(
        config=planned.config,
        identity=planned.config.identity(),
        steps=planned.steps,
        sources=[
            {"name": s.name, "group": s.group, "rows": len(s.ids), "tokens": s.tokens, "trained": s.targets}
            for s in planned.sources
        ],
        fingerprints=[s.fingerprint() for s in planned.sources],
        framework=framework(),
        torch=str(torch.__version__),
        transformers=transformers.__version__,
    )


def read_record(out: Path) -> Record | None:
    """Return what the training in a folder is; ``None`` if there is none.

    Raises:
        OptionError: it cannot be read.
    """
    try:
        return msgspec.json.decode((out / RECORD).read_bytes(), type=Record)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{out / RECORD} cannot be read: {error}. Name another folder (out=…).") from None


def compare(record: Record, out: Path) -> None:
    """Check that a folder holds this training or none.

    Raises:
        OptionError: it holds another; the message names what differs.
    """
    before = read_record(out)
    if before is None:
        return
    mine = msgspec.json.decode(msgspec.json.encode(record.identity))
    for key, value in mine.items():
        if before.identity.get(key) != value:
            raise OptionError(
                f"{out} holds a training with {key}={before.identity.get(key)!r}, this one has {value!r}. "
                "Name another folder "
                "(out=…), or give the earlier value to go on with it."
            )
    if before.steps != record.steps or before.fingerprints != record.fingerprints:
        raise OptionError(
            f"{out} was trained on other data (its rows have changed since). Name another folder (out=…)."
        )


def write(record: Record, out: Path) -> None:
    """Write down what the training in a folder is.

    Raises:
        LogError: it cannot be written.
    """
    path = out / RECORD
    beside = out / f".{RECORD}"
    try:
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")
        os.replace(beside, path)
    except OSError as error:
        raise LogError(f"{path} cannot be written: {error.strerror}.") from error
