"""What computes a step: forward and backward passes over a batch, the norm of the gradient, AdamW.

:class:`Engine` does it on one rank or on several that share the batch and the weights
(:mod:`agentgym.tuning.parallel`);
:class:`~agentgym.tuning.pipeline.PipelineEngine` on ranks that each hold some of the layers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from agentgym.tuning import lora, packing
from agentgym.tuning.config import TuneConfig
from agentgym.tuning.model import parameters
from agentgym.tuning.objective import DevicePass, token_losses
from agentgym.tuning.packing import Sample
from agentgym.tuning.parallel import Ranks, gradient_norm


class Computed(NamedTuple):
    """What a batch came to.

    Attributes:
        sums: summed loss of the targets of each sample, in nats, float64, shape (samples,), on the first rank's view
            of all ranks.
        slots: tokens that were computed, padding included.
    """

    sums: list[float]
    slots: int


class Engine:
    """Computes steps.

    Args:
        config: of the training.
        model: wrapped for the ranks already.
        ranks: who takes part.
    """

    def __init__(self, config: TuneConfig, model: Any, ranks: Ranks) -> None:
        self.config = config
        self.model = model
        self.ranks = ranks
        self.named: dict[str, torch.Tensor] = dict(parameters(model))
        self.optimizer = make_optimizer(config, self.named, fused=ranks.size == 1)

    def accumulate(self, samples: Sequence[Sample]) -> Computed:
        """Compute the gradient of the objective over a batch.

        Args:
            samples: of all ranks; every rank is given the same.
        """
        compute, ranks = self.config.compute, self.ranks
        counts = packing.weights(samples, self.config.loss_norm)
        found = packing.groups(
            [len(s.ids) for s in samples], packing=compute.packing, micro_batch=compute.micro_batch,
            length=self.config.length, bucketing=compute.bucketing,
        )  # fmt: skip
        width = self.width()
        sums = torch.zeros(len(samples), dtype=torch.float64, device=ranks.device)
        slots = 0
        for group in packing.share_out(found, ranks.data_rank, ranks.data_size):
            one = packing.build(samples, group, counts, packed=compute.packing, width=width)
            slots += one.ids.size
            there = DevicePass(one, ranks.device)
            with self.autocast():
                losses = token_losses(self.model, there)
            # The ranks' gradients are averaged: each counts as often as there are ranks.
            loss = (losses * there.weights).sum() * ranks.data_size if len(there.keep) else losses.sum()
            loss.backward()
            sums.index_add_(0, there.owners, losses.detach().double()[: len(there.owners)])
        return Computed(ranks.summed(sums).tolist(), ranks.summed_int(slots))

    def width(self) -> int:
        """Tokens that every forward pass is padded to; 0 for none."""
        compute = self.config.compute
        if not compute.compile:
            return 0
        return self.config.length * (compute.micro_batch if compute.packing else 1)

    def autocast(self) -> contextlib.AbstractContextManager[Any]:
        """Return the context that forward passes run in."""
        half = self.config.compute.dtype == "bfloat16"
        context: contextlib.AbstractContextManager[Any] = torch.autocast(
            self.ranks.device.type, torch.bfloat16, enabled=half
        )
        return context

    def norm(self) -> float:
        """Return the norm of the gradient over all parameters of all ranks."""
        return gradient_norm([p.grad for p in self.named.values() if p.grad is not None])

    def step(self, lr: float, scale: float) -> None:
        """Let AdamW take a step, and forget the gradient.

        Args:
            lr: learning rate.
            scale: of the gradient, from clipping.
        """
        if scale != 1.0:
            for parameter in self.named.values():
                if parameter.grad is not None:
                    parameter.grad.mul_(scale)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def snapshot(self) -> dict[str, torch.Tensor] | None:
        """Return the whole model's weights in float32 on the first rank, ``None`` on others; every rank calls it."""
        whole = self.ranks.whole(self.model.state_dict())
        return whole if whole is None or not self.config.lora.rank else lora.merged(whole, self.config.lora)


def make_optimizer(config: TuneConfig, named: dict[str, torch.Tensor], *, fused: bool) -> torch.optim.AdamW:
    """Return AdamW with weight decay on matrices alone.

    Args:
        config: of the training.
        named: what is trained.
        fused: one kernel for all; else one parameter at a time, which tensors of several ranks need.
    """
    said = config.optimizer
    groups = [
        {"params": [p for p in named.values() if p.ndim >= 2], "weight_decay": said.weight_decay},
        {"params": [p for p in named.values() if p.ndim < 2], "weight_decay": 0.0},
    ]
    kind = {"fused": True} if fused else {"foreach": False}
    return torch.optim.AdamW(
        [g for g in groups if g["params"]], lr=said.lr, betas=said.betas, eps=said.eps, **kind
    )
