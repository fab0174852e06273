"""The expert: the simulator's own gold paths, kept for the paper's episodes and made on demand for the others."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from agentgym.environments.scienceworld.tasks import parts
from agentgym.environments.scienceworld.world.game import FIRST
from agentgym.environments.scienceworld.world.java import jar_hash
from agentgym.environments.scienceworld.world.simulators import SIMULATORS
from agentgym.paths import cache_folder
from agentgym.stores import read_store

WAIT = "wait1"
STORE = Path(__file__).parent / "data" / "gold.json.zst"


class Recorded(msgspec.Struct):
    """Gold paths as they ship.

    Attributes:
        jar: hash of the jar that made them; for another one they are made anew.
        simplification: what they were made with.
        paths: commands by task id.
    """

    jar: str
    simplification: str
    paths: dict[str, list[str]]


def path(task_id: str, simplification: str) -> list[str]:
    """Return commands that solve a task from its beginning.

    What is not kept is made in a second simulator, which takes seconds, and kept in the cache folder.

    Raises:
        EnvironmentFailure: the machine has failed.
    """
    kept = recorded()
    if (kept.jar, kept.simplification) == (jar_hash(), simplification) and task_id in kept.paths:
        return kept.paths[task_id]
    with SIMULATORS.get().making.setdefault(task_id, threading.Lock()):
        return _made(task_id, simplification)


def rest(gold: Sequence[str], taken: Sequence[str]) -> Iterator[str]:
    """Yield what is left of a gold path once commands were taken: those that it asks for next count, others do not.

    After its end it waits: the task may be solved a little later, or, where commands were taken for others, never.
    """
    done = 0
    for command in taken:
        done += done < len(gold) and command == gold[done]
    yield from gold[done:]
    yield from itertools.repeat(WAIT)


def in_turns(commands: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield commands, or thoughts (true), so that no five turns in a row are of two kinds: the harness would stop.

    A command that was given one or two turns before comes after a thought. Looking around is left out: it takes no
    time, and at the beginning the harness takes it for something else.
    """
    before: deque[str] = deque(maxlen=2)
    for number, command in enumerate(c for c in commands if c != FIRST):
        if command in before:
            yield f"Think: I go on, this is command {number + 1}.", True
        before.append(command)
        yield command, False


@functools.cache
def recorded() -> Recorded:
    """Return the gold paths that ship."""
    return read_store(STORE, Recorded)


def make(task_id: str, simplification: str) -> list[str]:
    """Let a second simulator make a gold path.

    It is a new one each time: which rooms a path goes through first depends on the paths that were made before.
    """
    name, variation = parts(task_id)
    simulators = SIMULATORS.get()
    slot = simulators.lend_new()
    try:
        return slot.gold(name, variation, simplification)
    finally:
        simulators.drop(slot)


@functools.lru_cache(1024)
def _made(task_id: str, simplification: str) -> list[str]:
    name = simplification.replace(",", "+") or "none"
    file = cache_folder() / "scienceworld" / jar_hash() / name / f"{task_id}.json"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=list[str])
    found = make(task_id, simplification)
    with contextlib.suppress(OSError):  # A cache that cannot be written costs time, and nothing else.
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_bytes(msgspec.json.encode(found))
        draft.replace(file)
    return found
