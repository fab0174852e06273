"""The same training by TRL's SFTTrainer: the same samples in the same order, the same masks, optimiser and schedule.

For who prefers it, and as a check of ours by another's code. Its loss is the mean over all trained tokens of a batch as
ours is, so the two loss curves are equal up to rounding. It knows no checkpoints of ours, and plays no environments.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from agentgym.errors import OptionError
from agentgym.tuning import finish
from agentgym.tuning.metrics import Line, Metrics, StepLine
from agentgym.tuning.model import load_model
from agentgym.tuning.plan import Planned
from agentgym.tuning.schedule import learning_rate


def train(planned: Planned, watcher: Any) -> Path:
    """Train by TRL; return the folder of the finished model.

    Raises:
        OptionError: a setting that TRL cannot keep.
    """
    config = planned.config
    out = Path(config.out)
    trainer = trainer_of(planned)
    watcher.begun(planned.steps, 0)
    trainer.train()
    lines = _lines(planned, trainer.state.log_history)
    metrics = Metrics(out, 0)
    for line in lines:
        metrics.add(line)
        if isinstance(line, StepLine):
            watcher.stepped(line)
    metrics.close()
    weights = {n: p.detach().cpu().float() for n, p in trainer.model.state_dict().items()}
    finish.write(planned, weights, lines)
    return finish.folder(out)


def trainer_of(planned: Planned) -> Any:
    """Return TRL's trainer, ready to train.

    Raises:
        OptionError: a setting that TRL cannot keep.
    """
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    config = planned.config
    _check(planned)
    out = Path(config.out)
    out.mkdir(parents=True, exist_ok=True)
    # TRL packs by flash attention's own kernels alone, without leaking; each sample has a row of its own here.
    model = load_model(planned.found, "sdpa")
    data = Dataset.from_generator(_rows, gen_kwargs={"planned": planned}, cache_dir=str(out / "trl-data"))
    micro = config.compute.micro_batch
    said = SFTConfig(
        output_dir=str(out / "trl"), max_steps=planned.steps, per_device_train_batch_size=micro,
        gradient_accumulation_steps=config.batch // micro, learning_rate=config.optimizer.lr,
        adam_beta1=config.optimizer.betas[0], adam_beta2=config.optimizer.betas[1], adam_epsilon=config.optimizer.eps,
        weight_decay=config.optimizer.weight_decay, max_grad_norm=config.optimizer.clip or float("inf"),
        bf16=config.compute.dtype == "bfloat16", use_cpu=config.compute.device == "cpu", logging_steps=1,
        save_strategy="no", report_to=[], shuffle_dataset=False, train_sampling_strategy="sequential",
        gradient_checkpointing=config.compute.checkpointing, max_length=None, packing=False, seed=config.seed,
        dataset_kwargs={"skip_prepare_dataset": True}, remove_unused_columns=False, disable_tqdm=True,
        loss_type="nll",
    )  # fmt: skip
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.parameters() if p.ndim >= 2], "weight_decay": config.optimizer.weight_decay},
            {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
        ],
        lr=config.optimizer.lr, betas=config.optimizer.betas, eps=config.optimizer.eps,
    )  # fmt: skip
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: learning_rate(config.optimizer, step, planned.steps) / config.optimizer.lr
    )
    return SFTTrainer(
        model=model,
        args=said,
        train_dataset=data,
        processing_class=planned.tokenizer,
        optimizers=(optimizer, schedule),
    )


def _check(planned: Planned) -> None:
    config = planned.config
    if config.batch % config.compute.micro_batch:
        raise OptionError(
            f"engine='trl' needs a batch that micro-batches divide, got batch={config.batch}, compute.micro_batch="
            f"{config.compute.micro_batch}: choose a divisor."
        )
    for key, value, good in (
        ("loss_norm", config.loss_norm, "token"), ("lora.rank", config.lora.rank, 0),
        ("eval.suite", config.eval.suite, ""),
    ):  # fmt: skip
        if value != good:
            raise OptionError(
                f"engine='trl' keeps {key}={good!r} only, got {value!r}: set it so, or engine='torch'."
            )


def _rows(planned: Planned) -> Iterator[dict[str, Any]]:
    """Yield the samples in the order that they are trained."""
    sampler = planned.sampler()
    for _ in range(planned.steps * planned.config.batch):
        sample = planned.sample(sampler.take(1)[0])
        ids = sample.ids.tolist()
        labels = [i if t else -100 for i, t in zip(ids, sample.trained.tolist(), strict=True)]
        yield {"input_ids": ids, "labels": labels}


def _lines(planned: Planned, history: list[dict[str, Any]]) -> list[Line]:
    """Return TRL's log as metrics; it keeps no losses by source."""
    sampler, found = planned.sampler(), []
    agent, all_agent, everything = len(planned.config.agent), 0, 0
    logged = [entry for entry in history if "loss" in entry]
    for number, entry in enumerate(logged, 1):
        samples = [planned.sample(d) for d in sampler.take(planned.config.batch)]
        names = [planned.sources[s.source].name for s in samples]
        all_agent += sum(s.targets for s in samples if s.source < agent)
        everything += sum(s.targets for s in samples)
        found.append(
            StepLine(
                step=number, loss=float(entry["loss"]), losses={}, lr=float(entry["learning_rate"]),
                norm=float(entry.get("grad_norm", 0.0)), samples={n: names.count(n) for n in dict.fromkeys(names)},
                tokens=_sums(names, [len(s.ids) for s in samples]), trained=_sums(names, [s.targets for s in samples]),
                sample_share=sum(sampler.counts[:agent]) / sum(sampler.counts), token_share=all_agent / everything,
                fill=1.0, seconds=0.0, rate=0.0,
            )
        )  # fmt: skip
    return list(found)


def _sums(names: list[str], values: list[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in zip(names, values, strict=True):
        found[name] = found.get(name, 0) + value
    return found
