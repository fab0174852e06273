"""Rows from episodes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import agentgym
from agentgym.dataset.conversations import rows_of, sampled, shows
from agentgym.dataset.row import Sampled, seal
from agentgym.dataset.verification import verify_row
from agentgym.errors import DataError
from agentgym.messages import assistant, tool_call, user
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory import prompt, read, replay
from tests.dataset.runs import played


def test_an_episode_of_one_session_is_one_row() -> None:
    (episode,) = played(tasks=1)
    (row,) = rows_of(episode)
    assert [m["content"] for m in row.trained] == [s.output for s in episode.steps]
    assert row.messages[-1]["content"] == episode.steps[-1].output
    assert {m.get("loss") for m in row.messages if m["role"] == "user"} == {None}
    assert all(isinstance(m["loss"], bool) for m in row.messages if m["role"] == "assistant")
    assert row.source is not None and row.source.turns == list(range(len(episode.steps)))
    assert row.source.exact and row.source.reward == 1.0 and row.source.episode == episode.key
    assert row.certificate is not None and row.certificate.verbatim and row.certificate.actions == [
        s.output for s in episode.steps
    ]  # fmt: skip


def test_a_session_is_a_conversation_and_what_nobody_was_asked_is_not_trained() -> None:
    (episode,) = played("mind2web", tasks=1, policy="expert")
    rows = rows_of(episode)
    asked = [i for i, s in enumerate(episode.steps) if not s.unasked]
    assert len(rows) > 1 and [t for r in rows if r.source for t in r.source.turns] == asked
    episode.steps[0].unasked = True
    fewer = rows_of(episode)
    assert [r.source and r.source.turns for r in fewer] == [r.source and r.source.turns for r in rows[1:]]
    assert fewer[0].certificate is not None and len(fewer[0].certificate.actions) == len(episode.steps)


def test_thoughts_and_a_later_reward_are_in_the_source() -> None:
    (episode,) = played("webshop", tasks=1)
    (row,) = rows_of(episode, reward=0.25)
    assert row.source is not None and row.certificate is not None
    assert row.source.reward == 0.25 and row.certificate.reward == 1.0
    assert row.source.thoughts == len(episode.steps)


def test_tool_calls_and_schemas_are_kept() -> None:
    (episode,) = played(tasks=1, action_format="tools")
    (row,) = rows_of(episode)
    assert row.tools == episode.tools and all(m["tool_calls"] for m in row.trained)
    assert row.certificate is not None and row.certificate.verbatim


def test_the_demonstration_is_taken_out_on_request() -> None:
    (episode,) = played(tasks=1)
    (whole,), (bare,) = rows_of(episode), rows_of(episode, strip_demonstration=True)
    assert len(bare.messages) < len(whole.messages) and bare.trained == whole.trained
    assert bare.source is not None and bare.source.stripped
    assert bare.messages[2]["content"] == episode.observation


def test_a_log_that_does_not_know_its_prompts_is_refused() -> None:
    (episode,) = played(tasks=1)
    with pytest.raises(DataError, match="not known"):
        rows_of(msgspec.structs.replace(episode, views=False))


def test_shows_compares_the_last_answers_of_the_environment() -> None:
    said = [user("first"), assistant("a", loss=True), user("second, and a notice"), assistant("b", loss=True)]
    assert shows(said, ["first", "second", "end"], [0, 1])
    assert not shows(said, ["first", "other", "end"], [0, 1])
    assert shows(said[2:], ["cut", "second", "end"], [0, 1])


def answer(prompt: list[int] | None, *ids: int) -> Completion:
    return Completion(prompt_ids=prompt, completion_ids=list(ids) or None)


def test_sampled_ids_are_one_text_with_the_places_of_the_turns() -> None:
    found = sampled([answer([1, 2], 3, 4), answer([1, 2, 3, 4, 5], 6)])
    assert found == Sampled(ids=[1, 2, 3, 4, 5, 6], turns=[(2, 4), (5, 6)])


def test_ids_that_are_not_one_text_are_left_out() -> None:
    assert sampled([]) is None
    assert sampled([answer(None, 3)]) is None and sampled([answer([1])]) is None
    # The server read the first answer otherwise than it was sampled.
    assert sampled([answer([1, 2], 3, 4), answer([1, 2, 9, 5], 6)]) is None


def test_a_row_carries_the_sampled_ids_of_its_episode_unless_it_was_changed() -> None:
    episode = played(tasks=1)[0]
    ids: list[int] = []
    for number, step in enumerate(episode.steps):
        step.completion.prompt_ids = [*ids, 100 + number]
        step.completion.completion_ids = [200 + number]
        ids = [*step.completion.prompt_ids, 200 + number]
    (row,) = rows_of(episode)
    assert row.tokens is not None and row.tokens.ids == ids and len(row.tokens.turns) == len(row.trained)
    (stripped,) = rows_of(episode, strip_demonstration=True)
    assert stripped.source is not None
    assert (stripped.tokens is None) == stripped.source.stripped


class TwoCalls(Policy):
    """Runs two statements in one message, then says something."""

    async def act(self, request: Request, view: View) -> Completion:
        calls = [tool_call("execute_sql", {"query": f"SELECT {n}"}, f"c{request.step}{n}") for n in (1, 2)]
        return Completion(text="Both.", tool_calls=calls)


def test_several_calls_of_one_message_are_in_the_row_and_proven(tmp_path: Path) -> None:
    agentgym.rollout("db", TwoCalls(), tasks=1, profile="fc", max_steps=3, out=tmp_path)
    (episode,) = read(tmp_path)
    assert [s.tool_results for s in episode.steps] == [["[(1,)]", "[(2,)]"]] * 3
    assert replay(episode) is None
    sent = prompt(episode, 2).messages
    assert [(m["content"], m["tool_call_id"]) for m in sent if m["role"] == "tool"] == [
        ("[(1,)]", "c01"), ("[(2,)]", "c02"), ("[(1,)]", "c11"), ("[(2,)]", "c12")
    ]  # fmt: skip
    (row,) = rows_of(episode)
    assert row.certificate is not None and row.certificate.verbatim and verify_row(row).differs == ""
    assert [len(m["tool_calls"]) for m in row.trained] == [2, 2, 2]
    result = next(m for m in row.messages if m.get("tool_call_id") == "c12")
    result["content"] = "[(3,)]"  # what answered the second call counts as well
    row.certificate = seal(row.certificate, row)
    assert "is not what the environment said before turn 2" in verify_row(row).differs
