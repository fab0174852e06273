"""The policy that the hostile server plays, in process."""

from __future__ import annotations

from agentgym.policy import Request


def act(request: Request) -> str:
    """Halve the range."""
    import json

    from tests.policies.test_hostile import play

    return json.loads(play({"messages": request.messages}).body)["choices"][0]["message"]["content"]  # type: ignore[no-any-return]


def look(request: Request) -> str:
    """Answer with something that no environment understands."""
    return "I look around."
