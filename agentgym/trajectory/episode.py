"""The record of an episode: one line of the log, typed.

The schema is versioned (:data:`SCHEMA`); a reader refuses a newer one and reads every older one. What the model was
shown at a turn is recorded by reference (:class:`ViewRef`) and read with :mod:`agentgym.trajectory.views`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from agentgym.messages import Message
from agentgym.policy import Completion
from agentgym.status import Ending, Status

SCHEMA = 2
"""Version of the log's schema, written on every line."""


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Messages that stand beside each other, within a view.

    Attributes:
        made: they are in :attr:`Episode.made`; else in the conversation of the turn.
        start, stop: their positions there.
        added: text that the last of them has at its end in the view, and not there (a notice).
    """

    made: bool
    start: int
    stop: int
    added: str = ""


class ViewRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the model was shown, by reference.

    Attributes:
        pieces: the messages, in the order they were sent.
        tools: position in :attr:`Episode.made_tools` of the tool schemas that were sent; those of the episode by
            default.
        reasoning: the reasoning of earlier turns was sent along.
        omitted: messages of the conversation that were not shown.
    """

    pieces: tuple[Piece, ...]
    tools: int | None = None
    reasoning: bool = False
    omitted: int = 0


class Step(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One turn: what the policy answered, and what came back.

    Attributes:
        completion: the policy's answer with model, sampling, usage, cost, latency and, where the server gives
            them, token ids. Of the prompt's ids, only those after the first :attr:`prompt_kept` are here.
        output: the raw action string that the environment was given.
        view: what the model was shown; the whole conversation, and nothing else, where it is ``None``.
        action: the parsed action in native form; empty if nothing parsed.
        thought: what the model said before the action, where the format has thoughts.
        parse_error: why the output did not parse; empty if it did.
        mapped_from: the output's own action where the BLEU fallback replaced it.
        observation: the environment's answer; empty at the last turn of an episode whose environment failed there.
        reward: 0 before the end.
        seconds: wall time of the environment's step.
        prompt_kept: how many of the prompt's ids are as in the turn before (its prompt, then its answer).
        prefix_break: position of the first prompt token that is not what the turn before was asked and answered
            (:func:`agentgym.trajectory.tokens.prefix_break`); ``None`` if the prompt goes on exactly there, or no
            token ids were recorded.
        messages: opening turns of the fresh session that begins with the observation.
        unasked: no policy was asked: nothing that could be answered mattered.
        others: as in :class:`~agentgym.turn.TurnInfo`.
    """

    output: str
    observation: str
    completion: Completion = msgspec.field(default_factory=Completion)
    view: ViewRef | None = None
    action: str = ""
    thought: str = ""
    parse_error: str = ""
    parse_error_kind: str = ""
    mapped_from: str = ""
    reward: float = 0.0
    terminated: bool = False
    truncated: bool = False
    seconds: float = 0.0
    prompt_kept: int = 0
    prefix_break: int | None = None
    messages: list[Message] | None = None
    observation_later: str | None = None
    action_later: str | None = None
    tool_results: list[str] = []
    refused: bool = False
    call_error: bool = False
    unasked: bool = False
    screenshot: str | None = None


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
        schema: version of the schema.
        key: what identifies the episode (:mod:`agentgym.trajectory.identity`); what a resume compares.
        env_args: the arguments that define what was played, defaults filled in.
        task_hash: hash of the task's content.
        calls_functions: every action of the environment is a function call, whatever the action format.
        policy: the policy's label.
        policy_spec: the text that it was made from.
        policy_id: hash of its identity.
        limits: limits that would have ended it with a reward of 0, where any were set: part of its key.
        reward: the environment's score, the primary one; ``None`` if the episode is unscored or failed.
        metrics: further scores of the environment (``steps``, ``success``, ``f1`` …).
        opening: messages before the first observation.
        observation: the first observation.
        observation_later: its text once it is no longer the newest message, where that differs.
        tools: schemas of the environment's tools.
        made, made_tools: messages and tool schemas that views show and the conversation does not have.
        views: whether what the model was shown is known; not so in some logs of schema 1.
        framework: version and, in a checkout, commit of agentgym.
        started: seconds since the epoch.
        seconds: wall time of the whole episode.
        working_seconds: the part of it that the environment's steps took.
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
    calls_functions: bool = False
    policy: str = ""
    policy_spec: str = ""
    policy_id: str = ""
    repeat: int = 0
    seed: int = 0
    limits: dict[str, float] = {}
    metrics: dict[str, float] = {}
    opening: list[Message] = []
    observation: str = ""
    observation_later: str | None = None
    tools: list[dict[str, Any]] = []
    made: list[Message] = []
    made_tools: list[list[dict[str, Any]]] = []
    views: bool = True
    steps: list[Step] = []
    failure: Failure | None = None
    framework: str = ""
    started: float = 0.0
    seconds: float = 0.0
    working_seconds: float = 0.0

    @property
    def id(self) -> str:
        """The episode's permanent id: its key."""
        return self.key

    @property
    def ending(self) -> Ending:
        """Scored, unscored or failed."""
        return self.status.ending

    @property
    def success(self) -> bool:
        """Whether the reward is 1."""
        return self.ending is Ending.SCORED and (self.reward or 0.0) >= 1.0

    @property
    def prompt_tokens(self) -> int:
        """Prompt tokens over all calls, as far as the server counted them."""
        return sum(s.completion.usage.prompt_tokens for s in self.steps if s.completion.usage)

    @property
    def completion_tokens(self) -> int:
        """Completion tokens over all calls."""
        return sum(s.completion.usage.completion_tokens for s in self.steps if s.completion.usage)
