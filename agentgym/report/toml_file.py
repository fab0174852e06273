"""TOML files that are called by a name, if they ship, or by their path."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from agentgym.errors import DataError, unknown_name

T = TypeVar("T")


def read_named(kind: str, name: str, folder: Path, type: type[T]) -> T:
    """Read the file ``folder/name.toml``, else the file at the path ``name``.

    Args:
        kind: what the file holds, for error messages.
        name: name or path.
        folder: where the named ones are.
        type: what it holds.

    Raises:
        UnknownNameError: there is neither; the nearest name is suggested.
        DataError: the file does not hold that.
    """
    return read_file(kind, path_of(kind, name, folder), folder, type)


def path_of(kind: str, name: str, folder: Path) -> Path:
    """Return the path of the file ``folder/name.toml``, else ``name`` as a path.

    Args:
        kind, name, folder: as in :func:`read_named`.

    Raises:
        UnknownNameError: there is neither; the nearest name is suggested.
    """
    path = folder / f"{name}.toml"
    if not path.exists():
        path = Path(name)
        if not path.is_file():
            raise unknown_name(kind, name, names(folder))
    return path


def read_file(kind: str, path: Path, folder: Path, type: type[T]) -> T:
    """Read a file.

    Args:
        kind, folder, type: as in :func:`read_named`.
        path: the file.

    Raises:
        DataError: it does not hold that.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), type)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        example = next(iter(sorted(folder.glob("*.toml"))), folder)
        what = kind.removeprefix("set of ")
        raise DataError(f"{path} holds no {what}: {error}. See {example} for the form.") from None


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(p.stem for p in folder.glob("*.toml"))
