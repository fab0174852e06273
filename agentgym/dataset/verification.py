"""Verification: execute the rows of a data set again, and say row by row what differs.

Rows are dealt out to processes in batches of one environment, which is made once a batch. A certificate that several
rows share (the conversations of one episode) is executed once.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple, cast

import gymnasium

from agentgym.conversation import action_text
from agentgym.dataset.conversations import unlike
from agentgym.dataset.row import Certificate, Row, digest, hash_of, trace_of
from agentgym.env import AgentEnv
from agentgym.errors import AgentGymError
from agentgym.registry import make

BATCH = 100
"""Rows that a process is given at a time."""


class Found(NamedTuple):
    """What verifying a row found.

    Attributes:
        id: of the row.
        differs: what differs; empty if nothing does.
        provable: whether the row carries a certificate.
    """

    id: str
    differs: str
    provable: bool = True


class Played(NamedTuple):
    """What came out of executing a certificate: observations, and what differs from it (empty: nothing)."""

    observations: list[str]
    differs: str


def verify(
    rows: Iterable[Row],
    *,
    processes: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Found]:
    """Execute rows again; yield what was found of each, batch by batch of an environment.

    Args:
        rows: the rows, not all held at once.
        processes: how many processes at once; one for each processor by default. 1: none but this one, which also
            knows environments that no entry point names.
        progress: called with the number of rows that are done.
    """
    processes = processes or os.cpu_count() or 1
    done = 0
    for batch in _verified(rows, processes):
        done += len(batch)
        progress(done)
        yield from batch


def verify_row(row: Row, env: gymnasium.Env[str, str] | None = None) -> Found:
    """Execute one row again.

    Args:
        row: the row.
        env: the environment to use; made from the certificate if not given.
    """
    if row.certificate is None:
        return Found(row.id, "", provable=False)
    return _check(row, row.certificate, execute(row.certificate, env))


def execute(certificate: Certificate, env: gymnasium.Env[str, str] | None = None) -> Played:
    """Give an environment the actions of a certificate.

    Args:
        certificate: what is executed.
        env: the environment to use; made from the certificate if not given.
    """
    try:
        made = make(certificate.env_id, certificate.env_args) if env is None else env
    except (AgentGymError, TypeError) as error:
        return Played([], f"{certificate.env_id} cannot be made here: {error}")
    try:
        return _execute(certificate, made)
    except AgentGymError as error:
        return Played([], f"{type(error).__name__}: {error}")
    finally:
        if env is None:
            made.close()


def _execute(certificate: Certificate, env: gymnasium.Env[str, str]) -> Played:
    inner = cast(AgentEnv, env.unwrapped)
    now = inner.tasks.content_hash(certificate.task_id)
    if certificate.task_hash and now != certificate.task_hash:
        return Played(
            [], f"the content of the task {certificate.task_id}: was {certificate.task_hash}, is {now}"
        )
    if len(certificate.trace) != len(certificate.actions) + 1:
        return Played([], f"{len(certificate.actions)} actions have {len(certificate.trace)} results")
    observation, _ = env.reset(seed=certificate.seed, options={"task": certificate.task_id})
    seen, reward, ended = [observation], 0.0, False
    if trace_of(observation) != certificate.trace[0]:
        return Played(seen, f"the first observation: is {observation!r:.200}")
    for turn, (action, expected) in enumerate(zip(certificate.actions, certificate.trace[1:], strict=True)):
        if ended:
            return Played(seen, f"turn {turn}: the episode had ended before")
        observation, given, terminated, truncated, _ = env.step(action)
        seen.append(observation)
        reward, ended = float(given), terminated or truncated
        if trace_of(observation, reward, terminated, truncated) != expected:
            return Played(
                seen,
                f"turn {turn}: what answered it is not what is recorded: it is now {observation!r:.200}, reward "
                f"{reward:g}" + (", the end" if ended else ""),
            )
    if certificate.reward is not None and certificate.reward != reward:
        return Played(seen, f"the reward: {certificate.reward:g} is claimed, {reward:g} comes out")
    return Played(seen, "")


def _check(row: Row, certificate: Certificate, played: Played) -> Found:
    if hash_of(certificate, row) != certificate.hash:
        return Found(row.id, "the row or its certificate was changed: the hash does not fit")
    source = row.source
    if source is not None and (source.env_id, source.task_id) != (certificate.env_id, certificate.task_id):
        return Found(row.id, f"the row is of {source.task_id}, its certificate of {certificate.task_id}")
    if played.differs:
        return Found(row.id, played.differs)
    if source is None or not certificate.verbatim:
        return Found(row.id, "")
    for message, turn in zip(row.trained, source.turns, strict=False):
        if turn >= len(certificate.actions) or action_text(message) != certificate.actions[turn]:
            return Found(row.id, f"turn {turn}: the conversation has another action than was executed")
    for position, turn in unlike(row.messages, played.observations, source.turns):
        return Found(row.id, f"message {position - 1} is not what the environment said before turn {turn}")
    return Found(row.id, "")


def _verified(rows: Iterable[Row], processes: int) -> Iterator[list[Found]]:
    batches = _batches(rows)
    if processes == 1:
        yield from map(_verify_batch, batches)
        return
    waiting: deque[Future[list[Found]]] = deque()
    # Not forked: a library may have started threads, and an environment holds connections.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for batch in batches:
            waiting.append(pool.submit(_verify_batch, batch))
            if len(waiting) >= 3 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in batches of one environment; those without a certificate are a kind of their own."""
    open_batches: dict[str, list[Row]] = {}
    for row in rows:
        c = row.certificate
        kind = "" if c is None else digest([c.env_id, c.env_args])
        batch = open_batches.setdefault(kind, [])
        batch.append(row)
        if len(batch) >= BATCH:
            yield open_batches.pop(kind)
    yield from open_batches.values()


def _verify_batch(batch: list[Row]) -> list[Found]:
    first = batch[0].certificate
    if first is None:
        return [Found(r.id, "", provable=False) for r in batch]
    try:
        env: Any = make(first.env_id, first.env_args)
    except (AgentGymError, TypeError) as error:
        return [Found(r.id, f"{first.env_id} cannot be made here: {error}") for r in batch]
    found, key, played = [], "", Played([], "")
    try:
        for row in batch:
            assert row.certificate is not None
            its = digest(_identity(row.certificate))
            if its != key:
                key, played = its, execute(row.certificate, env)
            found.append(_check(row, row.certificate, played))
    finally:
        env.close()
    return found


def _identity(certificate: Certificate) -> tuple[object, ...]:
    return (
        certificate.task_id, certificate.task_hash, certificate.seed, certificate.actions, certificate.trace,
        certificate.reward,
    )  # fmt: skip
