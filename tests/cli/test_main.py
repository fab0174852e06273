"""The command line as a whole: help, first steps, wrong input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.cli.main import COMMANDS
from tests.cli.running import agentgym, environment, process


@pytest.mark.parametrize("command", sorted(COMMANDS))
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
            agentgym(*step, cwd=tmp_path)


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
            ["rollout", "webshop", "--policy", "expert", "--episode-cost", "0", "--out", "x"],
            "cost must be positive",
        ),
        (["eval", "--policy", "expert", "--tasks", "nowhere-17"], "nowhere-17"),
        (["data", "webshopp"], "Did you mean 'webshop'?"),
        (["score", ".", "--by", "json"], "MODULE:FUNCTION"),
        (
            ["rollout", "webshop", "--policy", "expert", "--tasks", "1", "--out", "/proc/x"],
            "cannot be written",
        ),
    ],
)
def test_wrong_input_is_told_in_one_sentence(arguments: list[str], told: str, tmp_path: Path) -> None:
    done = process(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_help_imports_no_command() -> None:
    program = (
        "import sys\n"
        "from agentgym.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print(sorted(m for m in sys.modules if m.startswith(('agentgym.cli.', 'agentgym.report', 'agentgym.engine'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "['agentgym.cli.main']"


def test_a_full_disk_behind_the_output_is_a_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "agentgym.cli.main", "list"],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "Error: No space left on device.\n")


def test_an_empty_path_is_refused() -> None:
    done = process("rollout", "webshop", "--policy", "expert", "--tasks", "1", "--out", "")
    assert done.returncode == 2 and "The path is empty" in done.stderr
