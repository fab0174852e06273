"""Checkpoints: the whole state of a training, written beside its place and then moved there, so none is ever half.

A checkpoint is a folder ``step-00000100`` with the tensors in torch's distributed format, one flat dictionary of names
that does not depend on how many ranks wrote it, and ``state.json`` with the rest. It can be read by another number of
ranks in another layout.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp

from agentgym.errors import DataError, LogError

STATE = "state.json"
_NAME = re.compile(r"step-(\d{8})")


class State(msgspec.Struct, kw_only=True):
    """What a checkpoint holds beside tensors.

    Attributes:
        step: steps that are done.
        position: draws that the sampler has made.
        counts: of each source, to compare.
        fingerprints: of each source's tokens, to compare.
        identity: of the configuration, to compare.
        steps: of the whole training.
    """

    step: int
    position: int
    counts: list[int]
    fingerprints: list[str]
    identity: dict[str, Any]
    steps: int


def tensors(named: dict[str, torch.Tensor], optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Return weights and moments by name, and make the moments where no step has made them.

    Args:
        named: what is trained, by name.
        optimizer: AdamW over it.
    """
    flat: dict[str, Any] = {}
    for name, parameter in named.items():
        state = optimizer.state[parameter]
        if not state:
            fused = optimizer.defaults.get("fused")
            state["step"] = torch.zeros((), dtype=torch.float32, device=parameter.device if fused else "cpu")
            state["exp_avg"] = torch.zeros_like(parameter.detach())
            state["exp_avg_sq"] = torch.zeros_like(parameter.detach())
        flat[f"weight/{name}"] = parameter.detach()
        flat[f"first/{name}"] = state["exp_avg"]
        flat[f"second/{name}"] = state["exp_avg_sq"]
        flat[f"step/{name}"] = state["step"]
    return flat


def save(folder: Path, state: State, flat: dict[str, Any], keep: int) -> Path:
    """Write a checkpoint, then remove all but the newest ``keep``; every rank calls it.

    Raises:
        LogError: it cannot be written (a full disk): what was written of it is removed, earlier ones stay.
    """
    first = _rank() == 0
    target, beside = folder / f"step-{state.step:08d}", folder / f".step-{state.step:08d}"
    problem = ""
    try:
        if first:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(beside, ignore_errors=True)
        _barrier()
        with _quiet():
            dcp.save(flat, checkpoint_id=str(beside), no_dist=not dist.is_initialized())
        if first:
            (beside / STATE).write_bytes(msgspec.json.format(msgspec.json.encode(state), indent=2))
            shutil.rmtree(target, ignore_errors=True)
            beside.rename(target)
    except (OSError, RuntimeError, dcp.api.CheckpointException) as error:
        problem = f"{type(error).__name__}: {str(error)[-500:]}"
        if first:
            shutil.rmtree(beside, ignore_errors=True)
    problem = _told(problem)
    if problem:
        raise LogError(
            f"The checkpoint of step {state.step} cannot be written below {folder}: {problem}. Make room; "
            "the same command "
            "goes on from the checkpoint before it."
        )
    if first:
        for _, old in listed(folder)[:-keep]:
            shutil.rmtree(old, ignore_errors=True)
    _barrier()
    return target


def listed(folder: Path) -> list[tuple[int, Path]]:
    """Return the whole checkpoints below a folder with their steps, the newest last."""
    found = [
        (int(m[1]), p)
        for p in folder.glob("step-*")
        if (m := _NAME.fullmatch(p.name)) and (p / STATE).is_file()
    ]
    return sorted(found)


def read_state(path: Path) -> State:
    """Read what a checkpoint holds beside tensors.

    Raises:
        DataError: it is damaged.
    """
    try:
        return msgspec.json.decode((path / STATE).read_bytes(), type=State)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"The checkpoint {path} cannot be read: {error}. Remove it: an earlier one is used then."
        ) from None


def load(path: Path, flat: dict[str, Any]) -> None:
    """Read a checkpoint's tensors into those given, in whatever layout they are; every rank calls it.

    Raises:
        DataError: it is damaged, or of another model.
    """
    try:
        with _quiet():
            dcp.load(flat, checkpoint_id=str(path), no_dist=not dist.is_initialized())
    except (OSError, RuntimeError, ValueError, dcp.api.CheckpointException) as error:
        raise DataError(
            f"The checkpoint {path} cannot be read: {str(error)[-800:]}. Remove it: an earlier one is used then."
        ) from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Hide torch's remark that one process saves alone."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled")
        yield


def _told(problem: str) -> str:
    """Return the first rank's problem where this one has none: then all stop together."""
    if not dist.is_initialized():
        return problem
    told = [problem]
    dist.broadcast_object_list(told, src=0)
    return problem or told[0]


def _rank() -> int:
    return dist.get_rank() if dist.is_initialized() else 0


def _barrier() -> None:
    if dist.is_initialized():
        dist.barrier()
