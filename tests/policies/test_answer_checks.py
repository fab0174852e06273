"""What an answer gives away about its server."""

from __future__ import annotations

from typing import Any

import pytest

import agentgym
from agentgym.errors import ContextLengthError
from tests.policies.servers import Server, ask, whole


def test_the_context_is_seen_in_token_counts(server: Server) -> None:
    def sized(prompt: int, completion_: int, finish: str) -> Any:
        usage = {"prompt_tokens": prompt, "completion_tokens": completion_}
        return whole({"role": "assistant", "content": "Action: guess[1]"}, finish=finish, usage=usage)

    spec = f"openai:m?base_url={server.url}&context=100"
    for prompt, answer, finish, exceeded in (
        (80, 20, "length", True),
        (100, 1, "stop", True),
        (80, 20, "stop", False),
        (50, 20, "length", False),
    ):
        server.answer = lambda body, a=(prompt, answer, finish): sized(*a)  # type: ignore[misc]
        if exceeded:
            with pytest.raises(ContextLengthError, match="holds 100 tokens"):
                ask(spec)
        else:
            assert ask(spec).text
    server.answer = lambda body: sized(100, 1, "stop")
    run = agentgym.rollout("Test/Guess-v0", spec, tasks=1)
    assert dict(run.statuses) == {"context_limit": 1} and run.failed == 0


def test_a_model_that_changes_is_marked_or_refused(server: Server) -> None:
    names = iter(["m-1", "m-1", "m-2", "m-2"])
    server.answer = lambda body: whole(
        {"role": "assistant", "content": "Action: guess[1]"}, model=next(names)
    )
    spec = f"openai:m?base_url={server.url}"
    with pytest.warns(UserWarning, match="the run mixes models"):
        run = agentgym.rollout("Test/Guess-v0", spec, tasks=["test-9"], max_steps=4)
    steps = next(iter(run)).steps
    assert [s.completion.extra.get("model_before") for s in steps] == [None, None, "m-1", "m-1"]
    server.answer = lambda body: whole({"role": "assistant", "content": "Action: guess[1]"}, model="m-2")
    run = agentgym.rollout("Test/Guess-v0", f"{spec}&pin=m-1", tasks=1)
    assert (run.failed, run.mean_reward) == (1, None)
