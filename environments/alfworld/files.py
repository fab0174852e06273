"""Game files in ALFWorld's own layout: ``<split>/<task>/<trial>/game.tw-pddl``, a folder of them, or one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import msgspec

from agentgym.environments.alfworld.dialect import task_sentence
from agentgym.environments.alfworld.engines import GameFile, dialect_of
from agentgym.environments.alfworld.game import Game
from agentgym.errors import DataError
from agentgym.tasks import Task, TaskSet

GAME = "game.tw-pddl"
OFFICIAL = {
    "train": ("train",),
    "dev": ("valid_train", "valid_seen"),
    "seen": ("valid_seen",),
    "unseen": ("valid_unseen",),
    "test": ("valid_unseen",),
}
"""Folders of the published data that a split reads; the first that exists."""

_decoder = msgspec.json.Decoder(GameFile)


def find(root: Path, split: str) -> TaskSet:
    """Return the games below ``root`` as tasks, sorted by path; loaded when they are asked for.

    ``root`` is ALFWORLD_DATA (with ``json_2.1.1`` in it), ``json_2.1.1`` itself, any folder of games, or one
    game file. The split chooses among the official split folders where they exist.

    Raises:
        DataError: there is no game.
    """
    if root.is_file():
        return TaskSet.of([_task(root, root.parent, split)], name=str(root))
    base = root / "json_2.1.1" if (root / "json_2.1.1").is_dir() else root
    if any((base / name).is_dir() for names in OFFICIAL.values() for name in names):
        folders = [base / name for name in OFFICIAL[split] if (base / name).is_dir()]
        if not folders:
            there = sorted(p.name for p in base.iterdir() if p.is_dir())
            raise DataError(
                f"{base} has no folder for split {split!r}: expected {' or '.join(OFFICIAL[split])}, found {there}."
            )
        base = folders[0]
    paths = sorted(base.rglob(GAME)) or sorted(base.rglob("*.tw-pddl"))
    if not paths:
        raise DataError(
            f"No {GAME} below {base}. ALFWorld's data has them after `agentgym data alfworld get`; "
            "data='embedded' needs no download."
        )
    ids = {str(p.parent.relative_to(base)) if p.name == GAME else str(p.relative_to(base)): p for p in paths}
    return TaskSet(list(ids), lambda i: _task(ids[i], base, split), name=f"{base} ({split})")


def read(path: Path) -> GameFile:
    """Read a game file.

    Raises:
        DataError: the file is no game: not JSON, or without domain, grammar or problem.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(512)
def parsed(path: Path) -> Game:
    """Return the game of a file, parsed; shared by all environments of the process.

    Raises:
        DataError: as :func:`read`, or the game speaks no dialect that our engine knows.
    """
    file = read(path)
    try:
        return Game(file.pddl_problem, task_sentence(file.grammar), dialect_of(file))
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


@lru_cache(64)
def _read(path: Path, _: int) -> GameFile:
    try:
        return _decoder.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} is no game file: {error}. Expected JSON with pddl_domain, grammar and pddl_problem, "
            "as alfworld writes it; the download may be cut off."
        ) from None


def _task(path: Path, base: Path, split: str) -> Task:
    relative = path.parent.relative_to(base) if path.name == GAME else path.relative_to(base)
    task_id = str(relative) if str(relative) != "." else path.stem
    kind = next((p.split("-")[0] for p in path.parts[::-1] if p.startswith(("pick_", "look_at"))), "")
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Task(id=task_id, data=str(path), split=split, kind=kind, fingerprint=fingerprint)
