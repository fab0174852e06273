"""Expert, random, mock, scripted and human."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError, OptionError

ID = "AgentTune/ALFWorld-v0"


def test_random_depends_on_the_seed_alone() -> None:
    runs = [
        agentgym.rollout(ID, "random", tasks=3, seed=seed, concurrency=c)
        for seed, c in ((1, 1), (1, 8), (2, 1))
    ]
    played = [[[s.output for s in e.steps] for e in sorted(run, key=lambda e: e.task_id)] for run in runs]
    assert played[0] == played[1] != played[2]


def test_mock_says_what_it_is_told() -> None:
    episode = next(iter(agentgym.rollout(ID, "mock:THOUGHT: t\nACTION: inventory", tasks=1, max_steps=1)))
    assert episode.steps[0].action == "inventory"
    with pytest.raises(OptionError, match="takes no options"):
        agentgym.make_policy("mock?x=1")


def test_scripted_calls_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_agent.py").write_text("def act(request):\n    return 'THOUGHT: t\\nACTION: look'\n")
    monkeypatch.syspath_prepend(tmp_path)
    episode = next(iter(agentgym.rollout(ID, "scripted:my_agent:act", tasks=1, max_steps=2)))
    assert [s.action for s in episode.steps] == ["look", "look"]
    with pytest.raises(AgentGymError, match="nothing_here"):
        agentgym.make_policy("scripted:my_agent:nothing_here")


def test_a_person_plays_at_a_terminal(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    terminal, side = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "agentgym.cli.main", "play", "alfworld", "--max-steps", "2", "--out", str(tmp_path)],
        stdin=side, stdout=side, stderr=side, env={**os.environ, "PYTHONPATH": path, "TERM": "dumb"},
    )  # fmt: skip
    os.close(side)
    shown, answers = b"", [b"look\n", b"inventory\n"]
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
