"""What a training is going to do: its data read, its probabilities, its steps, and an estimate of memory.

Everything that can be wrong is found here, in the order of its cost: the configuration, paths, the model's
configuration, then tokenizer and data, before the model is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from agentgym.tuning.config import TuneConfig
from agentgym.tuning.data import SourceData, check_paths, read_sources
from agentgym.tuning.model import Found, find_model, load_tokenizer, need_packages
from agentgym.tuning.packing import Sample, groups
from agentgym.tuning.sampler import Draw, Sampler, probabilities


class Planned(msgspec.Struct, kw_only=True):
    """A training before its first step.

    Attributes:
        config: as given.
        found: the model.
        tokenizer: of transformers.
        sources: the data, agent sources first.
        shares: probability of each source.
        steps: of the training.
    """

    config: TuneConfig
    found: Found
    tokenizer: Any
    sources: list[SourceData]
    shares: list[float]
    steps: int

    def sampler(self, position: int = 0) -> Sampler:
        """Return the stream of draws from a position on."""
        return Sampler(self.shares, [len(s.ids) for s in self.sources], self.config.seed, position)

    def sample(self, draw: Draw) -> Sample:
        """Return what was drawn."""
        source = self.sources[draw.source]
        return Sample(draw.source, draw.row, source.ids[draw.row], source.trained[draw.row])

    def name_of(self, sample: Sample) -> str:
        """Return how a row is called: its source and its id."""
        source = self.sources[sample.source]
        return f"{source.name}/{source.row_ids[sample.row]}"

    @property
    def warnings(self) -> list[str]:
        """What a reader should know before it begins."""
        return [w for s in self.sources for w in s.warnings]


def plan(config: TuneConfig) -> Planned:
    """Find the model and read the data.

    Raises:
        OptionError: a wrong setting, an empty source; before the model is loaded.
        DataError: no model, or data that cannot be read.
        DependencyError: a package is missing.
    """
    from agentgym.dataset.formats.tokens import fingerprint
    from agentgym.dataset.masks import Masker

    check_paths(config)
    need_packages(config)
    _check_suite(config)
    found = find_model(config)
    tokenizer = load_tokenizer(found)
    sources = read_sources(config, Masker(tokenizer), fingerprint(tokenizer))
    split = len(config.agent)
    rows = [len(s.ids) for s in sources]
    shares = probabilities(config, [rows[:split], rows[split:]])
    return Planned(
        config=config, found=found, tokenizer=tokenizer, sources=sources, shares=shares,
        steps=_steps(config, rows, shares),
    )  # fmt: skip


def _steps(config: TuneConfig, rows: Sequence[int], shares: Sequence[float]) -> int:
    if config.steps is not None:
        return config.steps
    assert config.epochs is not None
    split = len(config.agent)
    agent = sum(shares[:split])
    count, share = (sum(rows[:split]), agent) if agent > 0 else (sum(rows[split:]), 1.0)
    return max(1, math.ceil(config.epochs * count / (share * config.batch)))


def _check_suite(config: TuneConfig) -> None:
    if config.eval.suite:
        from agentgym.benchmarks import shipped

        shipped.suite(config.eval.suite)


class SourceLine(msgspec.Struct):
    """A source as the plan shows it.

    Attributes:
        name, group: of the source.
        rows: that can be drawn.
        cut, dropped, refused: too long, without a trained token, without a proven mask.
        tokens, trained: of all rows.
        longest: tokens of the longest row.
        share: probability that a sample comes from it.
        token_share: expected share of its trained tokens.
        epochs: how often its rows are seen on average.
    """

    name: str
    group: str
    rows: int
    cut: int
    dropped: int
    refused: int
    tokens: int
    trained: int
    longest: int
    share: float
    token_share: float
    epochs: float


class Forecast(msgspec.Struct, kw_only=True):
    """What a training would do.

    Attributes:
        sources: its data.
        steps, batch: of the training.
        tokens, trained: of all steps, expected.
        passes: forward passes of a step on a rank, on average of some.
        fill: real tokens by computed ones, of the same steps.
        parameters, trainable: weights of the model, and how many of them are trained; 0 where unknown before loading.
        memory: bytes of weights, gradients, moments and activations on a rank, a rough estimate.
        warnings: what a reader should know.
    """

    sources: list[SourceLine]
    steps: int
    batch: int
    tokens: int
    trained: int
    passes: float
    fill: float
    parameters: int
    memory: int
    warnings: list[str]


def forecast(planned: Planned) -> Forecast:
    """Return what a training would do; nothing is loaded."""
    config = planned.config
    samples = planned.steps * config.batch
    means = [s.targets / len(s.ids) for s in planned.sources]
    expected = sum(p * m for p, m in zip(planned.shares, means, strict=True))
    lines = [
        SourceLine(
            s.name, s.group, len(s.ids), s.cut, s.dropped, s.refused, s.tokens, s.targets, max(map(len, s.ids)), share,
            share * mean / expected, share * samples / len(s.ids),
        )
        for s, share, mean in zip(planned.sources, planned.shares, means, strict=True)
    ]  # fmt: skip
    passes, fill, width = _passes(planned)
    count = count_parameters(planned.found.settings)
    return Forecast(
        sources=lines, steps=planned.steps, batch=config.batch,
        tokens=round(samples * sum(p * s.tokens / len(s.ids) for p, s in zip(planned.shares, planned.sources,
        strict=True))),
        trained=round(samples * expected), passes=passes, fill=fill, parameters=count,
        memory=memory(config, planned.found.settings, count, width), warnings=planned.warnings,
    )  # fmt: skip


def _passes(planned: Planned, steps: int = 8) -> tuple[float, float, int]:
    """Return passes of a step on a rank, fill, and the widest pass in tokens, over some first steps."""
    config, sampler = planned.config, planned.sampler()
    compute = config.compute
    count, real, slots, widest = 0, 0, 0, 0
    for _ in range(min(steps, planned.steps)):
        lengths = [len(planned.sample(d).ids) for d in sampler.take(config.batch)]
        for group in groups(
            lengths, packing=compute.packing, micro_batch=compute.micro_batch, length=config.length,
            bucketing=compute.bucketing,
        ):  # fmt: skip
            own = [lengths[i] for i in group]
            computed = sum(own) if compute.packing else max(own) * len(own)
            count, real, slots, widest = count + 1, real + sum(own), slots + computed, max(widest, computed)
    return count / min(steps, planned.steps) / config.parallel.fsdp, real / slots, widest


def count_parameters(settings: dict[str, Any]) -> int:
    """Return the weights of a decoder as its configuration gives them; 0 where it does not say enough."""
    try:
        hidden, layers, inner = (
            settings[n] for n in ("hidden_size", "num_hidden_layers", "intermediate_size")
        )
        heads, words = settings["num_attention_heads"], settings["vocab_size"]
    except KeyError:
        return 0
    size = settings.get("head_dim") or hidden // heads
    pairs = settings.get("num_key_value_heads") or heads
    layer = 2 * hidden * size * (heads + pairs) + 3 * hidden * inner + 2 * hidden
    return int(layers * layer + hidden + words * hidden * (1 if settings.get("tie_word_embeddings") else 2))


def memory(config: TuneConfig, settings: dict[str, Any], count: int, width: int) -> int:
    """Return an estimate of a rank's memory in bytes; 0 where the number of weights is not known.

    Float32 weights, gradients and two moments are 16 bytes a weight. Activations are taken as 34 values a token, layer
    and hidden dimension (Korthikanti et al. 2022, without the attention's square, which is not kept), one with
    checkpointing; logits as three float32 copies for a third of the tokens.
    """
    if not count:
        return 0
    ranks = config.parallel.ranks
    weights = (4 * count + 12 * count * (0.02 if config.lora.rank else 1.0)) / ranks
    value = 2 if config.compute.dtype == "bfloat16" else 4
    kept = (1 if config.compute.checkpointing else 34 // 2) * value
    activations = width * settings["hidden_size"] * settings["num_hidden_layers"] * kept
    logits = 12 * settings["vocab_size"] * width / 3
    return int(weights + activations / config.parallel.tp + logits)


def lengths_of(samples: Sequence[Sample]) -> list[int]:
    """Return the tokens of each sample."""
    return [int(np.size(s.ids)) for s in samples]


def out_folder(config: TuneConfig) -> Path:
    """Return the folder that the training writes to."""
    return Path(config.out)
