"""Views: what the log says that the model saw is what it saw."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.errors import OptionError
from agentgym.messages import Message, assistant, system, tool_call, user, wire
from agentgym.policy import Completion, Policy, Request, View
from agentgym.status import Status
from agentgym.trajectory import Episode, Step, prompt, read, sessions
from agentgym.trajectory.episode import Piece, ViewRef
from agentgym.trajectory.views import ViewRecorder, shown
from tests.engine.playing import GUESS


class Watching(Policy):
    """Shows the model something of its own making, and remembers what it was."""

    spec = "watching:test"

    def __init__(self, make: Any) -> None:
        self.make = make
        self.sent: dict[tuple[str, int], tuple[Any, Any]] = {}

    def view(self, request: Request) -> View:
        view: View = self.make(request)
        return view

    async def act(self, request: Request, view: View) -> Completion:
        self.sent[request.task_id, request.step] = (wire(view.messages, reasoning=view.reasoning), view.tools)
        return Completion(text=f"Thought: hm\nAction: guess[{request.step + 1}]", reasoning="I count.")


def whole(request: Request) -> View:
    return View(messages=request.messages, tools=request.tools)


def with_system(request: Request) -> View:
    return View(messages=[system("Be brief."), *request.messages], tools=request.tools)


def thinking(request: Request) -> View:
    return View(messages=list(request.messages), reasoning=True)


def last_two(request: Request) -> View:
    kept = request.messages[:1] + request.messages[1:][-2:]
    left_out = len(request.messages) - len(kept)
    if left_out:
        kept[0] = {**kept[0], "content": f"{kept[0]['content']}\n[{left_out} messages are omitted.]"}
    return View(messages=[system("Be brief."), *kept], omitted=left_out)


def rewritten(request: Request) -> View:
    turned: list[Message] = [{**m, "content": m["content"].upper()} for m in request.messages]
    return View(messages=turned, tools=[{"type": "function", "function": {"name": "x"}}])


def backwards(request: Request) -> View:
    return View(messages=[*reversed(request.messages), user("Go on.")])


class Reused:
    """A view with a message that the policy changes at every turn."""

    __name__ = "reused"

    def __init__(self) -> None:
        self.notice = user("")
        self.tool: dict[str, Any] = {"type": "function", "function": {"name": ""}}

    def __call__(self, request: Request) -> View:
        self.notice["content"] = f"This is turn {request.step}."
        self.tool["function"]["name"] = f"f{request.step}"
        return View(messages=[self.notice, *request.messages], tools=[self.tool])


def test_a_message_that_a_policy_uses_again_is_logged_as_it_was(run_folder: Path) -> None:
    policy = Watching(Reused())
    agentgym.rollout(GUESS, policy, tasks=["test-3"], out=run_folder)
    (episode,) = read(run_folder)
    for turn in range(3):
        seen = prompt(episode, turn)
        assert seen.messages[0]["content"] == f"This is turn {turn}."
        assert seen.tools[0]["function"]["name"] == f"f{turn}"


VIEWS = (whole, with_system, thinking, last_two, rewritten, backwards)


@pytest.mark.parametrize("make", VIEWS, ids=lambda m: m.__name__)
def test_the_log_gives_back_what_was_sent(run_folder: Path, make: Any) -> None:
    policy = Watching(make)
    agentgym.rollout(GUESS, policy, tasks=["test-3", "test-7"], out=run_folder)
    turns = 0
    for episode in read(run_folder):
        for turn in range(len(episode.steps)):
            seen = prompt(episode, turn)
            assert (seen.messages, seen.tools) == policy.sent[episode.task_id, turn]
            turns += 1
    assert turns == len(policy.sent) == 10


def test_a_whole_conversation_costs_nothing_in_the_log(run_folder: Path) -> None:
    agentgym.rollout(GUESS, Watching(whole), tasks=["test-7"], out=run_folder)
    (episode,) = read(run_folder)
    assert all(s.view is None for s in episode.steps) and not episode.made


@pytest.mark.parametrize("make", VIEWS[:-1], ids=lambda m: m.__name__)
def test_views_grow_with_the_turns_and_not_with_their_square(run_folder: Path, make: Any) -> None:
    import msgspec

    def size(turns: int) -> int:
        conversation = [user("Guess a number. " * 20)]
        episode = Episode(env_id=GUESS, task_id="t", status=Status.COMPLETED, reward=0.0)
        recorder = ViewRecorder(episode)
        views = []
        for _ in range(turns):
            request = Request(messages=conversation)
            views.append(recorder.record(request, make(request)))
            conversation += [assistant("Action: guess[1]"), user("Higher.")]
        return len(msgspec.json.encode([views, episode.made, episode.made_tools]))

    assert size(200) - size(100) < 1.2 * (size(100) - size(10)) + 2000


def test_text_that_was_added_to_a_message_is_all_that_a_view_costs(run_folder: Path) -> None:
    agentgym.rollout(GUESS, Watching(last_two), tasks=["test-7"], out=run_folder)
    (episode,) = read(run_folder)
    assert [m["role"] for m in episode.made] == ["system"], "the cut opening is a reference with a text"
    added = [p.added for s in episode.steps if s.view is not None for p in s.view.pieces]
    assert sum("omitted" in a for a in added) >= 4


def test_any_view_is_recorded_exactly() -> None:
    rng = random.Random(7)
    episode = Episode(env_id=GUESS, task_id="t", status=Status.COMPLETED, reward=0.0)
    recorder = ViewRecorder(episode)
    for _ in range(300):
        conversation = [user(f"m{rng.randint(0, 5)}") for _ in range(rng.randint(1, 8))]
        picked = [rng.choice(conversation) for _ in range(rng.randint(0, 8))]
        messages = [
            m if rng.random() < 0.6 else {**m, "content": m["content"] + rng.choice(["", "!", "?"])}
            for m in picked
        ]
        request = Request(messages=conversation)
        ref = recorder.record(request, View(messages=messages))
        found: list[Any] = []
        for piece in ref.pieces if ref is not None else ():
            part = (episode.made if piece.made else conversation)[piece.start : piece.stop]
            found += part
            if piece.added:
                found[-1] = {**found[-1], "content": found[-1]["content"] + piece.added}
        assert (found if ref is not None else conversation) == messages


def test_a_message_of_another_role_is_no_message_with_text_added() -> None:
    episode = Episode(env_id=GUESS, task_id="t", status=Status.COMPLETED, reward=0.0, observation="Look")
    request, sent = Request(messages=[user("Look")]), [system("Look around.")]
    ref = ViewRecorder(episode).record(request, View(messages=sent))
    episode.steps.append(Step(output="a", observation="b", view=ref))
    assert prompt(episode, 0).messages == wire(sent)


def test_the_first_observation_has_its_later_form_once_it_is_not_the_newest() -> None:
    steps = [Step(output=t, observation="more", completion=Completion(text=t)) for t in "ab"]
    episode = Episode(
        env_id=GUESS, task_id="t", status=Status.COMPLETED, reward=0.0, observation="all of it",
        observation_later="a part", steps=steps,
    )  # fmt: skip
    shown_at = [[m["content"] for m in prompt(episode, turn).messages] for turn in range(2)]
    assert shown_at == [["all of it"], ["a part", "a", "more"]]
    assert not sessions(episode)[0].exact


def test_a_session_whose_tools_changed_is_not_exact() -> None:
    tools: list[Any] = [[{"type": "function", "function": {"name": name}}] for name in "xy"]
    for second, exact in ((0, True), (1, False)):
        steps = [
            Step(
                output="a",
                observation="b",
                completion=Completion(text="a"),
                view=ViewRef(pieces=piece, tools=t),
            )
            for piece, t in (((Piece(False, 0, 1),), 0), ((Piece(False, 0, 3),), second))
        ]
        episode = Episode(
            env_id=GUESS, task_id="t", status=Status.COMPLETED, reward=0.0, observation="o", steps=steps,
            made_tools=tools,
        )  # fmt: skip
        (session,) = sessions(episode)
        assert (session.exact, session.tools) == (exact, tools[second])


def test_sessions_are_what_was_said(run_folder: Path) -> None:
    agentgym.rollout(GUESS, Watching(with_system), tasks=["test-3"], out=run_folder)
    (episode,) = read(run_folder)
    (session,) = sessions(episode)
    assert session.exact and session.turns == [0, 1, 2]
    assert [m["role"] for m in session.messages[:2]] == ["system", "user"]
    own = [m["content"] for m in session.messages if m.get("loss")]
    assert own == [s.output for s in episode.steps]
    assert session.messages[-1]["content"] == episode.steps[-1].output


def test_a_session_that_was_cut_says_so(run_folder: Path) -> None:
    agentgym.rollout(GUESS, Watching(last_two), tasks=["test-3"], out=run_folder)
    (episode,) = read(run_folder)
    assert not sessions(episode)[0].exact
    assert shown(episode, 2).omitted > 0


def test_fresh_sessions_are_apart_and_unasked_turns_in_none(run_folder: Path) -> None:
    agentgym.rollout("mind2web", "expert", tasks=12, out=run_folder)
    for episode in read(run_folder):
        found = sessions(episode)
        asked = [n for n, s in enumerate(episode.steps) if not s.unasked]
        assert [t for s in found for t in s.turns] == asked
        assert len(found) == len(asked) and all(s.exact for s in found)


def test_later_forms_are_shown_as_they_were_at_the_turn(run_folder: Path) -> None:
    policy = Watching(whole)
    agentgym.rollout(
        "alfworld", policy, tasks=1, out=run_folder, profile="agentbench", max_steps=4, concurrency=1
    )
    (episode,) = read(run_folder)
    for turn in range(len(episode.steps)):
        messages = prompt(episode, turn).messages
        assert messages == policy.sent[episode.task_id, turn][0]
        listed = ["AVAILABLE ACTIONS" in m["content"] for m in messages]
        assert listed.count(True) == 1 and listed[-1]


def test_a_turn_that_is_not_there_is_told(run_folder: Path) -> None:
    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    (episode,) = read(run_folder)
    with pytest.raises(OptionError, match="has 1 turns; there is no turn 1"):
        prompt(episode, 1)


@pytest.mark.parametrize("action_format", ["react", "tools"])
@pytest.mark.parametrize("cache", ["off", "write"])
@pytest.mark.parametrize("make", VIEWS, ids=lambda m: m.__name__)
def test_half_a_surrogate_pair_is_in_the_views_as_it_was_said(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch, make: Any, cache: str, action_format: str
) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(run_folder.with_name("cache")))

    class Halves(Watching):
        def cache_key(self, request: Request, view: View) -> bytes:
            return repr(view.messages).encode("utf-8", "backslashreplace")

        async def act(self, request: Request, view: View) -> Completion:
            await super().act(request, view)
            if action_format == "tools":
                return Completion(text="\ud83d", tool_calls=[tool_call("guess", {"n": request.step + 1})])
            return Completion(text=f"Thought: \ud83d\nAction: guess[{request.step + 1}]", reasoning="\udfff")

    policy = Halves(make)
    run = agentgym.rollout(
        GUESS, policy, tasks=["test-3"], out=run_folder, cache=cache, action_format=action_format
    )
    assert (run.played, run.mean_reward) == (1, 1.0)
    (episode,) = read(run_folder)
    for turn in range(3):
        seen = prompt(episode, turn)
        assert (seen.messages, seen.tools) == policy.sent[episode.task_id, turn]
