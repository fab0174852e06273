"""The conversation that a policy sees, grown from what an environment returns.

One place knows how an episode's observations become messages, for the engine as for anyone who drives an
environment by hand::

    observation, info = env.reset()
    chat = Conversation(observation, info)
    while not done:
        turn = assistant(my_model(chat.messages))
        observation, reward, terminated, truncated, info = env.step(action_text(turn))
        chat.add(turn, observation, info)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, repeat
from typing import Any

from agentgym.messages import Message, copy_messages, encode_tool_calls, user

NOT_EXECUTED = "Not executed: only the first tool call of a turn is."
"""What a tool call is answered with that nobody carried out."""
OVER = "Not executed: a call before it ended the episode."
"""The same, where all calls of a turn are carried out."""


def action_text(message: Message) -> str:
    """Return the action string of an assistant message: its text, or its tool calls as JSON."""
    calls = message.get("tool_calls")
    return encode_tool_calls(message["content"], calls) if calls else message["content"]


def joined(results: Iterable[str]) -> str:
    """Return the results of several calls of one turn as one text: the turn's observation."""
    return "\n\n".join(results)


class Conversation:
    """Messages of one episode, copied on the way in: no message is shared with another episode.

    Keys of ``info`` that are read (:class:`~agentgym.turn.TurnInfo`): ``messages`` (the opening turns; on a step: a
    fresh session begins), ``observation_later`` (the form of this observation once it is no longer the newest),
    ``action_later`` (the form in which the agent's turn is remembered), ``tool_results`` (one text per tool call).
    """

    def __init__(self, observation: str, info: Mapping[str, Any]) -> None:
        self.messages: list[Message] = []
        self._newest = 0
        self._later: str | None = None
        self._open(observation, info)

    def add(self, turn: Message, observation: str, info: Mapping[str, Any]) -> None:
        """Append the agent's turn and the observation that answered it."""
        if info.get("messages") is not None:
            self._open(observation, info)
            return
        if self._later is not None:
            self.messages[self._newest] = {**self.messages[self._newest], "content": self._later}
        remembered: Message = {**turn, "loss": True}
        if info.get("action_later") is not None:
            remembered["content"] = info["action_later"]
        self.messages.append(remembered)
        self._newest = len(self.messages)  # of several results the first
        calls = turn.get("tool_calls") or []
        if calls:
            results = info.get("tool_results") or [observation]
            # Every call is answered, also where the first one did not parse: servers refuse one that is not.
            spare = repeat(NOT_EXECUTED, max(0, len(calls) - len(results)))
            for call, result in zip(calls, chain(results, spare), strict=False):
                self.messages.append({"role": "tool", "content": result, "tool_call_id": call["id"]})
        else:
            self.messages.append(user(observation))
        self._later = info.get("observation_later")

    def _open(self, observation: str, info: Mapping[str, Any]) -> None:
        self.messages = [*copy_messages(info.get("messages") or ()), user(observation)]
        self._newest = len(self.messages) - 1
        self._later = info.get("observation_later")
