"""A row of a data set: one conversation, where it comes from, and what proves it.

A row is a conversation with provenance, whatever made it: a session of an episode, or a conversation from elsewhere,
which then has neither source nor certificate. The field ``loss`` of a message says whether training may learn from it.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from agentgym.messages import Message

SCHEMA = 1
"""Version of the rows' schema, written beside them."""


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a conversation comes from: an episode of a run.

    Attributes:
        episode: key of the episode.
        env_id, task_id, task_kind, task_hash, split, profile, action_format, policy, policy_spec, policy_id, repeat:
            as in :class:`~agentgym.trajectory.Episode`.
        model: the model that answered first; empty where none did.
        status: how the episode ended.
        reward: its primary score, a later one where there is one.
        metrics: its other scores.
        session: number of the conversation within the episode.
        turns: numbers of the episode's turns that are in the conversation and were answered by the policy.
        thoughts: how many of them have a thought.
        completed: those of ``turns`` whose thought was written afterwards (`agentgym thoughts`).
        completed_by: the policy that wrote them.
        exact: at every turn the model was shown what stands before it in the row
            (:class:`~agentgym.trajectory.Session`).
        stripped: a demonstration was taken out.
    """

    episode: str
    env_id: str
    task_id: str
    task_kind: str = ""
    task_hash: str = ""
    split: str = ""
    profile: str = ""
    action_format: str = ""
    policy: str = ""
    policy_spec: str = ""
    policy_id: str = ""
    model: str = ""
    repeat: int = 0
    status: str = ""
    reward: float | None = None
    metrics: dict[str, float] = {}
    session: int = 0
    turns: list[int] = []
    thoughts: int = 0
    completed: list[int] = []
    completed_by: str = ""
    exact: bool = True
    stripped: bool = False


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to execute an episode again, and what must come out.

    Attributes:
        env_id, env_args: the environment and its definition.
        task_id, task_hash: the task and the hash of its content.
        seed: of the episode.
        framework: version of agentgym that played it.
        actions: what the environment was given, turn by turn.
        trace: eight hex digits for the first observation and for what answered each turn (:func:`trace_of`).
        reward: the environment's own score; ``None`` where it gives none.
        verbatim: the conversation shows the observations as the environment gave them.
        hash: over all of it and over the conversation (:func:`seal`).
    """

    env_id: str
    env_args: dict[str, Any]
    task_id: str
    task_hash: str
    seed: int
    framework: str
    actions: list[str]
    trace: list[str]
    reward: float | None
    verbatim: bool = True
    hash: str = ""


class Sampled(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation's token ids, as the model's server read and sampled them.

    Attributes:
        ids: of the whole conversation.
        turns: for each trained turn, in order, where its ids begin and end.
    """

    ids: list[int]
    turns: list[tuple[int, int]]


class Row(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One conversation.

    Attributes:
        id: unique in its data set (``alfworld_0``).
        messages: the conversation; an assistant's turn is trained where its ``loss`` is true.
        tools: schemas of the tools that it was sent with.
        source: the episode that it comes from; ``None`` for a conversation from elsewhere.
        certificate: what proves it; ``None`` where nothing can.
        tokens: the ids that were sampled; ``None`` where the log has none, or where they are not one text: the server
            read earlier answers otherwise than they were sampled, or the conversation was changed since.
    """

    id: str
    messages: list[Message]
    tools: list[dict[str, Any]] = []
    source: Source | None = None
    certificate: Certificate | None = None
    tokens: Sampled | None = None

    @property
    def trained(self) -> list[Message]:
        """The turns that training may learn from."""
        return [m for m in self.messages if m["role"] == "assistant" and m.get("loss") is True]


def seal(certificate: Certificate, row: Row) -> Certificate:
    """Return the certificate with its hash, over its other fields and the conversation of the row."""
    return msgspec.structs.replace(certificate, hash=hash_of(certificate, row))


def hash_of(certificate: Certificate, row: Row) -> str:
    """Return sixteen hex digits over a certificate and the conversation that it is for."""
    return digest([msgspec.structs.replace(certificate, hash=""), row.messages, row.tools])


def trace_of(observation: str, reward: float = 0.0, terminated: bool = False, truncated: bool = False) -> str:
    """Return eight hex digits over what an environment answered."""
    return digest([observation, float(reward), terminated, truncated])[:8]


def digest(value: object) -> str:
    """Return sixteen hex digits over a value; lone surrogates, which a model can produce, have a digest as well."""
    try:
        raw = msgspec.json.encode(value, order="sorted")
    except UnicodeEncodeError:
        raw = repr(msgspec.to_builtins(value, order="sorted")).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:16]
