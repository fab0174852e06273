"""What the ranks of test_layouts.py do: train in several layouts, one behind the other. Started by torchrun."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import msgspec
import torch
import torch.distributed as dist

from agentgym.tuning.plan import plan
from agentgym.tuning.trainer import train
from tests.tuning import parts


def main(jobs: Path) -> None:
    """Do every job of a file: settings, and a checkpoint to begin from."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    for job in msgspec.json.decode(jobs.read_bytes()):
        out = Path(job["settings"]["out"])
        if job["begin"] and dist.get_rank() == 0:
            begin = Path(job["begin"])
            shutil.copytree(begin, out / "checkpoints" / begin.name)
            shutil.copy(begin.parents[1] / "metrics.jsonl", out)
        dist.barrier()
        train(plan(parts.config_of(job["settings"])))
    dist.destroy_process_group()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
