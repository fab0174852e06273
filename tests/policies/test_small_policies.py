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
from agentgym.engine import Budget
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


def test_a_replay_is_not_paid_for_again(tmp_path: Path) -> None:
    agentgym.rollout(ID, "mock", tasks=2, max_steps=3, out=tmp_path)
    budget = Budget(max_tokens=1)
    again = agentgym.rollout(ID, f"replay:{tmp_path}", tasks=2, max_steps=3, observer=budget)
    assert (again.played, again.stopped, budget.tokens) == (2, "", 0)
    outputs = [
        sorted([s.output for s in e.steps] for e in run)
        for run in (again, agentgym.trajectory.read(tmp_path))
    ]
    assert outputs[0] == outputs[1]
    with pytest.raises(OptionError, match="Expected replay:FOLDER"):
        agentgym.make_policy("replay:")


def test_an_expert_with_nothing_left_is_a_failure_of_the_policy_and_no_score() -> None:
    agentgym.register("Test/Forgetful-v0", "tests.policies.forgetful:Forgetful")
    run = agentgym.rollout("Test/Forgetful-v0", "expert", tasks=1)
    assert (run.failed, run.mean_reward) == (1, None)
    failure = next(iter(run)).failure
    assert failure is not None and "made no suggestion of the kind 'expert' at step 1" in failure.message
