"""Official files, fetched where their publishers have them, checked, and kept whole or not at all."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import tarfile
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

from agentgym.card import Card, Source, packaged
from agentgym.errors import DataError

SECONDS = 60.0
"""How long a server may be silent."""

_PIECE = 1 << 20

Say = Callable[[str], None]


def get(card: Card, folder: Path, say: Say = print) -> None:
    """Put an environment's official files into a folder; what is there and right stays as it is.

    A file that an installed package holds is copied from there, without a network.

    Args:
        card: the environment's; its ``sources`` are fetched.
        folder: where they are put; made where it is missing.
        say: is told what is done.

    Raises:
        DataError: a file cannot be fetched, or is another one than expected; nothing of it is kept then.
    """
    for source in card.sources:
        target = folder / source.path
        if source.path and target.is_file() and _sha256(target) == source.sha256:
            say(f"{target} is there.")
            continue
        if source.members and all((folder / Path(m).name).is_dir() for m in source.members):
            say(f"{folder}: {', '.join(Path(m).name for m in source.members)} are there.")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as beside:
            file = Path(beside) / "file"
            installed = packaged(card.official_file)
            if installed is not None:
                say(f"copying {installed}")
                shutil.copyfile(installed, file)
            else:
                say(f"fetching {source.url}")
                _fetch(source.url, file, folder)
            found = _sha256(file)
            if found != source.sha256:
                raise DataError(
                    f"{installed or source.url} has the SHA-256 {found}, expected {source.sha256}: it is another file "
                    "than the one that this environment was tried with. Nothing of it was kept; to use it all the "
                    "same, fetch it yourself and give data=PATH."
                )
            _keep(source, file, folder)
        say(f"{folder}: {source.path or ', '.join(Path(m).name for m in source.members)}")


def _fetch(url: str, file: Path, folder: Path) -> None:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer, file.open("wb") as out:
            shutil.copyfileobj(answer, out, _PIECE)
    except (OSError, http.client.HTTPException) as error:
        raise DataError(
            f"{url} cannot be fetched: {error}. It needs a network (a proxy is taken from https_proxy). Where there is "
            f"none, bring the file into {folder} yourself; data='embedded' needs neither."
        ) from None


def _keep(source: Source, file: Path, folder: Path) -> None:
    if not source.members:
        target = folder / source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, target)
        return
    unpacked = file.parent / "unpacked"
    try:
        with tarfile.open(file) as archive:
            for entry in archive:
                folder_in, _, name = entry.name.rpartition("/")
                content = archive.extractfile(entry) if folder_in in source.members else None
                if content is not None and name not in ("", ".", ".."):
                    (unpacked / folder_in).mkdir(parents=True, exist_ok=True)
                    with content, (unpacked / folder_in / name).open("wb") as out:
                        shutil.copyfileobj(content, out, _PIECE)
    except (OSError, tarfile.TarError) as error:
        raise DataError(f"{source.url} cannot be unpacked: {error}.") from None
    for member in source.members:
        if not (unpacked / member).is_dir():
            raise DataError(f"{source.url} has no folder {member}.")
        target = folder / Path(member).name
        if target.exists():
            shutil.rmtree(target)
        os.replace(unpacked / member, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
