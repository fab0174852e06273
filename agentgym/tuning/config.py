"""What a training is, as one struct: the form of ``CONFIG.toml``. What a field means stands at the field.

Every field that changes which weights come out is part of the training's identity; those in :data:`INCIDENTAL` are
not, and may differ when an interrupted training goes on.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Section(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of the file."""


class DataSource(Section):
    """One data set.

    Attributes:
        path: folder of a data set, its ``rows.jsonl``, an export of ours, or a file or folder in an import format.
        format: of it (``openai``, ``sharegpt``, ``agentinstruct`` …); empty for our own rows, and for the folders that
            `agentgym export` writes (``hf``, ``hub``, ``tokens``).
        weight: how often it is drawn beside the others of its group; the number of its rows where no source of the
            group says a weight.
        name: what metrics call it; the path's own name by default.
    """

    path: str
    format: str = ""
    weight: float | None = None
    name: str = ""


class OptimizerConfig(Section):
    """AdamW and its schedule.

    Attributes:
        lr: the highest learning rate.
        schedule: what follows the warm-up: half a cosine down to ``floor``, a line down to it, or no change.
        warmup: share of the steps in which the rate rises linearly; at least one step where it is above 0.
        floor: the last rate as a share of ``lr``.
        betas, eps: of AdamW.
        weight_decay: of matrices; biases and norms have none.
        clip: greatest norm of the gradient over all parameters; 0 clips nothing.
    """

    lr: float = 5e-5
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    warmup: float = 0.02
    floor: float = 0.0
    betas: tuple[float, float] = (0.9, 0.95)
    eps: float = 1e-8
    weight_decay: float = 0.0
    clip: float = 1.0


class ComputeConfig(Section):
    """How a step is computed. Two ways of computing differ by rounding and in nothing else.

    Attributes:
        device: ``cpu``, ``cuda`` …; a GPU where there is one by default.
        dtype: of the computation. Weights, gradients and AdamW's moments are float32.
        packing: conversations stand behind one another in a forward pass, without padding and without seeing each
            other; else each has a row of its own, padded to the longest.
        micro_batch: rows of a forward pass. Packed, it has room for ``micro_batch * length`` tokens.
        bucketing: unpacked rows of similar lengths are computed together.
        attention: ``packed`` (ours: every conversation by itself, flash attention on a GPU) or a name of
            transformers (``sdpa``, ``flash_attention_2`` …).
        checkpointing: recompute activations in the backward pass: less memory, a third more work.
        compile: compile each layer with torch.compile; forward passes then all have the same length.
        threads: of torch on a CPU; torch's own choice by default.
    """

    device: str = ""
    dtype: Literal["bfloat16", "float32"] = "bfloat16"
    packing: bool = True
    micro_batch: int = 1
    bucketing: bool = True
    attention: str = "packed"
    checkpointing: bool = False
    compile: bool = False
    threads: int | None = None


class ParallelConfig(Section):
    """Ranks, started by torchrun; their product is its number of processes.

    Attributes:
        fsdp: ranks that share weights, gradients and moments, and each compute a part of the batch.
        tp: ranks that each compute a part of every matrix.
        pp: ranks that each hold some of the layers, one behind the other.
    """

    fsdp: int = 1
    tp: int = 1
    pp: int = 1

    @property
    def ranks(self) -> int:
        """Processes in all."""
        return self.fsdp * self.tp * self.pp


class LoraConfig(Section):
    """Train low-rank additions to the matrices instead of the weights.

    Attributes:
        rank: of the additions; 0 trains the weights themselves.
        alpha: their scale is ``alpha / rank``.
        dropout: of their input.
        targets: names of the matrices; all linear layers but the head by default.
    """

    rank: int = 0
    alpha: float = 16.0
    dropout: float = 0.0
    targets: list[str] = []


class CheckpointConfig(Section):
    """When the state is written.

    Attributes:
        every: steps between two checkpoints.
        keep: how many of the newest stay.
    """

    every: int = 100
    keep: int = 2


class EvalConfig(Section):
    """Environments that are played while the model trains.

    Attributes:
        suite: a suite, by name or path; empty plays nothing.
        every: steps between two evaluations; one more follows the last step.
        first: evaluate before the first step as well.
        tasks: of each environment at most.
        policy: options of the policy, as in ``transformers:MODEL?max_tokens=64``.
        args: arguments for the environments that take them.
        concurrency: episodes at once.
    """

    suite: str = ""
    every: int = 100
    first: bool = True
    tasks: int | None = None
    policy: dict[str, Any] = {}
    args: dict[str, Any] = {}
    concurrency: int = 16


class SafetyConfig(Section):
    """When a training stops by itself.

    Attributes:
        divergence: stop where the mean loss of the last ten steps is above this multiple of the best such mean, and
            above it by one nat at least; 0 never stops for this.
    """

    divergence: float = 3.0


class TuneConfig(Section):
    """A training.

    Attributes:
        model: folder of a Hugging Face model, an installed model (``smollm2``), a ``.gguf`` file, or a name on the
            Hugging Face hub.
        out: folder of everything that the training writes.
        agent, general: the two groups of data sets.
        eta: probability that a sample comes from the agent group.
        mix: ``expectation`` draws the group with probability ``eta`` for each sample, then a source by weight;
            ``proportional`` draws every row of all sources alike, and knows neither ``eta`` nor weights.
        loss_norm: ``token``: the mean over all trained tokens of the batch; ``sample``: the mean over its samples of
            each one's mean over its trained tokens.
        length: tokens of a conversation at most.
        too_long: longer ones are cut behind that many tokens, or left out.
        batch: samples of a step.
        steps: of the training; or
        epochs: how often the rows of the agent group are seen on average (those of the general group without one).
        seed: of the draws, and of dropout.
        chat_template: one of ours (``llama-2``, ``chatml-tools``) or a Jinja file; the model's own by
            default.
        save_dtype: of the finished model's files.
        tensorboard: write its files too.
        engine: our own, or TRL's SFTTrainer over the same samples in the same order.
    """

    model: str = ""
    out: str = ""
    agent: list[DataSource] = []
    general: list[DataSource] = []
    eta: float = 0.2
    mix: Literal["expectation", "proportional"] = "expectation"
    loss_norm: Literal["token", "sample"] = "token"
    length: int = 4096
    too_long: Literal["cut", "drop"] = "cut"
    batch: int = 64
    steps: int | None = None
    epochs: float | None = None
    seed: int = 0
    chat_template: str = ""
    save_dtype: Literal["bfloat16", "float32"] = "bfloat16"
    tensorboard: bool = False
    engine: Literal["torch", "trl"] = "torch"
    optimizer: OptimizerConfig = msgspec.field(default_factory=OptimizerConfig)
    compute: ComputeConfig = msgspec.field(default_factory=ComputeConfig)
    parallel: ParallelConfig = msgspec.field(default_factory=ParallelConfig)
    lora: LoraConfig = msgspec.field(default_factory=LoraConfig)
    checkpoint: CheckpointConfig = msgspec.field(default_factory=CheckpointConfig)
    eval: EvalConfig = msgspec.field(default_factory=EvalConfig)
    safety: SafetyConfig = msgspec.field(default_factory=SafetyConfig)

    def identity(self) -> dict[str, Any]:
        """Return what decides which weights come out, rounding aside."""
        said: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in said.items() if name not in INCIDENTAL}


INCIDENTAL = frozenset(
    {"out", "tensorboard", "engine", "compute", "parallel", "checkpoint", "eval", "safety", "save_dtype"}
)
"""What may change between two parts of one training."""
