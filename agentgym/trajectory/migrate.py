"""Bringing logs of an earlier schema up to date: ``agentgym migrate DIR``.

Every episode is rewritten as today's: typed turns, the key that a resume compares, and what the model was shown. The
last two are found out by making the environment and the policy again from what the log says of them; where that is not
possible (a package is missing, the task's data has gone), the episode keeps its old key, or says that its views are not
known. The old files stay beside the new ones, with ``.schema1`` at the end of their names.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

from agentgym import registry
from agentgym.env import AgentEnv
from agentgym.errors import DataError, LogError
from agentgym.policy import Policy, Request
from agentgym.trajectory import schema1
from agentgym.trajectory.codec import TornLine, decode, encode
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.files import RUNS, compress, episode_files, lines
from agentgym.trajectory.identity import episode_key, policy_id
from agentgym.trajectory.views import ViewRecorder, conversations
from agentgym.trajectory.writer import LogWriter

KEPT = ".schema1"
_MANIFEST = "run.json"
_EVALUATION = "eval.json"


class Migrated(msgspec.Struct):
    """What a migration did.

    Attributes:
        files: files that were rewritten.
        episodes: episodes in them.
        torn: lines that a killed process left incomplete; they stay in the old files only.
        old_keys: episodes that keep the key they had, by the reason: a resume plays them again.
        no_views: episodes of which is not known what the model was shown, by the reason.
    """

    files: int = 0
    episodes: int = 0
    torn: int = 0
    old_keys: Counter[str] = msgspec.field(default_factory=Counter)
    no_views: Counter[str] = msgspec.field(default_factory=Counter)


def migrate(folder: Path) -> Migrated:
    """Rewrite every log of an earlier schema below ``folder``; files that are up to date are not touched.

    Safe against a crash at any point: a file is replaced whole, and the same call again does what is left.

    Raises:
        DataError: there is no log, or a line is no episode.
        LogError: a file cannot be written.
    """
    files = episode_files(folder, failures=True)
    if not files:
        raise DataError(f"No episodes at {str(folder)!r}: there is nothing to migrate.")
    done = Migrated()
    try:
        for place in sorted({f.parent for f in files}):
            with LogWriter(place):  # nobody else writes there meanwhile
                for rest in place.glob(".*.tmp"):  # of a migration that was ended half-way
                    rest.unlink()
                for file in episode_files(place, failures=True):
                    if file.parent == place and _is_old(file):
                        _rewrite(file, done)
        for manifest in sorted(folder.rglob(_MANIFEST)):
            _record_call(manifest)
        for manifest in sorted(folder.rglob(_EVALUATION)):
            _rename_suite(manifest)
    except OSError as error:
        raise LogError(f"{folder} cannot be migrated: {error}. What is written is whole.") from error
    return done


def _is_old(file: Path) -> bool:
    """Whether the file has a line of an earlier schema."""
    return any(schema1.is_old(line) for line in lines(file))


def _rewrite(file: Path, done: Migrated) -> None:
    plain = file.with_name(file.name.removesuffix(".zst"))
    partial = plain.with_name(f".{plain.name}.{os.getpid()}.tmp")
    with partial.open("wb") as out:
        for episode in _episodes(file, done):
            out.write(encode(episode))
            done.episodes += 1
        out.flush()
        os.fsync(out.fileno())
    kept = file.with_name(file.name + KEPT)
    if not kept.exists():
        # Whole or not at all: what is there is never written again.
        copy = kept.with_name(f".{kept.name}.{os.getpid()}.tmp")
        shutil.copy2(file, copy)
        copy.rename(kept)
    if file.suffix == ".zst":
        # The name without .zst is read as the same file: between the two renames it counts once.
        partial.rename(plain)
        compress(plain)
    else:
        partial.rename(file)
    done.files += 1


def _episodes(file: Path, done: Migrated) -> Iterator[Episode]:
    for line in lines(file):
        try:
            episode = decode(line)
        except TornLine:
            done.torn += 1
            continue
        if schema1.is_old(line):
            _find_views(episode, done)
            _find_key(episode, done)
        yield episode


def _find_views(episode: Episode, done: Migrated) -> None:
    """Ask the policy again what it showed at each turn: a view follows from the request alone."""
    try:
        policy = _policy(episode.policy_spec)
        recorder = ViewRecorder(episode)
        tools = episode.tools if episode.action_format == "tools" else []
        for number, (step, messages) in enumerate(zip(episode.steps, conversations(episode), strict=False)):
            if step.unasked:
                continue
            request = Request(
                messages=messages, tools=tools, env_id=episode.env_id, task_id=episode.task_id,
                action_format=episode.action_format, step=number, seed=episode.seed, repeat=episode.repeat,
                episode_id=episode.key,
            )  # fmt: skip
            step.view = recorder.record(request, policy.view(request))
    except Exception as error:  # noqa: BLE001  (any policy of the user's: the log says that it could not be asked)
        done.no_views[f"{episode.policy_spec}: {error}"] += 1
        for step in episode.steps:
            step.view = None
        episode.made, episode.made_tools = [], []
        return
    episode.views = True


def _find_key(episode: Episode, done: Migrated) -> None:
    try:
        policy = _policy(episode.policy_spec)
        args = _definition(episode.env_id, msgspec.json.encode(episode.env_args, order="sorted"))
        task_hash = episode.task_hash or _task_hash(episode)
    except Exception as error:  # noqa: BLE001  (likewise: an environment of the user's)
        done.old_keys[f"{episode.env_id}: {error}"] += 1
        return
    episode.policy, episode.policy_id = policy.label or episode.policy_spec, policy_id(policy)
    episode.env_args, episode.task_hash = args, task_hash
    episode.key = episode_key(
        env_id=episode.env_id, env_args=args, task=episode.task_id, task_hash=task_hash,
        policy=episode.policy_id, repeat=episode.repeat, seed=episode.seed, limits=episode.limits,
    )  # fmt: skip


@cache
def _policy(spec: str) -> Policy:
    return registry.make_policy(spec)


@cache
def _definition(env_id: str, env_args: bytes) -> dict[str, Any]:
    env = _env(env_id, env_args)
    return env.definition()


@cache
def _env(env_id: str, env_args: bytes) -> AgentEnv:
    return cast(AgentEnv, registry.make(env_id, msgspec.json.decode(env_args)).unwrapped)


def _task_hash(episode: Episode) -> str:
    """Return the hash of the task as it is now: an episode that failed at its beginning has none in the log."""
    env = _env(episode.env_id, msgspec.json.encode(episode.env_args, order="sorted"))
    return env.tasks.content_hash(episode.task_id)


def _record_call(manifest: Path) -> None:
    """Make what ``run.json`` says the first line of ``runs.jsonl``."""
    runs = manifest.with_name(RUNS)
    try:
        call = msgspec.json.decode(manifest.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{manifest} is broken: {error}.") from None
    later = runs.read_bytes() if runs.exists() else b""
    first = msgspec.json.encode(call) + b"\n"
    if not later.startswith(first):  # A migration that was ended here has written it already.
        partial = runs.with_name(f".{runs.name}.{os.getpid()}.tmp")
        partial.write_bytes(first + later)
        partial.replace(runs)
    manifest.rename(manifest.with_name(manifest.name + KEPT))


def _rename_suite(manifest: Path) -> None:
    """Write the suite of an evaluation with today's words: ``environments`` for ``tasks``, ``tasks`` for ``limit``."""
    try:
        record = msgspec.json.decode(manifest.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{manifest} is broken: {error}.") from None
    suite = record.get("suite") if isinstance(record, dict) else None
    if not isinstance(suite, dict) or "tasks" not in suite:
        return
    listed = suite.pop("tasks")
    suite["environments"] = [{("tasks" if k == "limit" else k): v for k, v in e.items()} for e in listed]
    shutil.copy2(manifest, manifest.with_name(manifest.name + KEPT))
    partial = manifest.with_name(f".{manifest.name}.{os.getpid()}.tmp")
    partial.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")
    partial.replace(manifest)
