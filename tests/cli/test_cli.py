"""The command line, run as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def agentgym(*arguments: str, code: int = 0, **environment: str) -> str:
    """Run the command and return what it printed: its output, or its complaint where there is none."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "160", **environment},
        cwd=environment.get("cwd"),
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout or done.stderr


@pytest.mark.parametrize(
    "command",
    ["list", "info", "play", "rollout", "eval", "show", "report", "view", "data", "doctor", "clean"],
)
def test_every_command_has_help(command: str) -> None:
    text = agentgym(command, "--help")
    assert "Usage:" in text and len(text.splitlines()) > 5


def test_help_teaches_the_first_steps_and_they_work(tmp_path: Path) -> None:
    text = agentgym("--help")
    steps = [
        line.strip().split("   ")[0].split()[1:]
        for line in text.splitlines()
        if line.startswith("    agentgym ")
    ]
    assert [s[0] for s in steps] == ["list", "play", "rollout", "show", "eval", "view"]
    for step in steps:
        if step[0] not in ("play", "view"):  # those wait for a person
            agentgym(*step, cwd=str(tmp_path))


def test_list_and_info_read_well() -> None:
    listed = agentgym("list")
    assert "A model behind the chat completions API." in listed and "``" not in listed
    told = agentgym("info", "webshop")
    assert "Tasks by split: train 1360, dev 80, test 200" in told
    assert "goals: human or synthetic; the profile's by default. Embedded goals are of one kind." in told
    assert "tool search_action(keywords)" in told


def test_list_and_info_as_json() -> None:
    listed = json.loads(agentgym("list", "--json"))
    ids = [row["id"] for row in listed["environments"]]
    assert {"AgentTune/ALFWorld-v0", "AgentTune/WebShop-v0"} <= set(ids)
    assert {"expert", "random", "human", "replay", "scripted", "mock", "openai"} <= set(listed["policies"])
    facts = json.loads(agentgym("info", "webshop", "--json"))
    assert facts["tasks"] > 0 and facts["opening"][0]["role"] == "user"


def test_rollout_resumes_and_show_lists_and_shows(tmp_path: Path) -> None:
    out = str(tmp_path / "run")
    first = json.loads(
        agentgym("rollout", "alfworld", "--policy", "expert", "--tasks", "3", "--out", out, "--json")
    )
    assert (first["scored"], first["resumed"], first["mean_reward"]) == (3, 0, 1.0)
    again = json.loads(
        agentgym("rollout", "alfworld", "--policy", "expert", "--tasks", "4", "--out", out, "--json")
    )
    assert (again["scored"], again["resumed"]) == (4, 3)
    entries = json.loads(agentgym("show", out, "--json"))
    assert len(entries) == 4
    shown = agentgym("show", out, entries[0]["key"])
    assert "reward 1.0000" in shown and "Your task is to" in shown
    assert "No episode 'nowhere'" in agentgym("show", out, "nowhere", code=2)


def test_rollout_takes_the_same_arguments_as_make(tmp_path: Path) -> None:
    text = agentgym(
        "rollout", "webshop", "--policy", "expert", "--tasks", "2", "--split", "dev", "--profile", "original",
        "--action-format", "tools", "--max-steps", "20", "-E", "observation_mode=html", "--out", str(tmp_path / "r"),
        "--json",
    )  # fmt: skip
    assert json.loads(text)["mean_reward"] == 1.0


def test_eval_prints_a_table_of_the_suite(tmp_path: Path) -> None:
    out = str(tmp_path / "eval")
    arguments = [
        "eval",
        "--suite",
        "held-in",
        "--policy",
        "expert",
        "--policy",
        "random",
        "--limit",
        "2",
        "--out",
        out,
    ]
    text = agentgym(*arguments)
    assert "ALFWorld" in text and "WebShop" in text and "expert" in text and "overall" in text
    rows = json.loads(agentgym(*arguments, "--json"))["rows"]
    scores = {cell["env"]: cell["score"] for cell in rows[0]["cells"]}
    assert scores["AgentTune/ALFWorld-v0"] == scores["AgentTune/WebShop-v0"] == 100.0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["info", "webshopp"], "AgentTune/WebShop-v0"),
        (["info", "webshop", "--split", "validation"], "split"),
        (["info", "webshop", "--profile", "papr"], "paper"),
        (["info", "webshop", "-E", "nothing"], "expected NAME=VALUE"),
        (["rollout", "webshop", "--policy", "experrt", "--out", "x"], "expert"),
        (["rollout", "webshop", "--policy", "expert", "--tasks", "no-such", "--out", "x"], "no-such"),
        (["eval", "--suite", "held-inn", "--policy", "expert"], "held-in"),
        (["show", "/nowhere"], "does not exist"),
        (["show", "."], "No episodes below"),
        (["rollut"], "Did you mean 'rollout'?"),
        (["info", "webshop", "-E", "brouser=true"], "Did you mean 'browser'?"),
        (["info", "CartPole-v1"], "is no AgentEnv"),
        (["rollout", "CartPole-v1", "--policy", "expert", "--out", "x"], "is no AgentEnv"),
        (["rollout", "webshop", "--policy", "expert", "--tasks", "-3", "--out", "x"], "at least 1, got -3"),
        (
            ["rollout", "webshop", "--policy", "expert", "--tasks", "1", "--out", "/proc/x"],
            "cannot be written",
        ),
    ],
)
def test_wrong_input_is_told_in_one_sentence(arguments: list[str], told: str, tmp_path: Path) -> None:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", *arguments],
        capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_doctor_and_clean(tmp_path: Path) -> None:
    parts = {row["part"] for row in json.loads(agentgym("doctor", "--json"))}
    assert {"environments", "Chromium", "ALFWorld on TextWorld"} <= parts
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "index").write_bytes(b"x" * 1000)
    assert "Would remove" in agentgym("clean", "--dry-run", AGENTGYM_CACHE=str(cache))
    assert cache.exists()
    agentgym("clean", AGENTGYM_CACHE=str(cache))
    assert not cache.exists()


def test_data_generates_a_catalogue_that_plays(tmp_path: Path) -> None:
    assert "webshop" in agentgym("data", "--help")
    agentgym("data", "webshop", "generate", "--out", str(tmp_path / "shop"), "--seed", "3")
    text = agentgym(
        "rollout", "webshop", "--data", str(tmp_path / "shop"), "-E", "goals=human", "-E", "nouns=words",
        "--split", "test",
        "--policy", "expert", "--tasks", "2", "--out", str(tmp_path / "r"), "--json",
        AGENTGYM_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert json.loads(text)["scored"] == 2
