"""The loop: draw, compute, check, step, write down; from the newest checkpoint on, to the finished model."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import torch

from agentgym.errors import LogError, OptionError
from agentgym.tuning import board, checkpoints, finish, flops, lora, parallel, record, safety, watching
from agentgym.tuning import model as models
from agentgym.tuning.engine import Engine
from agentgym.tuning.metrics import EvalLine, Line, Metrics, StepLine
from agentgym.tuning.packing import Sample
from agentgym.tuning.parallel import Ranks
from agentgym.tuning.pipeline import PipelineEngine
from agentgym.tuning.plan import Planned
from agentgym.tuning.schedule import learning_rate

CHECKPOINTS = "checkpoints"


class Watcher(Protocol):
    """Who is told of the progress."""

    def begun(self, steps: int, done: int) -> None:
        """Training begins, or goes on behind ``done`` steps."""

    def stepped(self, line: StepLine) -> None:
        """A step is done."""

    def evaluated(self, line: EvalLine) -> None:
        """Environments were played."""

    def say(self, text: str) -> None:
        """Something happened that a reader should know."""


class Silent:
    """A watcher that tells nobody."""

    def begun(self, steps: int, done: int) -> None:
        """Nothing."""

    def stepped(self, line: StepLine) -> None:
        """Nothing."""

    def evaluated(self, line: EvalLine) -> None:
        """Nothing."""

    def say(self, text: str) -> None:
        """Nothing."""


def train(planned: Planned, watcher: Watcher | None = None) -> Path:
    """Train, from the newest checkpoint on; return the folder of the finished model.

    Raises:
        OptionError: the folder holds another training.
        TuningError: the loss or the gradient is no number, or the loss runs away.
        LogError: a file cannot be written.
    """
    config = planned.config
    out = Path(config.out)
    if finish.is_finished(out):
        record.compare(record.record_of(planned), out)
        if watcher is not None:
            watcher.say(f"{out} is finished: the model is in {finish.folder(out)}.")
        return finish.folder(out)
    if config.engine == "trl":
        from agentgym.tuning import trl_engine

        with _owned(out):
            return trl_engine.train(planned, watcher or Silent())
    ranks = parallel.start(config)
    try:
        with _owned(out) if ranks.first else contextlib.nullcontext():
            return Training(planned, ranks, watcher or Silent() if ranks.first else Silent()).run()
    finally:
        parallel.stop()


class Training:
    """One training on one rank.

    Args:
        planned: what is to be done.
        ranks: who takes part.
        watcher: who is told.
    """

    def __init__(self, planned: Planned, ranks: Ranks, watcher: Watcher) -> None:
        self.planned, self.ranks, self.watcher = planned, ranks, watcher
        self.config = planned.config
        self.record = record.record_of(planned)
        self.out = Path(self.config.out)
        if self.config.compute.threads:
            torch.set_num_threads(self.config.compute.threads)
        if ranks.first:
            for warning in planned.warnings:
                watcher.say(f"WARNING: {warning}")
            record.compare(self.record, self.out)
            record.write(self.record, self.out)
            if self.config.eval.suite:
                for env, reason in watching.unavailable(self.config.eval).items():
                    watcher.say(f"{env} cannot be played here, passed over: {reason}")
        self.engine = self._engine()
        self.sampler = planned.sampler()
        self.done = 0
        self._resume()
        self.metrics = Metrics(self.out, self.done) if ranks.first else None
        self.board = board.Board(self.out, self.done) if ranks.first and self.config.tensorboard else None
        self._trained = self._before()

    def _engine(self) -> Engine:
        config, ranks = self.config, self.ranks
        torch.manual_seed(config.seed)
        # A pipeline's stages are called layer by layer, with a mask that says who sees whom.
        model = models.load_model(self.planned.found, "sdpa" if ranks.pp > 1 else config.compute.attention)
        model.config.use_cache = False
        if config.compute.packing:
            models.prove_packing(model, config)
        self.architecture = model.config
        self.weights = sum(p.numel() for p in model.parameters())
        if ranks.pp > 1:
            return PipelineEngine(config, parallel.prepared(model, config), ranks)
        if config.lora.rank:
            model = lora.add(model, config.lora)
        model = parallel.lay_out(model, config, ranks)
        model.train()
        if config.compute.compile:
            for layer in parallel.layers_of(model):
                layer.compile()
        return Engine(config, model, ranks)

    def _resume(self) -> None:
        found = checkpoints.listed(self.out / CHECKPOINTS)
        if not found:
            return
        step, path = found[-1]
        state = checkpoints.read_state(path)
        if state.fingerprints != self.record.fingerprints:
            raise OptionError(
                f"{self.out} was trained on other data: the rows of its sources are no longer those of "
                f"checkpoint {path.name}. "
                "Name another folder (out=…) to begin anew."
            )
        checkpoints.load(path, checkpoints.tensors(self.engine.named, self.engine.optimizer))
        self.sampler = self.planned.sampler(state.position)
        if self.sampler.counts != state.counts:
            raise OptionError(
                f"{path} is of another stream of samples. Name another folder (out=…) to begin anew."
            )
        self.done = step
        self.watcher.say(f"Goes on from {path}: {step} of {self.planned.steps} steps are done.")

    def run(self) -> Path:
        """Do the steps that are left; return the folder of the finished model."""
        config, steps = self.config, self.planned.steps
        self.watcher.begun(steps, self.done)
        try:
            self.watch()
            while self.done < steps:
                self.step()
                if self.done % config.checkpoint.every == 0 or self.done == steps:
                    self.checkpoint()
                self.watch()
        finally:
            if self.metrics is not None:
                self.metrics.close()
            if self.board is not None:
                self.board.close()
        weights = self.engine.snapshot()
        if weights is not None:
            lines = self.metrics.lines if self.metrics is not None else []
            finish.write(self.planned, weights, lines)
        self.ranks.barrier()
        return finish.folder(self.out)

    def step(self) -> None:
        """Do one step.

        Raises:
            TuningError: its loss or gradient is no number, or the loss runs away.
        """
        config, engine = self.config, self.engine
        began = time.monotonic()
        number = self.done + 1
        # Dropout depends on the step and the rank alone: a training that goes on draws the same.
        torch.manual_seed((config.seed * 1_000_003 + self.done) * 4096 + self.ranks.data_rank)
        samples = [self.planned.sample(d) for d in self.sampler.take(config.batch)]
        computed = engine.accumulate(samples)
        norm = engine.norm()
        names = [self.planned.name_of(s) for s in samples]
        safety.check_numbers(number, computed.sums, names, norm)
        lr = learning_rate(config.optimizer, self.done, self.planned.steps)
        clip = config.optimizer.clip
        engine.step(lr, min(1.0, clip / (norm + 1e-6)) if clip else 1.0)
        self.done = number
        line = self._line(samples, computed.sums, lr, norm, computed.slots, time.monotonic() - began)
        if self.metrics is not None:
            self._note(line)
            self.watcher.stepped(line)
            worst = sorted(range(len(samples)), key=lambda i: -computed.sums[i] / samples[i].targets)
            losses = [m.loss for m in self.metrics.lines if isinstance(m, StepLine)]
            safety.check_course(number, losses, config.safety.divergence, [names[i] for i in worst])

    def watch(self) -> None:
        """Play the environments with the model as it is, where that is due; every rank calls it, the first plays."""
        said = self.config.eval
        is_due = self.metrics is not None and watching.due(
            said, self.done, self.planned.steps, self.metrics.lines
        )
        if not self.ranks.agreed(is_due):
            return
        weights = self.engine.snapshot()
        if self.metrics is not None and weights is not None:
            model = finish.built(self.planned, weights).to(self.ranks.device)
            line = watching.play(said, self.out, self.planned.tokenizer, model, self.done)
            self._note(line)
            self.watcher.evaluated(line)
        self.ranks.barrier()

    def checkpoint(self) -> None:
        """Write the state down."""
        state = checkpoints.State(
            step=self.done,
            position=self.sampler.position,
            counts=self.sampler.counts,
            fingerprints=self.record.fingerprints,
            identity=self.record.identity,
            steps=self.planned.steps,
        )
        flat = checkpoints.tensors(self.engine.named, self.engine.optimizer)
        checkpoints.save(self.out / CHECKPOINTS, state, flat, self.config.checkpoint.keep)

    def _note(self, line: Line) -> None:
        if self.metrics is not None:
            self.metrics.add(line)
        if self.board is not None:
            self.board.add(line)

    def _line(
        self,
        samples: Sequence[Sample],
        sums: Sequence[float],
        lr: float,
        norm: float,
        slots: int,
        seconds: float,
    ) -> StepLine:
        sources = self.planned.sources
        agent = len(self.config.agent)
        count, tokens, trained, total = ([0.0] * len(sources) for _ in range(4))
        for sample, loss in zip(samples, sums, strict=True):
            count[sample.source] += 1
            tokens[sample.source] += len(sample.ids)
            trained[sample.source] += sample.targets
            total[sample.source] += loss
        self._trained = [a + b for a, b in zip(self._trained, trained, strict=True)]
        drawn = self.sampler.counts
        token, sample_norm = sum(total) / sum(trained), 0.0
        if self.config.loss_norm == "sample":
            sample_norm = sum(v / s.targets for s, v in zip(samples, sums, strict=True)) / len(samples)
        rate = sum(tokens) / seconds
        name = torch.cuda.get_device_name(self.ranks.device) if self.ranks.device.type == "cuda" else ""
        most = flops.peak(name)
        own = flops.flops(self.architecture, self.weights, [len(s.ids) for s in samples], int(sum(trained)))

        def by(values: Sequence[float]) -> dict[str, int]:
            return {s.name: int(v) for s, v, c in zip(sources, values, count, strict=True) if c}

        return StepLine(
            step=self.done,
            loss=token if self.config.loss_norm == "token" else sample_norm,
            losses={s.name: total[i] / trained[i] for i, s in enumerate(sources) if trained[i]},
            lr=lr,
            norm=norm,
            samples=by(count),
            tokens=by(tokens),
            trained=by(trained),
            sample_share=sum(drawn[:agent]) / sum(drawn),
            token_share=sum(self._trained[:agent]) / sum(self._trained),
            fill=sum(tokens) / slots,
            seconds=round(seconds, 4),
            rate=round(rate, 1),
            mfu=own / seconds / most / self.ranks.size if most else None,
        )

    def _before(self) -> list[float]:
        """Return the trained tokens of each source in the steps before a resumed one, from the metrics."""
        lines = self.metrics.lines if self.metrics is not None else []
        return [
            float(sum(m.trained.get(s.name, 0) for m in lines if isinstance(m, StepLine)))
            for s in self.planned.sources
        ]


@contextlib.contextmanager
def _owned(out: Path) -> Iterator[None]:
    """Hold a training's folder: two processes must not write to one.

    Raises:
        OptionError: another process holds it.
        LogError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / ".lock").open("w")
    except OSError as error:
        raise LogError(f"{out} cannot be written: {error.strerror}.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OptionError(
                f"{out} belongs to a training that is going on: wait for it, or set out=…."
            ) from None
        yield
