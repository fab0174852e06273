"""A policy that several environments ask."""

from __future__ import annotations

import asyncio
import threading

import pytest

from agentgym import registry
from agentgym.environments.card_game.world.players import shared_policy
from agentgym.environments.card_game.world.players.shared_policy import SharedPolicy
from agentgym.errors import ContextLengthError, EnvironmentFailure, OptionError, PolicyError, UnknownNameError
from agentgym.messages import user
from agentgym.policy import Completion, Policy, Request, View

REQUEST = Request(messages=[user("hello")])


class Watched(Policy):
    """Counts how often it is opened and closed, and where it is asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.opened = self.closed = 0
        self.threads: set[str] = set()
        self.error = error

    async def open(self) -> None:
        self.opened += 1

    async def close(self) -> None:
        self.closed += 1

    async def act(self, request: Request, view: View) -> Completion:
        await asyncio.sleep(0)
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return Completion(text=view.messages[-1]["content"])


def watched(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> Watched:
    policy = Watched(error)
    monkeypatch.setattr(shared_policy, "make_policy", lambda spec: policy)
    return policy


def test_it_is_opened_once_and_closed_with_the_last_user(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = watched(monkeypatch)
    first, second = SharedPolicy("watched"), SharedPolicy("watched")
    assert first.policy is second.policy is policy and policy.opened == 1
    assert first.ask(REQUEST).text == "hello" and policy.threads == {"agentgym-opponent"}
    first.close()
    first.close()
    assert policy.closed == 0
    second.close()
    assert policy.closed == 1
    SharedPolicy("watched").close()
    assert policy.opened == policy.closed == 2


def test_it_can_be_asked_from_within_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch)
    shared = SharedPolicy("watched")

    async def ask() -> str:
        return shared.ask(REQUEST).text

    assert asyncio.run(ask()) == "hello"
    shared.close()


@pytest.mark.parametrize("error", [PolicyError("no answer"), RuntimeError("broken")])
def test_a_failure_is_the_environments(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch, error)
    shared = SharedPolicy("watched")
    with pytest.raises(EnvironmentFailure, match=f"The opponent 'watched' failed: .*{error}"):
        shared.ask(REQUEST)
    shared.close()


def test_a_full_context_is_the_opponents_own_affair(monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch, ContextLengthError("too long"))
    shared = SharedPolicy("watched")
    with pytest.raises(ContextLengthError):
        shared.ask(REQUEST)
    shared.close()


def test_what_cannot_be_made_or_opened_is_a_mistake_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownNameError):
        SharedPolicy("nobody")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(OptionError, match="OPENAI_API_KEY"):
        SharedPolicy("openai:gpt-4")
    assert "openai" in registry.entry_points(registry.POLICIES)
