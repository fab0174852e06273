"""A Python function as policy."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError, OptionError
from agentgym.messages import user
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.policy import Completion, Request, View

ID = "AgentTune/ALFWorld-v0"


def test_scripted_calls_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_agent.py").write_text("def act(request):\n    return 'THOUGHT: t\\nACTION: look'\n")
    monkeypatch.syspath_prepend(tmp_path)
    episode = next(iter(agentgym.rollout(ID, "scripted:my_agent:act", tasks=1, max_steps=2)))
    assert [s.action for s in episode.steps] == ["look", "look"]
    with pytest.raises(AgentGymError, match="nothing_here"):
        agentgym.make_policy("scripted:my_agent:nothing_here")


def test_a_function_of_two_arguments_is_given_the_view() -> None:
    request = Request(messages=[user("a"), user("b")])

    def plain(request: Request) -> str:
        return "plain"

    def viewing(request: Request, view: View) -> str:
        return f"{len(view.messages)} shown"

    def asking(request: Request, view: View | None = None) -> str:
        return f"{view is not None}"

    def tuned(request: Request, depth: int = 3) -> str:
        return f"depth {depth}"

    async def later(request: Request, view: View) -> Completion:
        return Completion(text="later")

    class Agent:
        def act(self, request: Request, view: View) -> str:
            return "called"

    told = [
        asyncio.run(ScriptedPolicy(function).answer(request)).text
        for function in (plain, viewing, asking, tuned, later, Agent().act)
    ]
    assert told == ["plain", "2 shown", "True", "depth 3", "later", "called"]
    with pytest.raises(OptionError, match="must return a str or a Completion, it returned int"):
        asyncio.run(ScriptedPolicy(lambda request: 3).answer(request))
