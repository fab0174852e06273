"""The record of an episode: one line of the log, typed.

The schema is versioned (:data:`SCHEMA`); a reader refuses a newer one and reads every older one. A reward is
``None`` until it is scored and stays so for failures of the machinery (:attr:`Status.is_failure`).
"""

from __future__ import annotations

from typing import Any

import msgspec

from agentgym.conversation import Conversation
from agentgym.messages import Message
from agentgym.policy import Completion
from agentgym.status import Status

SCHEMA = 1
"""Version of the log's schema, written on every line."""


class Step(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One turn: what the policy answered, and what came back.

    Attributes:
        completion: the policy's answer with model, sampling, usage, cost, latency and, where the server gives
            them, token ids.
        output: the raw action string that the environment was given.
        action: the parsed action in native form; empty if nothing parsed.
        thought: what the model said before the action, where the format has thoughts.
        parse_error: why the output did not parse; empty if it did.
        mapped_from: the output's own action where the BLEU fallback replaced it.
        observation: the environment's answer.
        reward: 0 before the end.
        seconds: wall time of the environment's step.
        prefix_break: position of the first prompt token that is not what the turn before was asked and answered
            (:func:`agentgym.trajectory.prefix.prefix_break`); ``None`` if the prompt goes on exactly there, or no
            token ids were recorded.
        info: keys of the environment's ``info`` that change the conversation (``observation_later`` …).
    """

    output: str
    observation: str
    completion: Completion = msgspec.field(default_factory=Completion)
    action: str = ""
    thought: str = ""
    parse_error: str = ""
    parse_error_kind: str = ""
    mapped_from: str = ""
    reward: float = 0.0
    terminated: bool = False
    truncated: bool = False
    seconds: float = 0.0
    prefix_break: int | None = None
    info: dict[str, Any] = {}

    @property
    def refused(self) -> bool:
        """Whether the action was well-formed but not possible."""
        return bool(self.info.get("refused"))

    @property
    def call_error(self) -> bool:
        """Whether a function or command was called and failed."""
        return bool(self.info.get("call_error"))


class Failure(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Why an episode has no score: the class of the error, its message, where it was raised."""

    kind: str
    message: str
    where: str = ""
    traceback: str = ""
    attempts: int = 1


class Episode(msgspec.Struct, kw_only=True):
    """One episode, complete enough to be replayed, scored again, trained on and shown.

    Attributes:
        key: stable key of (environment, arguments, policy, task, repeat, seed); what a resume compares.
        opening: messages before the first observation.
        observation: the first observation.
        observation_later: its text once it is no longer the newest message, where that differs.
        metrics: numbers of the environment (``steps``, ``success``, ``f1`` …).
        framework: version and, in a checkout, commit of agentgym.
        started: seconds since the epoch.
        seconds: wall time of the whole episode.
    """

    env_id: str
    task_id: str
    status: Status
    reward: float | None
    schema: int = SCHEMA
    key: str = ""
    env_args: dict[str, Any] = {}
    task_kind: str = ""
    task_hash: str = ""
    split: str = ""
    profile: str = ""
    action_format: str = ""
    policy: str = ""
    repeat: int = 0
    seed: int = 0
    metrics: dict[str, float] = {}
    opening: list[Message] = []
    observation: str = ""
    observation_later: str | None = None
    tools: list[dict[str, Any]] = []
    steps: list[Step] = []
    failure: Failure | None = None
    framework: str = ""
    started: float = 0.0
    seconds: float = 0.0

    @property
    def id(self) -> str:
        """The episode's permanent id: its key."""
        return self.key

    @property
    def success(self) -> bool:
        """Whether the reward is 1."""
        return self.reward is not None and self.reward >= 1.0

    @property
    def messages(self) -> list[Message]:
        """The conversation as the policy would see it after the last turn."""
        first: dict[str, Any] = {"messages": self.opening}
        if self.observation_later is not None:
            first["observation_later"] = self.observation_later
        chat = Conversation(self.observation, first)
        for step in self.steps:
            chat.add(step.completion.message(), step.observation, step.info)
        return chat.messages

    @property
    def prompt_tokens(self) -> int:
        """Prompt tokens over all calls, as far as the server counted them."""
        return sum(s.completion.usage.prompt_tokens for s in self.steps if s.completion.usage)

    @property
    def completion_tokens(self) -> int:
        """Completion tokens over all calls."""
        return sum(s.completion.usage.completion_tokens for s in self.steps if s.completion.usage)

    @property
    def cost(self) -> float | None:
        """Cost over all calls, ``None`` if no call has one."""
        costs = [s.completion.cost for s in self.steps if s.completion.cost is not None]
        return sum(costs) if costs else None
