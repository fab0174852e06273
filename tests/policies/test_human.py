"""A person at the terminal."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError

ID = "AgentTune/ALFWorld-v0"


def test_a_person_plays_at_a_terminal(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    terminal, side = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "agentgym.cli.main", "play", "alfworld", "--max-steps", "2", "--out", str(tmp_path)],
        stdin=side, stdout=side, stderr=side, env={**os.environ, "PYTHONPATH": path, "TERM": "dumb"},
    )  # fmt: skip
    os.close(side)
    shown, answers = b"", [b"?lo\n", b"loo\t\n", b"!\n", b"inventory\n"]
    while True:
        try:
            shown += os.read(terminal, 1 << 16)
        except OSError:  # the child closed its end
            break
        if answers and shown.rstrip().endswith(b">"):
            os.write(terminal, answers.pop(0))
            shown += b"\n"
    os.close(terminal)
    assert child.wait(60) == 0, shown.decode()
    assert b"Your task is to" in shown
    assert [s.action for s in next(iter(agentgym.trajectory.read(tmp_path))).steps] == ["look", "inventory"]


def test_a_person_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(AgentGymError, match="reads from a terminal"):
        agentgym.rollout(ID, "human", tasks=1)


def test_a_person_completes_actions_and_types_arguments_of_tools() -> None:
    from agentgym.policies.human import HumanPolicy, arguments, candidates
    from agentgym.policy import Request

    person = HumanPolicy()
    person._candidates = ["go to desk 1", "go to bed 1", "take mug 1 from desk 1"]
    assert [person.complete("go", n) for n in range(3)] == ["go to desk 1", "go to bed 1", None]
    assert person.complete("MUG", 0) == "take mug 1 from desk 1", (
        "what contains the word, where none begins with it"
    )
    properties = {"q": {"type": "string"}, "n": {"type": "integer"}}
    function = {"name": "f", "parameters": {"properties": properties, "required": ["q", "n"]}}
    tools = [{"type": "function", "function": function}]
    assert candidates(Request(messages=[], tools=tools, action_format="tools")) == ["f q= n="]
    assert candidates(Request(messages=[], admissible=["a"])) == ["a"]
    assert arguments(tools, "f", 'q="two words" n=3') == {"q": "two words", "n": 3}
    assert arguments(tools, "f", '{"q": "x", "n": 1}') == {"q": "x", "n": 1}
    assert arguments(tools, "f", "bread and butter") == {"q": "bread and butter"}
    assert arguments(tools, "f", "n=three") == {"n": "three"}, "of the wrong type: the environment says so"
    assert arguments(tools, "f", "it's") == {"q": "it's"}
    assert arguments(tools, "g", "x") == {}
