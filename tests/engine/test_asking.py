"""Asking a policy, with and without an episode."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import agentgym
from agentgym.engine.asking import Asker, PolicyBroke
from agentgym.engine.cache import CallCache
from agentgym.engine.cost import Price, Prices
from agentgym.errors import ContextLengthError, DataError
from agentgym.messages import user
from agentgym.policy import Completion, Policy, Request, Usage, View


class Judge(Policy):
    """Gives every text a grade, and can be kept."""

    spec = "judge:test"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls = self.opened = self.closed = 0

    async def open(self) -> None:
        self.opened += 1

    async def close(self) -> None:
        self.closed += 1

    def cache_key(self, request: Request, view: View) -> bytes | None:
        return view.messages[-1]["content"].encode()

    async def act(self, request: Request, view: View) -> Completion:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return Completion(text="7", model="m", usage=Usage(prompt_tokens=10, completion_tokens=1))


def question(text: str) -> Request:
    return Request(messages=[user(text)])


def test_a_judge_is_asked_without_an_episode(tmp_path: Path) -> None:
    judge = Judge()
    prices = Prices({"m": Price(prompt=1.0, completion=2.0)})

    async def grade() -> list[Completion]:
        async with Asker(judge, cache=CallCache(tmp_path / "c"), mode="write", prices=prices) as asker:
            return [(await asker.ask(question(text)))[1] for text in ("a", "b", "a")]

    answers = asyncio.run(grade())
    assert [a.cached for a in answers] == [False, False, True] and judge.calls == 2
    assert answers[0].cost == pytest.approx(12e-6) and answers[2].cost == 0.0
    assert (judge.opened, judge.closed) == (1, 1)


def test_what_the_model_was_shown_comes_back_with_its_answer() -> None:
    request = question("a")

    async def ask() -> tuple[View, Completion]:
        async with Asker(Judge()) as asker:
            return await asker.ask(request)

    view, answer = asyncio.run(ask())
    assert view.messages is request.messages and answer.text == "7"


@pytest.mark.parametrize("error", [RuntimeError("a bug"), ValueError("another")])
def test_a_policy_that_breaks_carries_its_error(error: Exception) -> None:
    async def ask() -> None:
        async with Asker(Judge(error)) as asker:
            await asker.ask(question("a"))

    with pytest.raises(PolicyBroke) as broke:
        asyncio.run(ask())
    assert broke.value.__cause__ is error


def test_a_view_that_breaks_is_the_policys_failure_too() -> None:
    class Blind(Judge):
        def view(self, request: Request) -> View:
            raise KeyError("no view")

    async def ask() -> None:
        async with Asker(Blind()) as asker:
            await asker.ask(question("a"))

    with pytest.raises(PolicyBroke):
        asyncio.run(ask())


def test_too_long_a_conversation_is_an_outcome() -> None:
    async def ask() -> None:
        async with Asker(Judge(ContextLengthError("too long"))) as asker:
            await asker.ask(question("a"))

    with pytest.raises(ContextLengthError):
        asyncio.run(ask())


def test_a_cache_that_cannot_be_written_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DataError("the disk is full.")

    monkeypatch.setattr(CallCache, "put", full)

    async def ask() -> list[str]:
        async with Asker(Judge(), cache=CallCache(tmp_path / "c"), mode="write") as asker:
            return [(await asker.ask(question(t)))[1].text for t in "ab"]

    with pytest.warns(UserWarning, match="keeps no further answers") as said:
        assert asyncio.run(ask()) == ["7", "7"]
    assert len(said) == 1


def test_log_probabilities_are_numbers_that_a_log_can_hold() -> None:
    class Sure(Judge):
        async def act(self, request: Request, view: View) -> Completion:
            return Completion(text="7", logprobs=[-0.5, float("-inf"), float("nan")])

    async def ask() -> Completion:
        async with Asker(Sure()) as asker:
            return (await asker.ask(question("a")))[1]

    assert asyncio.run(ask()).logprobs == [-0.5, -9999.0, -9999.0]


@pytest.mark.parametrize("answer", [None, "text", Completion(text=None)])  # type: ignore[arg-type]
def test_what_is_no_answer_fails_its_episode_and_no_other(answer: object) -> None:
    class Once(Policy):
        async def act(self, request: Request, view: View) -> Completion:
            return Completion(text="search[a]") if request.task_id.endswith("1") else answer  # type: ignore[return-value]

    run = agentgym.rollout("AgentTune/WebShop-v0", Once(), tasks=2, max_steps=1)
    assert sorted(str(e.status) for e in run.kept) == ["invalid_format", "policy_error"]
