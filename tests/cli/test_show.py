"""``agentgym show``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from agentgym.status import Status
from agentgym.trajectory import Step, score
from tests.cli.running import agentgym, as_json, environment
from tests.report.synthetic import episode, write


def test_rollout_resumes_and_show_lists_and_shows(tmp_path: Path) -> None:
    out = str(tmp_path / "run")
    first = as_json("rollout", "alfworld", "--policy", "expert", "--tasks", "3", "--out", out)
    assert (first["scored"], first["resumed"], first["mean_reward"]) == (3, 0, 1.0)
    again = as_json("rollout", "alfworld", "--policy", "expert", "--tasks", "4", "--out", out)
    assert (again["scored"], again["resumed"]) == (4, 3)
    entries = as_json("show", out)
    assert len(entries) == 4
    shown = agentgym("show", out, entries[0]["key"])
    assert "reward 1.0000" in shown and "Your task is to" in shown
    assert "No episode 'nowhere'" in agentgym("show", out, "nowhere", code=2)


def test_every_session_is_shown_as_it_was(tmp_path: Path) -> None:
    two = episode(1, "a", 1.0, observation_later="shorter")
    two.made = [{"role": "system", "content": "BE BRIEF"}]
    two.steps[0].messages = [{"role": "user", "content": "A new question."}]
    two.steps.append(Step(output="", observation="half \ud800"))
    write(tmp_path, [two])
    shown = agentgym("show", str(tmp_path), "task-1")
    for said in ("BE BRIEF", "added by the policy", "Session 2 of 2", "A new question.", "room 1", "half �"):
        assert said in shown, said
    assert "shorter" not in shown
    assert (
        json.loads(agentgym("show", str(tmp_path), "task-1", "--json"))["steps"][2]["observation"]
        == "half \ud800"
    )


def test_nothing_that_was_said_reaches_the_terminal_or_is_taken_for_markup(tmp_path: Path) -> None:
    said = episode(1, "openai:m?stop=[/INST]", 1.0)
    said.steps[0].output = said.steps[0].completion.text = "a \x1b[2J\x1b]52;c;aGk=\x07 \u202e b [red]c[/red]"
    write(tmp_path, [said])
    listed, one = agentgym("show", str(tmp_path)), agentgym("show", str(tmp_path), "task-1")
    assert "[/INST]" in listed
    assert "\x1b" not in one and "\x07" not in one and "\u202e" not in one
    assert "␛[2J" in one and "[red]c[/red]" in one


def test_a_turn_is_shown_as_it_was_sent(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0, observation_later="shorter")])
    sent = as_json("show", str(tmp_path), "task-1", "--turn", "2")
    assert [m["content"] for m in sent["messages"]][:2] == ["Do it.", "shorter"]
    assert "0 messages of the conversation left out" in agentgym(
        "show", str(tmp_path), "task-1", "--turn", "2"
    )
    assert "there is no turn 2" in agentgym("show", str(tmp_path), "task-1", "--turn", "3", code=2)


def test_later_scores_are_shown(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", None, status=Status.UNSCORED, failure=None)])
    assert "not scored" in agentgym("show", str(tmp_path), "task-1")
    score(tmp_path, lambda e: 0.25, by="tests:judge")
    score(tmp_path, lambda e: 7.5, name="style", by="tests:judge")
    assert "reward 0.2500, style 7.5000" in agentgym("show", str(tmp_path), "task-1")
    assert "0.250" in agentgym("show", str(tmp_path))


def test_showing_imports_no_report(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0)])
    program = (
        "import sys\n"
        "from agentgym.cli.show import command\n"
        f"command([{str(tmp_path)!r}, 'task-1'], standalone_mode=False)\n"
        "print(sorted(m for m in sys.modules if m.startswith(('agentgym.report', 'agentgym.benchmarks'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
