"""Conversations recorded from the originals, and ours beside them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from agentgym.conversation import NOT_EXECUTED, Conversation, action_text
from agentgym.env import AgentEnv
from agentgym.messages import Message, assistant
from agentgym.models import history
from agentgym.tasks import Task
from tests.shared_data import shared

Record = dict[str, Any]


@cache
def _records() -> list[Record]:
    with gzip.open(shared("prompts/golden_conversations.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def records(env: str, variant: str) -> list[Record]:
    """Return what was recorded of an environment and a variant."""
    found = [r for r in _records() if (r["env"], r["variant"]) == (env, variant)]
    assert found
    return found


def requests(
    env: AgentEnv, task: Task | str, record: Record, *, before: Callable[[int], None] | None = None
) -> Iterator[tuple[int, list[dict[str, Any]], list[Message]]]:
    """Play a record's outputs; yield each turn that was recorded, what the original sent, and what we do.

    Args:
        env: the environment.
        task: the task of the record.
        record: the recorded conversation.
        before: called with the number of the turn before it is taken.
    """
    text = record["variant"] != "fc"
    wanted = {r["turn"]: r["messages"] for r in record["requests"]}
    observation, info = env.reset(seed=0, options={"task": task})
    chat = Conversation(observation, info)
    over = False
    for number, output in enumerate([*record["outputs"], None], start=1):
        shown = history.paper(chat.messages).messages if text else chat.messages
        if number in wanted:
            assert not over, f"ours ended before turn {number}"
            yield number, wanted[number], shown
        if output is None:
            break
        turn: Message = assistant(output) if text else output
        if before is not None:
            before(number)
        observation, _, terminated, truncated, info = env.step(action_text(turn))
        over = terminated or truncated
        chat.add(turn, observation, info)
        if over:
            break
    assert over == bool(record["end"].get("ended")), (over, record["end"])


def difference(original: list[dict[str, Any]], ours: list[Message]) -> str:
    """Return where two conversations differ, ``""`` where they do not.

    Under function calling a server refuses calls without an answer, so what answers a call is a tool message here, also
    where the original answers as the user, every further call has an answer (that it was not executed), and two
    messages in a row are one. The words are compared, and what the agent wrote.
    """
    theirs, mine = _turns(original), _turns(ours)
    if theirs == mine:
        return ""
    for place, (a, b) in enumerate(zip(theirs, mine, strict=False)):
        if a != b:
            return f"message {place}:\noriginal {a!r}\nours     {b!r}"
    return f"{len(theirs)} messages, ours are {len(mine)}"


def _turns(messages: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    found: list[list[Any]] = []
    called = False
    for message in messages:
        calls = message.get("tool_calls")
        if message["role"] in ("assistant", "system") or not called:
            found.append([message["role"], message["content"], calls])
            called = message["role"] == "assistant" and bool(calls)
            answered = False
        elif not answered:
            found.append(["answer", message["content"], None])
            answered = True
        elif message["content"] != NOT_EXECUTED:
            found[-1][1] += f"\n\n{message['content']}"
    return found
