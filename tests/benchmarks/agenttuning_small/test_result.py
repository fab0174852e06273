"""What an experiment comes to: from logs of four models to a table with tests, and a figure."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from agentgym import RunSpec
from agentgym.benchmarks import runner
from agentgym.benchmarks.agenttuning_small import page, presets, result
from agentgym.benchmarks.agenttuning_small.evaluation import policy, suite
from agentgym.benchmarks.agenttuning_small.layout import MODELS, Layout
from agentgym.benchmarks.agenttuning_small.perplexity import Cost, perplexity
from agentgym.report import suite as suites


def test_perplexity_and_its_change() -> None:
    before = [Cost(10, 20.0), Cost(30, 60.0)]
    after = [Cost(10, 21.0), Cost(30, 63.0)]
    assert perplexity(before) == pytest.approx(math.exp(2))
    found = result.change(before, after)
    assert found.value == pytest.approx(math.exp(0.1)) and found.tasks == 2
    assert found.low == pytest.approx(found.value) == found.high, "both texts changed alike"


@pytest.fixture
def played(tmp_path: Path) -> Layout:
    """An experiment of four models, of which one is the expert."""
    pytest.importorskip("torch")
    layout = Layout(tmp_path)
    chosen = suites.load(str(suite("held-in")), tmp_path)
    specs = [f"{'expert' if m == 'hybrid' else 'mock:x'}?name={m}" for m in MODELS]
    runner.evaluate(chosen, specs, layout.scores("held-in"), RunSpec(env_id="", tasks=6))
    for model in MODELS:
        layout.perplexity(model).parent.mkdir(exist_ok=True)
        layout.perplexity(model).write_text(
            json.dumps({"chat": [{"tokens": 10, "nats": 20 + len(model)}] * 3})
        )
    layout.training("hybrid").mkdir(parents=True)
    steps = [
        {"kind": "step", "tokens": {"kg": 100, "chat": 50}, "trained": {"kg": 10, "chat": 40}, "seconds": 2.0,
         "samples": {"kg": 1, "chat": 3}, "losses": {"kg": 1.5 - n, "chat": 1.0}}
        for n in range(2)
    ]  # fmt: skip
    (layout.training("hybrid") / "metrics.jsonl").write_text("\n".join(map(json.dumps, steps)))
    return layout


def test_a_result_is_gathered_written_and_shown(played: Layout) -> None:
    found = result.gather(presets.load("full"), played, "the command")
    base, hybrid = found.lines[:2]
    assert (base.model, hybrid.model) == ("base", "hybrid")
    assert hybrid.scores["ALFWorld"].value == 1.0 and base.scores["ALFWorld"].value == 0.0
    assert hybrid.overall is not None and hybrid.overall.value == pytest.approx(
        (100 / 20 + 100 / 28 + 100 / 16 + 100 / 12) / 4
    ), "the expert solves everything within the suite's steps"
    assert hybrid.change["chat"].value == pytest.approx(math.exp((len("hybrid") - len("base")) / 10))
    assert len(found.tests) == 4 * 3 * 2
    (test,) = [t for t in found.tests if (t.environment, t.other, t.measure) == ("ALFWorld", "base", "score")]
    assert test.difference == 1.0 and test.p == 2 / 2**6 and test.p_holm > test.p and test.tasks == 6
    assert hybrid.valid["ALFWorld"].value == 1.0 and base.valid["ALFWorld"].value == 0.0
    (training,) = found.trainings
    assert (
        training.tokens == 300 and training.samples == {"kg": 2, "chat": 6} and training.losses["kg"] == 0.5
    )
    assert found.machine["cores"] and found.command == "the command"

    result.write(found, played.results)
    assert result.read(played.results) == found
    text = page.markdown(found)
    assert "| hybrid | 100.0 [61.0, 100.0] |" in text and "+100.0 [+100.0, +100.0]" in text
    pytest.importorskip("matplotlib")
    files = page.write(found, played.out, "results")
    assert files[1].read_text().startswith("<svg") and "held-in overall" in files[1].read_text()


def test_only_tasks_that_all_have_played_count(played: Layout) -> None:
    chosen = suites.load(str(suite("held-in")), played.out)
    runner.evaluate(chosen, ["expert?name=hybrid"], played.scores("held-in"), RunSpec(env_id="", tasks=8))
    found = result.gather(presets.load("full"), played, "")
    assert {s.tasks for line in found.lines for s in line.scores.values()} == {6}


def test_how_models_are_asked(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    spec = policy(presets.load("full"), layout, "hybrid", "held-in")
    assert spec.startswith(f"local:{layout.gguf('hybrid')}?") and "demonstration=strip" in spec
    assert "strip" not in policy(presets.load("full"), layout, "base", "unseen")
    assert policy(presets.load("gpu"), layout, "agent", "held-in").startswith(
        f"vllm:{layout.training('agent')}/model?"
    )
