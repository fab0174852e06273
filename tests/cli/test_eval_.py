"""``agentgym eval``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym import registry
from agentgym.cli import eval_
from agentgym.policies.random_policy import RandomPolicy
from agentgym.policy import Policy
from agentgym.trajectory import read
from tests.cli.running import agentgym, as_json, small_suite


@pytest.fixture
def suite(tmp_path: Path) -> str:
    return small_suite(tmp_path)


def test_eval_prints_a_table_of_the_suite(tmp_path: Path) -> None:
    out = str(tmp_path / "eval")
    arguments = [
        "eval", "--suite", "held-in", "--policy", "expert", "--policy", "random", "--tasks", "1", "--out", out
    ]  # fmt: skip
    text = agentgym(*arguments)
    assert "ALFWorld" in text and "WebShop" in text and "expert" in text and "overall" in text
    rows = as_json(*arguments)["rows"]
    scores = {cell["env"]: cell["score"] for cell in rows[0]["cells"]}
    assert scores["AgentTune/ALFWorld-v0"] == scores["AgentTune/WebShop-v0"] == 100.0
    named = as_json(*arguments, "--score", "steps")["rows"][0]
    assert named["overall"] is None and named["cells"][0]["metric"] == "score steps"
    assert named["cells"][0]["score"] > 1.0 and named["cells"][0]["unscored"] == 0


def test_options_of_the_environments_go_before_the_suites(tmp_path: Path, suite: str) -> None:
    out = tmp_path / "out"
    agentgym(
        "eval", "--suite", suite, "--policy", "expert", "--tasks", "1", "--out", str(out), "--split", "dev",
        "--action-format", "tools", "--max-steps", "30", "--data", "embedded", "--step-seconds", "100",
    )  # fmt: skip
    played = {e.env_id: e for e in read(out)}
    assert len(played) == 2
    for one in played.values():
        assert (one.split, one.action_format, one.env_args["max_steps"]) == ("dev", "tools", 30)
    assert played["AgentTune/WebShop-v0"].env_args["observation_mode"] == "text_rich"
    agentgym(
        "eval", "--suite", suite, "--policy", "expert", "--tasks", "test-0003", "--out", str(tmp_path / "shop"),
        "-E", "observation_mode=html",
    )  # fmt: skip
    (one,) = read(tmp_path / "shop")
    assert (one.task_id, one.env_args["observation_mode"]) == ("test-0003", "html")
    runs = (out / "expert" / "WebShop-v0" / "runs.jsonl").read_text().splitlines()
    assert json.loads(runs[-1])["limits"]["step_seconds"] == 100.0


@pytest.mark.parametrize("more", [["--dry-run"], []])
def test_a_spec_is_turned_into_a_policy_once(
    tmp_path: Path, suite: str, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    made: list[str] = []

    def from_spec(argument: str, options: object) -> Policy:
        made.append(argument)
        return RandomPolicy()

    monkeypatch.setattr(RandomPolicy, "from_spec", staticmethod(from_spec))
    arguments = ["--suite", suite, "--policy", "random", "--tasks", "2", "--out", str(tmp_path / "o"), *more]
    done = CliRunner().invoke(eval_.command, arguments)
    assert done.exit_code == 0, done.output
    assert len(made) == 1 and registry.policy_class("random") is RandomPolicy
