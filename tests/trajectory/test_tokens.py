"""Token ids in the log: whole on the way back, and linear in the turns."""

from __future__ import annotations

from pathlib import Path

import agentgym
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory import read
from agentgym.trajectory.tokens import completions, prefix_break, shared
from tests.engine.playing import GUESS


class Tokens(Policy):
    """A model whose ids are those of the characters; it may write an old answer differently at some turns."""

    spec = "tokens:test"

    def __init__(self, broken: tuple[int, ...] = ()) -> None:
        self.broken = broken
        self.asked: list[list[int]] = []

    async def act(self, request: Request, view: View) -> Completion:
        ids = [ord(c) for m in view.messages for c in m["content"] + "\n"]
        if request.step in self.broken:
            ids[len(ids) // 2] = 7
        self.asked.append(ids)
        text = f"Action: guess[{request.step % 9 + 1}]"
        return Completion(text=text, prompt_ids=ids, completion_ids=[ord(c) for c in text] + [10])


def test_ids_come_back_whole(run_folder: Path) -> None:
    policy = Tokens(broken=(2, 4))
    agentgym.rollout(GUESS, policy, tasks=["test-8"], out=run_folder)
    (episode,) = read(run_folder)
    assert [c.prompt_ids for c in completions(episode.steps)] == policy.asked
    kept = [s.prompt_kept for s in episode.steps]
    assert kept[0] == 0 and all(kept[1:])
    assert [s.prefix_break is None for s in episode.steps] == [
        True,
        True,
        False,
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_log_of_a_hundred_turns_grows_linearly(tmp_path: Path) -> None:
    def size(turns: int) -> int:
        folder = tmp_path / str(turns)
        policy = Tokens()
        agentgym.rollout("Test/Never-v0", policy, tasks=1, out=folder, max_steps=turns, concurrency=1)
        (episode,) = read(folder)
        assert len(episode.steps) == turns
        return (folder / "episodes.jsonl").stat().st_size

    agentgym.register("Test/Never-v0", "tests.engine.guessers:Never")
    small, large = size(50), size(100)
    assert large - small < 1.1 * (small - size(1)) * 50 / 49


def test_ids_are_never_compared_across_fresh_sessions(run_folder: Path) -> None:
    policy = Tokens()
    agentgym.register("Test/Fresh-v0", "tests.engine.guessers:Fresh")
    agentgym.rollout("Test/Fresh-v0", policy, tasks=["test-9"], out=run_folder, max_steps=4)
    (episode,) = read(run_folder)
    assert [s.messages is not None for s in episode.steps] == [False, True, False, True]
    assert [s.prompt_kept > 0 for s in episode.steps] == [False, True, False, True]
    assert all(s.prefix_break is None for s in episode.steps)


def test_where_a_prefix_breaks() -> None:
    before = Completion(prompt_ids=[1, 2, 3], completion_ids=[4, 5])
    assert prefix_break(before, Completion(prompt_ids=[1, 2, 3, 4, 5, 6])) is None
    assert prefix_break(before, Completion(prompt_ids=[1, 9, 3, 4, 5, 6])) == 1
    assert prefix_break(before, Completion(prompt_ids=[1, 2, 3, 4])) == 4
    assert prefix_break(before, Completion()) is None
    assert shared(before, Completion(prompt_ids=[1, 2, 3, 4, 5, 6])) == 5


def test_a_replay_answers_with_all_ids(tmp_path: Path) -> None:
    policy = Tokens(broken=(2,))
    agentgym.rollout(GUESS, policy, tasks=["test-8"], out=tmp_path / "first")
    agentgym.rollout(GUESS, f"replay:{tmp_path / 'first'}", tasks=["test-8"], out=tmp_path / "again")
    (first,), (again,) = read(tmp_path / "first"), read(tmp_path / "again")
    assert [c.prompt_ids for c in completions(again.steps)] == policy.asked
    assert [(s.prompt_kept, s.prefix_break) for s in again.steps] == [
        (s.prompt_kept, s.prefix_break) for s in first.steps
    ]
