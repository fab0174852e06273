"""The exact trainer, on several ranks: real torchrun, gloo, two processes; the loss curve is that of one rank.

Also from a checkpoint that another number of ranks wrote in another layout; and on four ranks in two layouts at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym.errors import OptionError
from agentgym.tuning.metrics import StepLine, read
from tests.tuning import parts

parts.need_torch()

STEPS = 8
LAYOUTS = ("fsdp", "tp", "pp")


def said(ready: Path, out: str, **parallel: int) -> dict[str, Any]:
    return parts.settings(
        ready, out=str(ready / out), steps=STEPS, checkpoint={"every": 4, "keep": 9}, parallel=parallel,
        save_dtype="float32",
    )  # fmt: skip


def alone(ready: Path, out: str, begin: Path | None = None) -> Path:
    """Train on one rank, from a checkpoint where there is one."""
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    if begin is not None:
        begin_from(begin, ready / out)
    return train(plan(parts.config_of(said(ready, out))))


def begin_from(checkpoint: Path, out: Path) -> None:
    """Give a training a checkpoint of another, and that one's metrics."""
    shutil.copytree(checkpoint, out / "checkpoints" / checkpoint.name)
    shutil.copy(checkpoint.parents[1] / "metrics.jsonl", out)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train on one rank, then on two in each layout: from the beginning, and from the one rank's checkpoint."""
    folder = parts.prepared(tmp_path_factory.mktemp("layouts"))
    alone(folder, "alone")
    middle = str(folder / "alone" / "checkpoints" / "step-00000004")
    jobs = [{"settings": said(folder, name, **{name: 2}), "begin": ""} for name in LAYOUTS]
    jobs += [{"settings": said(folder, f"{name}-on", **{name: 2}), "begin": middle} for name in LAYOUTS]
    jobs[0]["settings"]["compute"]["micro_batch"] = 2
    (folder / "jobs.json").write_bytes(msgspec.json.encode(jobs))
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        "2",
        "--module",
    ]
    done = subprocess.run(
        [*command, "tests.tuning.layouts_job", str(folder / "jobs.json")],
        env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-6000:]
    return folder


def same(ready: Path, out: str) -> None:
    """Check a curve against the one rank's, and the finished weights."""
    import torch
    from safetensors.torch import load_file

    found, reference = ([x for x in read(ready / o) if isinstance(x, StepLine)] for o in (out, "alone"))
    assert [x.step for x in found] == list(range(1, STEPS + 1))
    for mine, other in zip(found, reference, strict=True):
        assert mine.loss == pytest.approx(other.loss, abs=1e-5)
        assert mine.norm == pytest.approx(other.norm, rel=1e-4)
        assert (mine.samples, mine.trained, mine.tokens) == (other.samples, other.trained, other.tokens)
        for name, loss in mine.losses.items():
            assert loss == pytest.approx(other.losses[name], abs=1e-5)
    weights, theirs = (load_file(ready / o / "model" / "model.safetensors") for o in (out, "alone"))
    assert weights.keys() == theirs.keys()
    for name in weights:
        # AdamW divides by the gradient's own size: rounding of a tiny one moves a weight by a part of the rate.
        torch.testing.assert_close(weights[name], theirs[name], atol=2e-4, rtol=0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_ranks_train_as_one_does(ready: Path, layout: str) -> None:
    same(ready, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_ranks_go_on_from_the_checkpoint_of_one(ready: Path, layout: str) -> None:
    same(ready, f"{layout}-on")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_rank_goes_on_from_the_checkpoint_of_two(ready: Path, layout: str) -> None:
    alone(ready, f"from-{layout}", ready / layout / "checkpoints" / "step-00000004")
    same(ready, f"from-{layout}")


@pytest.fixture(scope="module")
def combined(ready: Path) -> Path:
    """Train on four ranks: from the beginning, and from the checkpoint of one."""
    jobs = [said(ready, "pp-fsdp", pp=2, fsdp=2), said(ready, "pp-tp", pp=2, tp=2)]
    begin_from(ready / "alone" / "checkpoints" / "step-00000004", ready / "pp-tp")
    (ready / "combined.json").write_bytes(msgspec.json.encode(jobs))
    done = subprocess.run(
        [sys.executable, "-m", "tests.tuning.forked_job", str(ready / "combined.json"), "4"],
        env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-6000:]
    return ready


@pytest.mark.parametrize("layout", ["pp-fsdp", "pp-tp"])
def test_four_ranks_in_two_layouts_train_as_one_does(combined: Path, layout: str) -> None:
    same(combined, layout)


def test_one_rank_goes_on_from_the_checkpoint_of_four(combined: Path) -> None:
    alone(combined, "from-pp-fsdp", combined / "pp-fsdp" / "checkpoints" / "step-00000004")
    same(combined, "from-pp-fsdp")


def test_a_wrong_number_of_processes_is_named(ready: Path) -> None:
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    with pytest.raises(OptionError, match=r"fsdp=2, tp=1, pp=1\) needs 2 processes, 1 was started: torchrun"):
        train(plan(parts.config_of(said(ready, "wrong", fsdp=2))))


@pytest.mark.parametrize(
    "more, message",
    [
        ({"parallel": {"pp": 2}, "lora": {"rank": 4}}, r"lora\.rank=4 goes with parallel\.fsdp alone"),
        ({"parallel": {"tp": 2}, "lora": {"rank": 4}}, r"lora\.rank=4 goes with parallel\.fsdp alone"),
        (
            {"parallel": {"pp": 2}, "compute": {"packing": False}},
            r"parallel\.pp=2 needs compute\.packing=true",
        ),
        ({"parallel": {"fsdp": 2}, "engine": "trl"}, "engine='trl' runs in one process"),
    ],
)
def test_combinations_that_are_not_there(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        parts.config_of(parts.settings(tmp_path) | more)
