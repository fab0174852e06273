"""The result of an experiment: what every model scored, with intervals and paired tests, as one JSON file."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from agentgym.benchmarks.agenttuning_small import perplexity
from agentgym.benchmarks.agenttuning_small.evaluation import SUITES, suite
from agentgym.benchmarks.agenttuning_small.layout import BASE, MODELS, RUNS, Layout
from agentgym.benchmarks.agenttuning_small.perplexity import Cost
from agentgym.benchmarks.agenttuning_small.presets import Preset
from agentgym.benchmarks.agenttuning_small.serving import Served, compare
from agentgym.benchmarks.agenttuning_small.valid import Shares, shares
from agentgym.engine import cost
from agentgym.registry import short_name
from agentgym.report import statistics
from agentgym.report import suite as suites
from agentgym.report.results import Results, collect
from agentgym.report.statistics import Interval
from agentgym.version import framework

HYBRID = "hybrid"
RESAMPLES = 10_000


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A score with its 95 % interval; ``tasks`` is 0 where it is put together from several."""

    value: float
    low: float | None = None
    high: float | None = None
    tasks: int = 0


class Line(msgspec.Struct, kw_only=True):
    """A model.

    Attributes:
        model: which.
        scores: by environment: the suite's metric, from 0 to 1.
        valid: by environment: share of turns that are actions which can be taken as they stand.
        overall: held-in: mean of score / weight, as in the paper's tables.
        perplexity: of the held-out texts, by kind.
        change: perplexity as a multiple of the base model's, with the interval of a bootstrap over texts.
    """

    model: str
    scores: dict[str, Score] = {}
    valid: dict[str, Score] = {}
    overall: Score | None = None
    perplexity: dict[str, float] = {}
    change: dict[str, Score] = {}


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """The hybrid against another model on one environment, by ``score`` or ``valid`` turns: hybrid minus other."""

    measure: str
    environment: str
    other: str
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    tasks: int
    method: str


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """What a training did: steps, tokens, trained tokens, samples of each source, loss of each at its end, seconds."""

    run: str
    steps: int
    tokens: int
    trained: int
    samples: dict[str, int]
    losses: dict[str, float]
    seconds: float


class Result(msgspec.Struct, kw_only=True):
    """An experiment's result.

    Attributes:
        command: that made it.
        framework: version, with the commit.
        date: of the report.
        machine: processor, cores that this process may use, system, torch.
        preset: the settings.
        lines: the models.
        tests: the hybrid against each other one.
        trainings: what the three did.
        served: the hybrid behind two servers; empty where it was not tried.
    """

    command: str
    framework: str
    date: str
    machine: dict[str, str]
    preset: Preset
    lines: list[Line]
    tests: list[Test]
    trainings: list[Training]
    served: list[Served] = []


def gather(preset: Preset, layout: Layout, command: str) -> Result:
    """Put a result together from what lies in the experiment's folder.

    Raises:
        DataError: nothing was played yet.
    """
    played = [_played(layout, name) for name in SUITES if layout.has_scores(name)]
    valid = [shares(results) for results in played]
    costs = {m: perplexity.read(layout, m) for m in MODELS if layout.perplexity(m).is_file()}
    return Result(
        command=command,
        framework=framework(),
        date=datetime.date.today().isoformat(),
        machine=machine(),
        preset=preset,
        lines=[_line(model, played, valid, costs) for model in MODELS],
        tests=_tests(played, valid),
        trainings=[t for run in RUNS for t in _training(layout, run)],
        served=compare(layout),
    )


def write(result: Result, file: Path) -> None:
    """Write a result down."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")


def read(file: Path) -> Result:
    """Read a result."""
    return msgspec.json.decode(file.read_bytes(), type=Result)


def machine() -> dict[str, str]:
    """Return what this machine is."""
    import torch

    name = platform.processor()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), name)
    except OSError:
        pass  # Not Linux: what platform knows.
    found = {"processor": name, "cores": str(len(os.sched_getaffinity(0))), "system": platform.platform()}
    if torch.cuda.is_available():
        found["gpu"] = torch.cuda.get_device_name()
    return {**found, "torch": str(torch.__version__)}


def _played(layout: Layout, name: str) -> Results:
    """Return what was scored by a suite, on the tasks that every model has played: only these are compared."""
    chosen = suites.load(str(suite(name)), suite(name).parent)
    everything = collect([layout.scores(name)], chosen, prices=cost.load(), order=MODELS)
    shared = {
        env: frozenset.intersection(
            *(frozenset(c.by_task) for (e, _), c in everything.cells.items() if e == env and c.scored)
        )
        for env in everything.envs
        if any(c.scored for (e, _), c in everything.cells.items() if e == env)
    }
    keys = [r.entry.key for r in everything.rows if r.entry.task_id in shared.get(r.entry.env_id, ())]
    return collect([layout.scores(name)], chosen, prices=cost.load(), order=MODELS, keys=keys)


def _line(
    model: str, played: Sequence[Results], valid: Sequence[Shares], costs: dict[str, dict[str, list[Cost]]]
) -> Line:
    line = Line(model=model)
    for found in valid:
        _valid(line, found)
    for results in played:
        for env in results.envs:
            cell = results.cell(env, model)
            if cell is not None and cell.score is not None:
                low, high = cell.interval or (None, None)
                line.scores[short_name(env)] = Score(
                    value=cell.score, low=low, high=high, tasks=len(cell.by_task)
                )
    held_in = next((r for r in played if r.suite.name.endswith("held-in")), None)
    overall = held_in.overall(model) if held_in is not None else None
    if overall is not None and overall.parts == overall.of:
        low, high = overall.interval or (None, None)
        line.overall = Score(value=overall.value, low=low, high=high)
    if model in costs:
        line.perplexity = {name: perplexity.perplexity(texts) for name, texts in costs[model].items()}
        if BASE in costs:
            line.change = {name: change(costs[BASE][name], texts) for name, texts in costs[model].items()}
    return line


def change(before: Sequence[Cost], after: Sequence[Cost], seed: int = 0) -> Score:
    """Return perplexity after by perplexity before, over the same texts, with a bootstrap's interval over texts."""
    tokens = np.array([c.tokens for c in before], float)
    more = np.array([a.nats - b.nats for a, b in zip(after, before, strict=True)])
    weights = np.random.default_rng(seed).multinomial(
        len(more), np.full(len(more), 1 / len(more)), size=RESAMPLES
    )
    low, high = statistics.percentile(np.exp((weights @ more) / (weights @ tokens)))
    return Score(value=float(np.exp(more.sum() / tokens.sum())), low=low, high=high, tasks=len(more))


def _valid(line: Line, found: Shares) -> None:
    for (env, model), tasks in found.items():
        if model == line.model:
            values = list(tasks.values())
            low, high = statistics.interval(values) or (None, None)
            value = statistics.cluster_mean(values)
            line.valid[env] = Score(value=value, low=low, high=high, tasks=len(tasks))


def _tests(played: Sequence[Results], valid: Sequence[Shares]) -> list[Test]:
    """Return the hybrid against each other model on every environment, corrected by Holm over all of them."""
    found: list[tuple[str, str, str, statistics.PairedTest]] = []
    for results, own_shares in zip(played, valid, strict=True):
        for env in results.envs:
            name = short_name(env)
            scored = {m: cell.by_task for m in MODELS if (cell := results.cell(env, m)) is not None}
            formed = {m: own_shares[name, m] for m in MODELS if (name, m) in own_shares}
            for measure, by_model in (("score", scored), ("valid", formed)):
                for other in (m for m in by_model if m != HYBRID and HYBRID in by_model):
                    test = statistics.compare(by_model[HYBRID], by_model[other])
                    if test is not None:
                        found.append((measure, name, other, test))
    corrected = statistics.holm([t.p for *_, t in found])
    return [
        Test(
            measure=measure, environment=env, other=other, difference=t.difference, low=t.interval.low,
            high=t.interval.high, p=t.p, p_holm=p, tasks=t.tasks, method=t.method,
        )
        for (measure, env, other, t), p in zip(found, corrected, strict=True)
    ]  # fmt: skip


def _training(layout: Layout, run: str) -> Iterator[Training]:
    """Yield what a training wrote down, if there was one."""
    file = layout.training(run) / "metrics.jsonl"
    if not file.is_file():
        return
    lines: list[dict[str, Any]] = [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]
    steps = [line for line in lines if line.get("kind") == "step"]
    last = steps[-max(1, len(steps) // 4) :]
    sources = dict.fromkeys(name for line in steps for name in line["samples"])
    trained = {n: sum(line["trained"].get(n, 0) for line in last) for n in sources}
    losses = {n: sum(s["losses"][n] * s["trained"][n] for s in last if n in s["losses"]) for n in sources}
    yield Training(
        run=run,
        steps=len(steps),
        tokens=sum(sum(line["tokens"].values()) for line in steps),
        trained=sum(sum(line["trained"].values()) for line in steps),
        samples={n: sum(line["samples"].get(n, 0) for line in steps) for n in sources},
        losses={n: losses[n] / trained[n] for n in sources if trained[n]},
        seconds=sum(line["seconds"] for line in steps),
    )


def interval(score: Score) -> Interval | None:
    """Return a score's interval, if it has one."""
    return None if score.low is None or score.high is None else Interval(score.low, score.high)
