"""What was said in an episode, for readers: every turn as it was when it was said.

What the model was shown at a turn (cut, rewritten, with a system prompt before it) is in
:mod:`agentgym.trajectory.views`; this leaves nothing out and needs nothing but the turns.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.conversation import Conversation
from agentgym.messages import Message, ToolCallDict, user
from agentgym.trajectory.episode import Episode


def transcript(episode: Episode) -> list[list[Message]]:
    """Return the conversations of an episode, one for each session, with every observation and every answer.

    An answer of the policy has ``loss`` true; a turn that no policy was asked at has none.
    """
    chat = Conversation(episode.observation, {"messages": episode.opening})
    sessions: list[list[Message]] = []
    for step in episode.steps:
        answer = step.completion.message()
        if step.messages is not None:
            said: Message = {**answer, "loss": True}
            sessions.append([*chat.messages, *([] if step.unasked else [said])])
            chat = Conversation(step.observation, {"messages": step.messages})
        elif step.unasked:
            chat.messages.append(user(step.observation))
        else:
            chat.add(answer, step.observation, {"tool_results": step.tool_results})
    return [*sessions, chat.messages]


def texts(episode: Episode) -> Iterator[str]:
    """Yield everything that was said in an episode, for searching it: also reasoning, system prompts and failures."""
    for message in (*episode.made, *(m for session in transcript(episode) for m in session)):
        yield message["content"]
        yield message.get("reasoning_content", "")
        for call in message.get("tool_calls", ()):
            yield call["function"]["name"]
            yield call["function"]["arguments"]
    if episode.failure is not None:
        yield episode.failure.message


def call_text(call: ToolCallDict) -> str:
    """Return a tool call as one reads it: ``name(arguments)``."""
    return f"{call['function']['name']}({call['function']['arguments']})"
