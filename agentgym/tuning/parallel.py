"""Several ranks: who takes part, how the model is laid out over them, and what is summed over them.

``fsdp`` shards weights, gradients and moments (FSDP2) and shares the batch out; ``tp`` splits every matrix by the plan
that the model's configuration names; ``pp`` gives each rank some of the layers (:mod:`~agentgym.tuning.pipeline`). All
three go together, started by torchrun. One process is the case of one rank.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.tensor import DTensor

from agentgym.errors import OptionError
from agentgym.tuning.config import ParallelConfig, TuneConfig

_WAIT = timedelta(hours=12)
"""How long ranks wait for one another: the first one plays environments meanwhile."""

_joined = False


class Ranks:
    """The processes of a training.

    Args:
        config: how many of each kind.
        device: where this process computes.
        mesh: of all ranks, with the names ``fsdp``, ``tp`` and ``pp``; ``None`` where there is one.
    """

    def __init__(self, config: ParallelConfig, device: torch.device, mesh: DeviceMesh | None) -> None:
        self.device = device
        self.mesh = mesh
        self.size = config.ranks
        self.rank = dist.get_rank() if mesh is not None else 0
        self.data_size = config.fsdp
        self.data_rank = mesh["fsdp"].get_local_rank() if mesh is not None else 0
        self.tp, self.pp = config.tp, config.pp
        self.tp_rank = mesh["tp"].get_local_rank() if mesh is not None else 0
        self.pp_rank = mesh["pp"].get_local_rank() if mesh is not None else 0

    @property
    def first(self) -> bool:
        """Whether this is the rank that writes and speaks."""
        return self.rank == 0

    def summed(self, values: torch.Tensor) -> torch.Tensor:
        """Return the sum over the ranks that share the batch."""
        if self.mesh is not None and self.data_size > 1:
            dist.all_reduce(values, group=self.mesh["fsdp"].get_group())
        return values

    def summed_int(self, value: int) -> int:
        """Return the sum over the ranks that share the batch."""
        if self.mesh is None or self.data_size == 1:
            return value
        return int(self.summed(torch.tensor(value, dtype=torch.int64, device=self.device)))

    def whole(self, state: dict[str, Any]) -> dict[str, torch.Tensor] | None:
        """Return every tensor in whole on the CPU of the first rank (of each stage), ``None`` on the others."""
        found: dict[str, torch.Tensor] = {}
        first = self.data_rank == 0 and self.tp_rank == 0
        for name, value in state.items():
            full = value.full_tensor() if isinstance(value, DTensor) else value
            if first:
                found[name] = full.detach().to("cpu", copy=True)
        return found if first else None

    def agreed(self, value: bool) -> bool:
        """Return what the first rank says."""
        if self.mesh is None:
            return value
        told = torch.tensor(int(value), device=self.device)
        dist.broadcast(told, src=0)
        return bool(told)

    def barrier(self) -> None:
        """Wait for all ranks."""
        if self.mesh is not None:
            dist.barrier()


def start(config: TuneConfig) -> Ranks:
    """Join the other processes that torchrun started; return who takes part.

    Raises:
        OptionError: another number of processes than the configuration says.
    """
    cuda = torch.cuda.is_available()
    name = config.compute.device or ("cuda" if cuda else "cpu")
    found, wanted = int(os.environ.get("WORLD_SIZE", "1")), config.parallel.ranks
    if found != wanted:
        said = f"fsdp={config.parallel.fsdp}, tp={config.parallel.tp}, pp={config.parallel.pp}"
        raise OptionError(
            f"parallel ({said}) needs {wanted} processes, {found} {'was' if found == 1 else 'were'} started: "
            f"torchrun --nproc-per-node {wanted} --no-python agentgym tune …"
        )
    if wanted == 1:
        return Ranks(config.parallel, torch.device(name), None)
    if name.startswith("cuda"):
        local = int(os.environ.get("LOCAL_RANK", "0"))
        torch.cuda.set_device(local)
        device = torch.device("cuda", local)
    else:
        device = torch.device(name)
    if not dist.is_initialized():
        global _joined
        _joined = True
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=_WAIT)
    shape = config.parallel
    mesh = init_device_mesh(
        device.type, (shape.pp, shape.fsdp, shape.tp), mesh_dim_names=("pp", "fsdp", "tp")
    )
    return Ranks(shape, device, mesh)


def stop() -> None:
    """Part from the other processes, if :func:`start` has joined them."""
    global _joined
    if _joined and dist.is_initialized():
        dist.destroy_process_group()
        _joined = False


def lay_out(model: Any, config: TuneConfig, ranks: Ranks) -> Any:
    """Move a model to the device, and split it over the ranks.

    Raises:
        OptionError: the model has no plan for it, or its heads cannot be shared out.
    """
    prepared(model, config).to(ranks.device)
    if ranks.mesh is None:
        return model
    if ranks.tp > 1:
        split(model.get_decoder(), model, ranks.mesh["tp"], ranks.tp)
    if ranks.data_size > 1:
        shard(model, layers_of(model), config, ranks.mesh["fsdp"])
    return model


def prepared(model: Any, config: TuneConfig) -> Any:
    """Return a model that recomputes activations, where that is wanted."""
    if config.compute.checkpointing:
        # Of transformers 5.24 on; the older name warns there.
        newer = getattr(model, "activation_checkpointing_enable", None)
        (newer or model.gradient_checkpointing_enable)()
    return model


def gradient_norm(gradients: Sequence[torch.Tensor]) -> float:
    """Return the Euclidean norm over all gradients, each of which may be spread over ranks."""
    groups: dict[Any, list[torch.Tensor]] = defaultdict(list)
    for gradient in gradients:
        key = (gradient.device_mesh, gradient.placements) if isinstance(gradient, DTensor) else None
        groups[key].append(gradient)
    total = 0.0
    for group in groups.values():
        norm = torch.nn.utils.get_total_norm(group)
        whole = norm.full_tensor() if isinstance(norm, DTensor) else norm
        total += float(whole) ** 2
    return float(total**0.5)


def shard(module: Any, layers: Iterable[Any], config: TuneConfig, mesh: DeviceMesh) -> None:
    """Shard the weights of a module by FSDP2, layer by layer.

    Args:
        module: a model, or a stage of one.
        layers: of the decoder, that are in it.
        config: of the training.
        mesh: of the ranks that share the batch.
    """
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    # On a GPU weights travel in bfloat16; on a CPU autocast does it, and float32 travels.
    half = config.compute.dtype == "bfloat16" and mesh.device_type == "cuda"
    policy = (
        MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
        if half
        else MixedPrecisionPolicy()
    )
    for layer in layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(module, mesh=mesh, mp_policy=policy)


def layers_of(model: Any) -> Any:
    """Return the decoder's layers.

    Raises:
        OptionError: the model has none where transformers' decoders have them.
    """
    layers = getattr(model.get_decoder(), "layers", None)
    if not isinstance(layers, torch.nn.ModuleList):
        raise OptionError(
            f"parallel: {type(model).__name__} does not keep its layers as transformers' decoders do: use one rank."
        )
    return layers


def split(decoder: Any, model: Any, mesh: DeviceMesh, ranks: int) -> None:
    """Split the matrices of a decoder by the plan that the model's configuration names.

    Args:
        decoder: the model's, or a part with the same names.
        model: whose configuration it is.
        mesh: of the ranks.
        ranks: how many.

    Raises:
        OptionError: there is no such plan, or the heads cannot be shared out.
    """
    from torch.distributed.tensor.parallel import ColwiseParallel, RowwiseParallel, parallelize_module

    plan: dict[str, str] = getattr(model.config.get_text_config(), "base_model_tp_plan", None) or {}
    styles = {"colwise": ColwiseParallel, "rowwise": RowwiseParallel}
    # Other styles (replicated norms, experts) are another matter than splitting matrices.
    unknown = sorted({s for s in plan.values() if s not in styles})
    heads = model.config.get_text_config().num_key_value_heads
    if not plan or unknown:
        what = f"the styles {', '.join(unknown)}" if plan else "no plan"
        raise OptionError(
            f"parallel.tp={ranks}: {type(model).__name__} has {what} for it: set parallel.tp=1."
        )
    if heads % ranks:
        raise OptionError(
            f"parallel.tp={ranks}: the model's {heads} key-value heads cannot be shared out: use a divisor."
        )
    parallelize_module(decoder, mesh, {name: styles[style]() for name, style in plan.items()})
