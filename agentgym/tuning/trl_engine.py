"""The same training by TRL's SFTTrainer: the same samples in the same order, the same masks, optimiser and schedule.

For who prefers it, and as a check of ours by another's code. Its loss is the mean over all trained tokens of a batch as
ours is, so the two loss curves are equal up to rounding. Checkpoints are the trainer's own (``trl/checkpoint-N``);
environments are played by the model as it is, as in ours; LoRA is the same additions, merged at the end. It keeps no
losses by source.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from agentgym.tuning import board, finish, lora, record, safety, watching
from agentgym.tuning.metrics import EvalLine, Metrics, StepLine
from agentgym.tuning.model import load_model
from agentgym.tuning.plan import Planned
from agentgym.tuning.schedule import learning_rate

FOLDER = "trl"
_NAME = re.compile(r"checkpoint-(\d+)")
_LAST_WRITTEN = "trainer_state.json"


def train(planned: Planned, watcher: Any) -> Path:
    """Train by TRL, from its newest checkpoint on; return the folder of the finished model.

    Args:
        planned: what is to be done.
        watcher: who is told, a :class:`~agentgym.tuning.trainer.Watcher`.

    Raises:
        OptionError: the folder holds another training.
        TuningError: the loss or the gradient is no number, or the loss runs away.
        LogError: a file cannot be written.
    """
    out = Path(planned.config.out)
    if planned.config.compute.threads:
        torch.set_num_threads(planned.config.compute.threads)
    for warning in planned.warnings:
        watcher.say(f"WARNING: {warning}")
    here = record.record_of(planned)
    record.compare(here, out)
    record.write(here, out)
    done, checkpoint = newest(out / FOLDER)
    trainer = trainer_of(planned)
    reporter = Reporter(planned, watcher, done)
    trainer.add_callback(reporter)
    if checkpoint is not None:
        watcher.say(f"Goes on from {checkpoint}: {done} of {planned.steps} steps are done.")
    watcher.begun(planned.steps, done)
    try:
        reporter.watch(trainer.model, done)
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint is not None else None)
    finally:
        reporter.close()
    finish.write(planned, weights_of(planned, trainer.model), reporter.metrics.lines)
    return finish.folder(out)


def newest(folder: Path) -> tuple[int, Path | None]:
    """Return the steps of the newest whole checkpoint, and its place; remove what a lost process left half written."""
    found = {int(m[1]): p for p in folder.glob("checkpoint-*") if (m := _NAME.fullmatch(p.name))}
    for step in sorted(found, reverse=True):
        if (found[step] / _LAST_WRITTEN).is_file():
            return step, found[step]
        shutil.rmtree(found[step])
    return 0, None


def weights_of(planned: Planned, model: Any) -> dict[str, torch.Tensor]:
    """Return the whole model's weights in float32 on the CPU, with LoRA's additions in them."""
    state = {n: p.detach().to("cpu", torch.float32, copy=True) for n, p in model.state_dict().items()}
    return lora.merged(state, planned.config.lora) if planned.config.lora.rank else state


class Reporter(TrainerCallback):  # type: ignore[misc]
    """Writes metrics step by step, plays environments where that is due, and stops a training that must not go on.

    Args:
        planned: the training.
        watcher: who is told.
        done: steps that are done.
    """

    def __init__(self, planned: Planned, watcher: Any, done: int) -> None:
        self._planned, self._watcher = planned, watcher
        self.metrics = Metrics(Path(planned.config.out), done)
        self._board = board.Board(Path(planned.config.out), done) if planned.config.tensorboard else None
        self._sampler = planned.sampler(done * planned.config.batch)
        self._sums = [0, 0]  # trained tokens of the agent sources, and of all
        for line in self.metrics.lines:
            if isinstance(line, StepLine):
                self._count(line.trained)

    def on_log(
        self, args: Any, state: Any, control: Any, logs: Any = None, model: Any = None, **more: Any
    ) -> None:
        """Write a step down; TRL tells of each as soon as it is done.

        Raises:
            TuningError: its loss or gradient is no number, or the loss runs away.
        """
        if not logs or "loss" not in logs:
            return
        config = self._planned.config
        samples = [self._planned.sample(d) for d in self._sampler.take(config.batch)]
        loss, norm = float(logs["loss"]), float(logs.get("grad_norm", 0.0))
        rows = [self._planned.name_of(s) for s in samples]
        safety.check_numbers(state.global_step, [loss] * len(rows), rows, norm)
        names = [self._planned.sources[s.source].name for s in samples]
        trained = _sums(names, [s.targets for s in samples])
        self._count(trained)
        agent, drawn = len(config.agent), self._sampler.counts
        line = StepLine(
            step=state.global_step, loss=loss, losses={}, lr=float(logs["learning_rate"]), norm=norm,
            samples={n: names.count(n) for n in dict.fromkeys(names)},
            tokens=_sums(names, [len(s.ids) for s in samples]), trained=trained,
            sample_share=sum(drawn[:agent]) / sum(drawn), token_share=self._sums[0] / self._sums[1],
            fill=1.0, seconds=0.0, rate=0.0,
        )  # fmt: skip
        self._note(line)
        self._watcher.stepped(line)
        losses = [m.loss for m in self.metrics.lines if isinstance(m, StepLine)]
        safety.check_course(line.step, losses, config.safety.divergence, rows)
        self.watch(model, line.step)

    def watch(self, model: Any, step: int) -> None:
        """Play the environments with the model as it is, where that is due.

        Args:
            model: in training.
            step: steps that it has trained.
        """
        planned, said = self._planned, self._planned.config.eval
        if not watching.due(said, step, planned.steps, self.metrics.lines):
            return
        whole = finish.built(planned, weights_of(planned, model)).to(model.device)
        line = watching.play(said, Path(planned.config.out), planned.tokenizer, whole, step)
        self._note(line)
        self._watcher.evaluated(line)

    def close(self) -> None:
        """Close the files."""
        self.metrics.close()
        if self._board is not None:
            self._board.close()

    def _note(self, line: StepLine | EvalLine) -> None:
        self.metrics.add(line)
        if self._board is not None:
            self._board.add(line)

    def _count(self, trained: dict[str, int]) -> None:
        agent = {s.name for s in self._planned.sources if s.group == "agent"}
        self._sums[0] += sum(v for n, v in trained.items() if n in agent)
        self._sums[1] += sum(trained.values())


def trainer_of(planned: Planned) -> Any:
    """Return TRL's trainer, ready to train."""
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    config = planned.config
    out = Path(config.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config.seed)
    # TRL packs by flash attention's own kernels alone, without leaking; each sample has a row of its own here.
    model = load_model(planned.found, "sdpa")
    if config.lora.rank:
        model = lora.add(model, config.lora)
    data = Dataset.from_generator(_rows, gen_kwargs={"planned": planned}, cache_dir=str(out / "trl-data"))
    micro = config.compute.micro_batch
    said = SFTConfig(
        output_dir=str(out / FOLDER), max_steps=planned.steps, per_device_train_batch_size=micro,
        gradient_accumulation_steps=config.batch // micro, learning_rate=config.optimizer.lr,
        adam_beta1=config.optimizer.betas[0], adam_beta2=config.optimizer.betas[1], adam_epsilon=config.optimizer.eps,
        weight_decay=config.optimizer.weight_decay, max_grad_norm=config.optimizer.clip or float("inf"),
        bf16=config.compute.dtype == "bfloat16", use_cpu=config.compute.device == "cpu", logging_steps=1,
        save_strategy="steps", save_steps=config.checkpoint.every, save_total_limit=config.checkpoint.keep,
        logging_nan_inf_filter=False, report_to=[], shuffle_dataset=False, train_sampling_strategy="sequential",
        gradient_checkpointing=config.compute.checkpointing, max_length=None, packing=False, seed=config.seed,
        dataset_kwargs={"skip_prepare_dataset": True}, remove_unused_columns=False, disable_tqdm=True,
        loss_type="nll",
    )  # fmt: skip
    own = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in own if p.ndim >= 2], "weight_decay": config.optimizer.weight_decay},
            {"params": [p for p in own if p.ndim < 2], "weight_decay": 0.0},
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


def _rows(planned: Planned) -> Iterator[dict[str, Any]]:
    """Yield the samples in the order that they are trained."""
    sampler = planned.sampler()
    for _ in range(planned.steps * planned.config.batch):
        sample = planned.sample(sampler.take(1)[0])
        ids = sample.ids.tolist()
        labels = [i if t else -100 for i, t in zip(ids, sample.trained.tolist(), strict=True)]
        yield {"input_ids": ids, "labels": labels}


def _sums(names: list[str], values: list[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in zip(names, values, strict=True):
        found[name] = found.get(name, 0) + value
    return found
