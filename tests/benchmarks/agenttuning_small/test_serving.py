"""One model behind two servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym import RunSpec
from agentgym.benchmarks import runner
from agentgym.benchmarks.agenttuning_small import page, presets, result, serving
from agentgym.benchmarks.agenttuning_small.evaluation import suite
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.registry import make_policy
from agentgym.report import suite as suites
from tests.serving.parts import need_torch


def test_two_servers_are_compared_task_by_task(tmp_path: Path) -> None:
    need_torch()
    layout = Layout(tmp_path)
    assert serving.compare(layout) == [], "not tried"
    chosen = suites.load(str(suite("held-in")), tmp_path)
    specs = ["expert?name=vLLM", "mixture:0.9*expert+0.1*random?name=llama.cpp"]
    runner.evaluate(chosen, specs, layout.scores("served"), RunSpec(env_id="", tasks=6))
    found = {s.environment: s for s in serving.compare(layout)}
    assert set(found) == {"ALFWorld", "WebShop", "KG", "DB"}
    for one in found.values():
        assert one.tasks == 6 and one.scores["vLLM"] == 1.0
        assert one.answers_same <= one.same
    assert sum(s.answers_same for s in found.values()) < 24
    gathered = result.gather(presets.load("full"), layout, "")
    assert gathered.served == list(found.values()) and "| same answers |" in page.markdown(gathered)


def test_both_are_asked_alike() -> None:
    for spec in serving.specs("DIR", "FILE.gguf", 1).values():
        policy = make_policy(spec)
        assert policy.label in serving.SERVERS and "demonstration=strip" in policy.spec


def test_without_vllm_the_stage_is_left_out_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AGENTGYM_VLLM_PYTHON", str(tmp_path / "nothing"))
    serving.serve(presets.load("full"), Layout(tmp_path), 1)
    assert "is left out: " in capsys.readouterr().out and not list(tmp_path.iterdir())
