"""Policies: what answers an environment's messages. A model, an expert, a person, a recording.

A policy is made from a spec string (``expert``, ``openai:gpt-4?temperature=0``), answers one request at a
time and leaves batching, concurrency and retries to the engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import msgspec

from agentgym.messages import Message, ToolCallDict

Wish = Literal["expert", "random"]


class Request(msgspec.Struct, kw_only=True):
    """What a policy is asked: the conversation, and what else is known about the turn.

    Attributes:
        messages: the conversation so far, the newest message last. Not to be mutated.
        tools: tool schemas in OpenAI's form; empty unless the action format is ``tools``.
        env_id, task_id: what is being played.
        action_format: ``react``, ``tools`` or ``native``.
        step: number of this turn, from 0.
        seed: the episode's seed.
        repeat: number of this repetition of the task.
        episode_id: id of the episode in the log.
        admissible: admissible actions where they are finite.
        wishes: what the environment suggests for each wish that the policy declared.
    """

    messages: list[Message]
    tools: list[dict[str, Any]] = []
    env_id: str = ""
    task_id: str = ""
    action_format: str = "react"
    step: int = 0
    seed: int = 0
    repeat: int = 0
    episode_id: str = ""
    admissible: list[str] | None = None
    wishes: dict[str, str] = {}


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens of one call, as the server counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0


class Completion(msgspec.Struct, kw_only=True):
    """One answer of a policy.

    ``prompt_ids``, ``completion_ids`` and ``logprobs`` are there when the server gives them, so that training
    never has to tokenise again.
    """

    text: str = ""
    tool_calls: list[ToolCallDict] = []
    reasoning: str = ""
    finish_reason: str = "stop"
    model: str = ""
    sampling: dict[str, Any] = {}
    usage: Usage | None = None
    cost: float | None = None
    latency: float = 0.0
    cached: bool = False
    attempts: int = 1
    prompt_ids: list[int] | None = None
    completion_ids: list[int] | None = None
    logprobs: list[float] | None = None
    extra: dict[str, Any] = {}

    def message(self) -> Message:
        """Return the answer as an assistant message."""
        message: Message = {"role": "assistant", "content": self.text}
        if self.tool_calls:
            message["tool_calls"] = list(self.tool_calls)
        if self.reasoning:
            message["reasoning_content"] = self.reasoning
        return message


class Policy(ABC):
    """Base class of policies.

    Class attributes:
        wishes: what the environment shall suggest at every turn (``"expert"``: the gold message,
            ``"random"``: a random admissible one). Only policies that are not models need any.
        preferred_format: the action format to play in where none is asked for; the environment's otherwise.
    """

    wishes: ClassVar[tuple[Wish, ...]] = ()
    preferred_format: ClassVar[str | None] = None
    spec: str = ""

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> Policy:
        """Make the policy of ``scheme:argument?options``; the default takes neither.

        Raises:
            OptionError: an argument or option that the policy does not take.
        """
        from agentgym.errors import OptionError

        if argument or options:
            raise OptionError(f"The policy {cls.__name__} takes no argument and no options in its spec.")
        return cls()

    @abstractmethod
    async def act(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            PolicyError: no answer could be had (``retryable`` says whether to try again).
        """

    def cache_key(self, request: Request) -> bytes | None:
        """Return what an answer depends on, so that ``--cache`` can keep it; ``None``: it is not kept.

        Everything belongs in it that is sent, and the version of what answers. The repetition is added by the
        engine. Asked for while the policy is open.
        """
        return None

    async def open(self) -> None:
        """Acquire connections or start servers; called once before the first request of a run."""

    async def close(self) -> None:
        """Release what :meth:`open` acquired; called once, also after a failure."""
