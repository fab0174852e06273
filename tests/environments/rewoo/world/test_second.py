"""A second policy."""

from __future__ import annotations

import pytest

from agentgym.environments.rewoo.world.second import SecondPolicy
from agentgym.errors import EnvironmentFailure, PolicyError, UnknownNameError
from agentgym.policy import Request


def says(request: Request) -> str:
    if "fail" in request.messages[0]["content"]:
        raise PolicyError("no answer today")
    return f"{request.task_id}: {request.messages[0]['content']}"


SPEC = f"scripted:{__name__}:says"


def test_it_answers_and_its_failures_are_the_environments() -> None:
    second = SecondPolicy(SPEC)
    assert second.ask("hello", task="t", seed=1, step=0) == "t: hello"
    with pytest.raises(EnvironmentFailure, match="no answer today"):
        second.ask("fail", task="t", seed=1, step=0)
    second.close()
    second.close()
    assert second.ask("again", task="t", seed=1, step=0) == "t: again", "it opens anew"
    second.close()
    with pytest.raises(UnknownNameError):
        SecondPolicy("nobody:x")
