"""Files and folders that appear whole or not at all: written beside their place, then moved there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agentgym.errors import LogError, OptionError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; the file is moved to its place at the end, and removed on an error.

    Raises:
        LogError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            beside = Path(file.name)
        try:
            yield beside
            beside.chmod(0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def whole_folder(path: Path, mark: str) -> Iterator[Path]:
    """Give a folder to write in; it is moved to its place at the end, and removed on an error.

    Args:
        path: its place; there may be nothing there yet, or an earlier export, which is replaced.
        mark: what an earlier export has in it (a glob pattern).

    Raises:
        OptionError: something else is at the place.
        LogError: it cannot be written.
    """
    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not any(path.glob(mark)))):
        raise OptionError(f"{path} is there already and is no export of this format: name another folder.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        try:
            yield beside
            beside.chmod(0o755)
            if path.exists():
                shutil.rmtree(path)
            beside.rename(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise LogError(f"{path} cannot be written: {error.strerror or error}.") from error
