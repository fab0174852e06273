"""Game files in ALFWorld's own layout: ``<split>/<task>/<trial>/game.tw-pddl``, a folder of them, or one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from agentgym.environments.alfworld.official.logic import recognise, task_sentence
from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.game import Game
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.errors import DataError
from agentgym.install import hint

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


def find(root: Path, split: str) -> dict[str, Path]:
    """Return the game files below ``root`` by task id (their folder), sorted by path.

    ``root`` is ALFWORLD_DATA (with ``json_2.1.1`` in it), ``json_2.1.1`` itself, any folder of games, or one
    game file. The split chooses among the official split folders where they exist.

    Raises:
        DataError: there is no game.
    """
    if root.is_file():
        return {_id(root, root.parent): root}
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
    return {_id(path, base): path for path in paths}


def read(path: Path) -> GameFile:
    """Read a game file; the last few are remembered as long as the file does not change.

    Raises:
        DataError: the file is no game: not JSON, or without domain, grammar or problem.
    """
    return _read(path, *_version(path))


def parsed(path: Path) -> Game:
    """Return the game of a file, parsed; shared by all environments of the process.

    The last few hundred are remembered (about 0.25 MB each), each as long as its file does not change.

    Raises:
        DataError: as :func:`read`, or the game speaks no dialect that the fast engine knows.
    """
    return _parsed(path, *_version(path))


def game_of(file: GameFile) -> Game:
    """Parse the content of a game file.

    Raises:
        DataError: it is damaged, or speaks no dialect that the fast engine knows.
    """
    task, dialect = task_sentence(file.grammar), dialect_of(file)
    return Game(parse(file.pddl_problem), task, dialect)


def dialect_of(file: GameFile) -> Dialect:
    """Return the dialect of a game.

    Raises:
        DataError: it speaks none that the fast engine knows.
    """
    dialect = recognise(file.pddl_domain, file.grammar)
    if dialect is None:
        raise DataError(
            "The game's domain or grammar is neither alfworld's ('move … to …') nor the older one "
            "('put … in/on …'): engine='fast' cannot play it. Use engine='textworld' "
            f"({hint('alfworld')}), or a game file as alfworld writes it."
        )
    return dialect


def _id(path: Path, base: Path) -> str:
    relative = path.parent.relative_to(base) if path.name == GAME else path.relative_to(base)
    return str(relative) if str(relative) != "." else path.stem


def _version(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written anew; time alone may stand still for some milliseconds.

    Raises:
        DataError: the file is gone.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    return status.st_mtime_ns, status.st_size


@lru_cache(64)
def _read(path: Path, _changed: int, _size: int) -> GameFile:
    try:
        return _decoder.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} is no game file: {error}. Expected JSON with pddl_domain, grammar and pddl_problem, "
            "as alfworld writes it; the download may be cut off."
        ) from None


@lru_cache(512)
def _parsed(path: Path, changed: int, size: int) -> Game:
    file = _read(path, changed, size)
    try:
        return game_of(file)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None
