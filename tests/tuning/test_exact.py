"""The exact trainer, on one rank: how a step is computed, and where it was interrupted, change nothing.

Packings and micro-batches agree to 1e-5 in losses and gradients; a training that goes on from a checkpoint agrees
bit for bit.
The layouts of several ranks are in test_layouts.py.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from agentgym.tuning.metrics import StepLine, read
from tests.tuning import parts

parts.need_torch()

WAYS: list[dict[str, Any]] = [
    {"packing": True, "micro_batch": 1},
    {"packing": True, "micro_batch": 2},
    {"packing": True, "micro_batch": 8},
    {"packing": True, "micro_batch": 2, "checkpointing": True},
    {"packing": True, "attention": "sdpa"},
    {"packing": False, "micro_batch": 1},
    {"packing": False, "micro_batch": 2},
    {"packing": False, "micro_batch": 8, "bucketing": False},
    {"packing": False, "micro_batch": 8, "attention": "sdpa"},
]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return parts.prepared(tmp_path_factory.mktemp("exact"))


def steps_of(folder: Path) -> list[StepLine]:
    return [line for line in read(folder) if isinstance(line, StepLine)]


def trained(
    ready: Path, out: str, compute: dict[str, Any], **more: Any
) -> tuple[list[StepLine], dict[str, Any]]:
    """Train; return the steps, and the weights that came out."""
    import torch
    from transformers import AutoModelForCausalLM

    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    base = parts.settings(ready)
    said = (
        base | {"out": str(ready / out), "compute": base["compute"] | compute, "save_dtype": "float32"} | more
    )
    folder = train(plan(parts.config_of(said)))
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    return steps_of(ready / out), {k: v.clone() for k, v in model.state_dict().items()}


def begun(ready: Path, out: str, **more: Any) -> Any:
    """Return a training before its next step."""
    from agentgym.tuning.parallel import start
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import Silent, Training

    (ready / out).mkdir(exist_ok=True)
    planned = plan(parts.config_of(parts.settings(ready) | {"out": str(ready / out)} | more))
    return Training(planned, start(planned.config), Silent())


def gradients(ready: Path, compute: dict[str, Any], norm: str) -> dict[str, Any]:
    """Return the gradient of the first step's objective."""
    shutil.rmtree(ready / "gradients", ignore_errors=True)
    base = parts.settings(ready)["compute"]
    training = begun(ready, "gradients", compute=base | compute, loss_norm=norm)
    planned = training.planned
    training.engine.accumulate([planned.sample(d) for d in training.sampler.take(6)])
    return {name: p.grad.clone() for name, p in training.engine.named.items() if p.grad is not None}


@pytest.mark.parametrize("norm", ["token", "sample"])
def test_gradients_do_not_depend_on_how_a_step_is_computed(ready: Path, norm: str) -> None:
    reference = gradients(ready, WAYS[0], norm)
    assert len(reference) > 10
    for way in WAYS[1:]:
        for name, gradient in gradients(ready, way, norm).items():
            assert (gradient - reference[name]).abs().max() < 1e-5, (way, name)


def test_gradients_are_those_of_the_objective_as_it_is_written(ready: Path) -> None:
    """Against one plain forward pass over the whole row of each sample, with transformers' own attention."""
    import torch
    from transformers import AutoModelForCausalLM

    from agentgym.tuning.plan import plan

    planned = plan(parts.config_of(parts.settings(ready)))
    samples = [planned.sample(d) for d in planned.sampler().take(6)]
    model = AutoModelForCausalLM.from_pretrained(ready / "model", dtype=torch.float32)
    for norm in ("token", "sample"):
        model.zero_grad()
        whole = torch.zeros(())
        for s in samples:
            ids = torch.tensor(s.ids.tolist())[None]
            logs = model(ids).logits[0].log_softmax(-1)
            own = -sum(logs[t - 1, ids[0, t]] for t in range(1, ids.shape[1]) if s.trained[t])
            whole = whole + own / (
                sum(x.targets for x in samples) if norm == "token" else s.targets * len(samples)
            )
        whole.backward()
        found = gradients(ready, WAYS[0], norm)
        for name, parameter in model.named_parameters():
            assert parameter.grad is not None
            assert (parameter.grad - found[name]).abs().max() < 1e-5, (norm, name)


def test_loss_curves_do_not_depend_on_how_a_step_is_computed(ready: Path) -> None:
    reference, _ = trained(ready, "way-0", WAYS[0])
    for number, way in enumerate((WAYS[2], WAYS[5], WAYS[7]), 1):
        found, _ = trained(ready, f"way-{number}", way)
        for mine, other in zip(found, reference, strict=True):
            assert mine.loss == pytest.approx(other.loss, abs=1e-5)
            assert mine.norm == pytest.approx(other.norm, rel=1e-4)
            assert mine.samples == other.samples and mine.trained == other.trained


def test_resumed_bit_for_bit_at_twenty_random_steps(ready: Path) -> None:
    """Also where a pass over a source ends, and right behind a checkpoint."""
    import torch

    from agentgym.tuning import checkpoints

    steps, more = 40, {"checkpoint": {"every": 1, "keep": 100}, "steps": 40}
    whole, weights = trained(ready, "whole", {}, **more)
    # Small sources of 11 and 17 rows: some steps lie where one of them has just ended.
    ends = {s for s, line in enumerate(_drawn(whole), 1) if any(b // n > a // n for a, b, n in line)}
    assert ends
    draw = random.Random(4)
    chosen = sorted({*list(ends)[:6], *draw.sample(range(1, steps - 2), 20)} - {steps - 1, steps})
    assert len(chosen) >= 20
    for step in chosen:
        out = ready / f"from-{step}"
        shutil.copytree(
            ready / "whole" / "checkpoints" / f"step-{step:08d}", out / "checkpoints" / f"step-{step:08d}"
        )
        shutil.copy(ready / "whole" / "metrics.jsonl", out)  # lines of lost steps are dropped
        training = begun(ready, out.name, **more)
        assert training.done == step
        training.step()
        training.step()
        for line, other in zip(steps_of(out), whole[: step + 2], strict=True):
            assert (line.loss, line.losses, line.norm, line.samples) == (
                other.loss,
                other.losses,
                other.norm,
                other.samples,
            )
            assert (line.sample_share, line.token_share) == (other.sample_share, other.token_share)
        mine = checkpoints.tensors(training.engine.named, training.engine.optimizer)
        theirs = {name: torch.zeros_like(value) for name, value in mine.items()}
        checkpoints.load(ready / "whole" / "checkpoints" / f"step-{step + 2:08d}", theirs)
        assert all(torch.equal(mine[name], theirs[name]) for name in theirs)
        assert len(mine) == 4 * len(training.engine.named)
        shutil.rmtree(out)
    # And to the end, from the middle.
    out = ready / "to-the-end"
    shutil.copytree(ready / "whole" / "checkpoints" / "step-00000021", out / "checkpoints" / "step-00000021")
    _, mine = trained(ready, "to-the-end", {}, **more)
    assert mine.keys() == weights.keys() and all(torch.equal(mine[k], weights[k]) for k in weights)


def _drawn(lines: list[StepLine]) -> list[list[tuple[int, int, int]]]:
    """Return for each step and source how often it was drawn before and after, and its rows."""
    rows, before = {"agent": 11, "general": 17}, {"agent": 0, "general": 0}
    found = []
    for line in lines:
        after = {n: before[n] + line.samples.get(n, 0) for n in before}
        found.append([(before[n], after[n], rows[n]) for n in before])
        before = after
    return found


def test_computing_in_bfloat16_stays_near(ready: Path) -> None:
    whole, _ = trained(ready, "exactly", {})
    half, _ = trained(ready, "half", {"dtype": "bfloat16"})
    assert abs(whole[-1].loss - half[-1].loss) < 0.1 and half[-1].loss < half[0].loss - 0.5
