"""Pipeline parallelism: each stage holds some of the layers, micro-batches go through them in turn (1F1B).

A stage is one rank, or several that share its matrices (``tp``), the batch and its weights (``fsdp``). The weights
keep transformers' names, so checkpoints do not know of it. A head that is tied to the embedding is held by the last
stage and the embedding by the first: their gradients are summed, and both take the same step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.distributed as dist
from torch.distributed.pipelining import PipelineStage, Schedule1F1B
from torch.distributed.tensor import DTensor
from torch.nn.functional import cross_entropy

from agentgym.errors import OptionError
from agentgym.tuning import packing
from agentgym.tuning.config import TuneConfig
from agentgym.tuning.engine import Computed, Engine
from agentgym.tuning.packing import Sample
from agentgym.tuning.parallel import Ranks, gradient_norm, layers_of, shard, split

_HEAD, _EMBEDDING = "lm_head.weight", "model.embed_tokens.weight"


class Stage(torch.nn.Module):  # type: ignore[misc]
    """The layers of one stage.

    Args:
        model: whole, on the CPU; what other stages hold is not kept.
        rank, ranks: which part, of how many.

    Raises:
        OptionError: the model is built otherwise than transformers' decoders.
    """

    def __init__(self, model: Any, rank: int, ranks: int) -> None:
        super().__init__()
        decoder: Any = model.get_decoder()
        layers = layers_of(model)
        parts = ("embed_tokens", "norm", "rotary_emb")
        lacking = [part for part in parts if not hasattr(decoder, part)]
        if lacking or len(layers) < ranks or model.base_model is not decoder:
            what = f"has no {lacking[0]}" if lacking else f"has {len(layers)} layers"
            raise OptionError(f"parallel.pp={ranks}: {type(model).__name__} {what}: set parallel.pp=1.")
        self.first, self.last = rank == 0, rank == ranks - 1
        begin, end = (len(layers) * r // ranks for r in (rank, rank + 1))
        self.model: Any = torch.nn.Module()
        if self.first:
            self.model.embed_tokens = decoder.embed_tokens
        self.model.layers = torch.nn.ModuleDict({str(n): layers[n] for n in range(begin, end)})
        self.model.rotary_emb = decoder.rotary_emb
        if self.last:
            self.model.norm = decoder.norm
            self.lm_head = model.get_output_embeddings()
            self.lm_head.weight = torch.nn.Parameter(self.lm_head.weight.detach().clone())

    def forward(self, given: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
        """Return the hidden states behind these layers, shape (rows, width, hidden).

        Args:
            given: token ids, shape (rows, width), for the first stage; else hidden states.
            positions: shape (rows, width); a conversation begins where one is 0.
        """
        hidden = self.model.embed_tokens(given) if self.first else given
        number = (positions == 0).cumsum(-1)
        width = positions.shape[1]
        causal = torch.ones(width, width, dtype=torch.bool, device=positions.device).tril()
        mask = ((number[:, :, None] == number[:, None, :]) & causal)[:, None]
        rotary = self.model.rotary_emb(hidden, position_ids=positions)
        for layer in self.model.layers.values():
            out = layer(
                hidden,
                attention_mask=mask,
                position_ids=positions,
                position_embeddings=rotary,
                use_cache=False,
            )
            hidden = out[0] if isinstance(out, tuple) else out
        return self.model.norm(hidden) if self.last else hidden


class PipelineEngine(Engine):
    """Computes steps on stages that each hold some of the layers.

    Args:
        config: of the training.
        model: whole, on the CPU.
        ranks: who takes part.
    """

    def __init__(self, config: TuneConfig, model: Any, ranks: Ranks) -> None:
        assert ranks.mesh is not None
        self.tied = bool(getattr(model.config.get_text_config(), "tie_word_embeddings", False))
        stage = Stage(model, ranks.pp_rank, ranks.pp).to(ranks.device).train()
        if ranks.tp > 1:
            split(stage.model, model, ranks.mesh["tp"], ranks.tp)
        if ranks.data_size > 1:
            shard(stage, stage.model.layers.values(), config, ranks.mesh["fsdp"])
        super().__init__(config, stage, ranks)
        if self.tied and stage.last:
            # Checkpoints have the tied weight once, by the embedding's name.
            self.named = {_EMBEDDING if n == _HEAD else n: p for n, p in self.named.items()}
        self._stages = ranks.mesh["pp"].get_group()
        self._last = int(dist.get_process_group_ranks(self._stages)[-1])
        self._pair = self._pairs() if self.tied else None
        self._schedule: tuple[int, Any] = (0, None)
        self._noted: list[tuple[torch.Tensor, torch.Tensor]] = []

    def accumulate(self, samples: Sequence[Sample]) -> Computed:
        """Compute the gradient of the objective over a batch; every rank is given the same."""
        compute, ranks = self.config.compute, self.ranks
        counts = packing.weights(samples, self.config.loss_norm)
        found = packing.groups(
            [len(s.ids) for s in samples], packing=True, micro_batch=compute.micro_batch,
            length=self.config.length, bucketing=True,
        )  # fmt: skip
        found = packing.share_out(found, ranks.data_rank, ranks.data_size)
        found += [[]] * (ranks.pp - len(found))
        width = self.config.length * compute.micro_batch
        passes = [packing.build(samples, group, counts, packed=True, width=width) for group in found]
        ids = torch.cat([torch.from_numpy(p.ids) for p in passes]).to(ranks.device)
        positions = torch.cat([torch.from_numpy(p.positions) for p in passes]).to(ranks.device)
        sums = torch.zeros(len(samples), dtype=torch.float64, device=ranks.device)
        self._noted = []
        schedule = self._scheduled(len(passes))
        given = (ids,) if self.model.first else ()
        with self.autocast():
            if self.model.last:
                schedule.step(
                    *given, positions=positions, target=_targets(passes, width).to(ranks.device), losses=[]
                )
            else:
                schedule.step(*given, positions=positions)
        if self._pair is not None and (self.model.first or self.model.last):
            gradient = self._tied().grad
            dist.all_reduce(
                gradient.to_local() if isinstance(gradient, DTensor) else gradient, group=self._pair
            )
        # To learn the shapes, the first call also computes a loss of nothing: the last ones are the batch's.
        for owners, losses in self._noted[-len(passes) :]:
            sums.index_add_(0, owners, losses)
        dist.broadcast(sums, src=self._last, group=self._stages)
        return Computed(ranks.summed(sums).tolist(), ranks.summed_int(ids.numel()))

    def norm(self) -> float:
        """Return the norm of the gradient over all parameters of all ranks; a tied weight counts once."""
        twice = self._tied() if self.tied and self.model.last else None
        own = [p.grad for p in self.named.values() if p.grad is not None and p is not twice]
        total = torch.tensor(gradient_norm(own), dtype=torch.float64, device=self.ranks.device) ** 2
        dist.all_reduce(total, group=self._stages)
        return float(total.sqrt())

    def snapshot(self) -> dict[str, torch.Tensor] | None:
        """Return the whole model's weights on the first rank, ``None`` on others."""
        state = self.model.state_dict()
        own = self.ranks.whole({n: p for n, p in state.items() if not (self.tied and n == _HEAD)})
        if own is None:
            return None
        gathered: list[Any] | None = [None] * self.ranks.pp if self.ranks.first else None
        dist.gather_object(own, gathered, dst=0, group=self._stages)
        if gathered is None:
            return None
        return {name: weight for part in gathered for name, weight in part.items()}

    def _pairs(self) -> Any:
        """Return the group of this rank and its like that hold the tied weight, in the first stage and in the last."""
        assert self.ranks.mesh is not None
        own = None
        for first, last in zip(
            self.ranks.mesh.mesh[0].flatten(), self.ranks.mesh.mesh[-1].flatten(), strict=True
        ):
            group = dist.new_group([int(first), int(last)])
            if self.ranks.rank in (int(first), int(last)):
                own = group
        return own

    def _tied(self) -> torch.Tensor:
        weight: torch.Tensor = self.named[_EMBEDDING]
        return weight

    def _scheduled(self, count: int) -> Any:
        """Return what passes that many micro-batches through."""
        if self._schedule[0] != count:
            stage = PipelineStage(
                self.model, self.ranks.pp_rank, self.ranks.pp, self.ranks.device, group=self._stages
            )
            # The losses are normalised over the whole batch already.
            self._schedule = count, Schedule1F1B(stage, count, loss_fn=self._loss, scale_grads=False)
        return self._schedule[1]

    def _loss(self, hidden: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return what a micro-batch adds to the objective, and note each sample's sum."""
        keep = target[..., 0] >= 0
        if not bool(keep.any()):
            self._noted.append((target.new_zeros(0, dtype=torch.long), target.new_zeros(0)))
            return hidden.float().sum() * 0.0
        ids, weights, owners = target[keep].unbind(-1)
        losses = cross_entropy(self.model.lm_head(hidden[keep]).float(), ids.long(), reduction="none")
        self._noted.append((owners.long(), losses.detach().double()))
        # The gradients of ranks that share the batch are averaged: each counts as often as there are such ranks.
        return (losses * weights.float()).sum() * self.ranks.data_size


def _targets(passes: Sequence[packing.Pass], width: int) -> torch.Tensor:
    """Return, for every place, the token that it predicts (-1: none), what its loss counts, and whose it is.

    Returns:
        shape (passes, width, 3), float64, which holds all three exactly.
    """
    found = torch.full((len(passes), width, 3), -1.0, dtype=torch.float64)
    for number, one in enumerate(passes):
        keep = torch.from_numpy(one.keep)
        found[number, keep, 0] = torch.from_numpy(one.targets).double()
        found[number, keep, 1] = torch.from_numpy(one.weights).double()
        found[number, keep, 2] = torch.from_numpy(one.owners).double()
    return found
