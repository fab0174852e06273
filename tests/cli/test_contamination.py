"""``agentgym contamination``."""

from __future__ import annotations

from pathlib import Path

import agentgym as gym
from tests.cli.running import agentgym, process
from tests.dataset.runs import curate


def test_a_training_set_is_compared_with_a_test_set(tmp_path: Path) -> None:
    gym.rollout("alfworld", "expert", tasks=8, out=tmp_path / "run", split="train")
    curate(tmp_path / "run", tmp_path / "data")
    train = ("contamination", "--train", str(tmp_path / "data"))
    said = agentgym(*train, "--test", "alfworld?split=test&tasks=6", "--rule", "llama2")
    assert "Contamination" in said and "ALFWorld" in said and "8 training samples" in said
    assert "| alfworld?split=test&tasks=6 | llama2" in (tmp_path / "data" / "README.md").read_text()
    same = agentgym(*train, "--test", "alfworld?split=train&tasks=9")
    assert "8 tasks of the test set are in the training set" in same and "  train  " in same
    assert process(*train, "--test", "alfworld?split=train&tasks=9", "--fail").returncode == 1
    assert '"leak": "id"' in agentgym(*train, "--test", str(tmp_path / "run"), "--format", "json")
    assert agentgym(*train, "--test", str(tmp_path / "run"), "--format", "md").startswith("## Contamination")
    assert "is not known" in agentgym(*train, "--test", "alfworld", "--tokenizer", "wrds", code=2)
