"""What the four ranks of test_layouts.py do: forked from one process, so that torch is imported once for all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import torch
import torch.distributed as dist
import torch.multiprocessing as processes

from agentgym.tuning.plan import plan
from agentgym.tuning.trainer import train
from tests.tuning import parts


def rank(number: int, ranks: int, jobs: list[dict[str, object]], meeting: str) -> None:
    """Train every job, one behind the other."""
    os.environ |= {"RANK": str(number), "WORLD_SIZE": str(ranks), "LOCAL_RANK": str(number)}
    dist.init_process_group("gloo", init_method=f"file://{meeting}", rank=number, world_size=ranks)
    for job in jobs:
        train(plan(parts.config_of(job)))
    dist.destroy_process_group()


if __name__ == "__main__":
    torch.set_num_threads(1)
    file, count = Path(sys.argv[1]), int(sys.argv[2])
    said = msgspec.json.decode(file.read_bytes())
    processes.start_processes(
        rank, (count, said, str(file.with_suffix(".meeting"))), nprocs=count, start_method="fork"
    )
