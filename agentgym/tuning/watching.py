"""Environments that are played by the model while it trains: in this process, and as any other policy plays them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

from agentgym.benchmarks import runner, shipped
from agentgym.engine import RunSpec, cost
from agentgym.policies.transformers import TransformersPolicy
from agentgym.report.results import collect
from agentgym.serving.batches import Batches
from agentgym.serving.torch_model import TorchModel
from agentgym.tuning.config import EvalConfig
from agentgym.tuning.metrics import EvalLine, Line

EVAL = "eval"


class InTraining(TransformersPolicy):
    """A model that is in memory already, as it is after a number of steps.

    Args:
        tokenizer: of transformers.
        model: of transformers, in evaluation mode.
        name: what the log calls it.
        step: steps that it has trained; part of its identity.
        options: as of ``transformers:``.
    """

    scheme: ClassVar[str] = "transformers"

    def __init__(self, tokenizer: Any, model: Any, name: str, step: int, **options: Any) -> None:
        super().__init__(name, **{**options, "version": f"step-{step}"})
        self._tokenizer, self._given = tokenizer, model

    async def open(self) -> None:
        """Begin to answer."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="training")
        if self.template is not None:
            self._tokenizer.chat_template = self.template
        loaded = TorchModel(self._tokenizer, self._given, self.context)
        self._loaded = loaded
        self.tools_as_text = not loaded.native_tools
        self._batches = Batches(loaded, self._worker, self.options.batch, self.label)


def due(config: EvalConfig, step: int, steps: int, lines: list[Line]) -> bool:
    """Whether an evaluation is to be done behind a step.

    Args:
        config: when.
        step: steps that are done.
        steps: of the training.
        lines: what was evaluated already stands in them.
    """
    if not config.suite or any(isinstance(line, EvalLine) and line.step == step for line in lines):
        return False
    return config.first if step == 0 else step % config.every == 0 or step == steps


def play(config: EvalConfig, out: Path, tokenizer: Any, model: Any, step: int) -> EvalLine:
    """Play the suite; every episode is recorded below ``out/eval/step-…``, and what is there is not played again.

    Args:
        config: which suite, how many tasks.
        out: folder of the training.
        tokenizer: of transformers.
        model: of transformers, in evaluation mode.
        step: steps that it has trained.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
    """
    began = time.monotonic()
    suite = shipped.suite(config.suite)
    folder = out / EVAL / f"step-{step:08d}"
    policy = InTraining(tokenizer, model, str(out), step, **config.policy)
    template = RunSpec(
        env_id="",
        policy="",
        env_args=dict(config.args),
        tasks=config.tasks,
        out=None,
        concurrency=config.concurrency,
    )
    runs = runner.evaluate(suite, [policy], folder, template)
    name = runner.name_of(policy)
    results = collect(
        [folder],
        suite,
        prices=cost.load(None),
        keys={key for run in runs.values() for key in run.keys},
        order=[name],
    )
    cells = {env: cell for env in results.envs if (cell := results.cell(env, name)) is not None}
    overall = results.overall(name)
    return EvalLine(
        step=step,
        scores={env: 100 * cell.score for env, cell in cells.items() if cell.score is not None},
        episodes={env: len(cell.scored) for env, cell in cells.items()},
        failed=sum(cell.failed for cell in cells.values()),
        overall=overall.value if overall is not None and len(cells) == len(suite.environments) else None,
        seconds=round(time.monotonic() - began, 1),
    )


def unavailable(config: EvalConfig) -> dict[str, str]:
    """Return which environments of the suite this machine cannot play, with the reasons.

    Raises:
        DependencyError: a package is missing.
    """
    template = RunSpec(env_id="", policy="", env_args=dict(config.args))
    return runner.unavailable(shipped.suite(config.suite), template)
