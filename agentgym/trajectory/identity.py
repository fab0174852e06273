"""What identifies an episode: environment, arguments, task and its content, policy, repetition, seed, limits.

Two episodes with the same key are attempts at the same thing: a resume plays each key once. What does not change what
is played (a server's address, time-outs, connections, logging, the label of a policy) is in no key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from agentgym.policy import Policy


def policy_id(policy: Policy) -> str:
    """Return twelve hex digits over :meth:`~agentgym.policy.Policy.identity`."""
    return _digest(policy.identity()).hex()[:12]


def episode_seed(seed: int, task: str, repeat: int) -> int:
    """Return the seed of an episode, 31 bits: the same whatever else runs beside it.

    Args:
        seed: seed of the run.
        task: id of the task.
        repeat: number of the repetition.
    """
    return int.from_bytes(_digest([seed, task, repeat])[:4], "big") >> 1


def episode_key(
    *,
    env_id: str,
    env_args: Mapping[str, Any],
    task: str,
    task_hash: str,
    policy: str,
    repeat: int,
    seed: int,
    limits: Mapping[str, float],
) -> str:
    """Return the sixteen hex digits that a resume compares and links point to.

    Args:
        env_id: Gymnasium id.
        env_args: :meth:`~agentgym.AgentEnv.definition` of the environment.
        task: id of the task.
        task_hash: hash of its content.
        policy: the policy's :func:`policy_id`.
        repeat: number of the repetition.
        seed: the episode's own seed.
        limits: those that end it with a score, where any are set; an episode without one has the key of always.
    """
    whole = [env_id, dict(env_args), task, task_hash, policy, repeat, seed]
    return _digest([*whole, dict(limits)] if limits else whole).hex()[:16]


def _digest(value: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).digest()
