"""Our images: built from ``docker/`` on first use, named by what they are made of."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import os
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from agentgym.errors import SandboxError
from agentgym.sandbox import engine

FOLDER = Path(__file__).parent.parent / "docker"
BASE_ENV = "AGENTGYM_BASE_IMAGE"
DEFAULT_BASE = "debian:bookworm-slim"
LOCAL_BASE = "agentgym/base:bookworm"
"""What ``docker/base/build.sh`` makes, for machines that reach no registry."""

OURS = ("os", "db")


def tag(name: str, base: str) -> str:
    """Return the name of one of our images: it changes with its files and its base."""
    digest = hashlib.sha256(base.encode())
    for path in sorted((FOLDER / name).iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"agentgym/{name}:{digest.hexdigest()[:12]}"


def base(api: Any) -> str:
    """Return the base image: ``AGENTGYM_BASE_IMAGE``, else one made by our script, else Debian's."""
    chosen = os.environ.get(BASE_ENV)
    if chosen:
        return chosen
    return LOCAL_BASE if exists(api, LOCAL_BASE) else DEFAULT_BASE


def exists(api: Any, name: str) -> bool:
    """Whether the engine has an image."""
    import docker

    with engine.errors(f"The engine does not say whether it has the image {name}"):
        try:
            api.inspect_image(name)
        except docker.errors.ImageNotFound:
            return False
    return True


def built(api: Any, image: str) -> bool:
    """Whether one of our images is there already."""
    return exists(api, tag(image, base(api)))


def ensure(api: Any, image: str, say: Callable[[str], None] | None = None) -> str:
    """Return the name of a usable image; build it if it is one of ours and missing.

    Args:
        api: a ``docker.APIClient``.
        image: ``os``, ``db``, or any image's name.
        say: takes lines of progress; standard error by default.

    Raises:
        SandboxError: it is not there and cannot be built.
    """
    if image not in OURS:
        if not exists(api, image):
            raise SandboxError(f"The engine has no image {image!r}: docker pull or docker build it.")
        return image
    foundation = base(api)
    name = tag(image, foundation)
    if not exists(api, name):
        with _one_at_a_time(name):
            if not exists(api, name):
                build(api, image, name, foundation, say or _print)
    return name


@contextlib.contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Keep the processes of a run from building the same image beside one another."""
    place = (
        Path(tempfile.gettempdir())
        / f"agentgym-{os.getuid()}-{name.replace('/', '-').replace(':', '-')}.lock"
    )
    with place.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(api: Any, image: str, name: str, foundation: str, say: Callable[[str], None]) -> None:
    """Build one of our images.

    Raises:
        SandboxError: with the end of the build's output, and what to do about a base that cannot be had.
    """
    import docker

    say(f"Building the image {name} on {foundation}; this happens once.")
    last: list[str] = []
    try:
        for event in api.build(
            fileobj=_context(FOLDER / image), custom_context=True, tag=name, rm=True, forcerm=True, decode=True,
            buildargs={"BASE": foundation}, labels={"agentgym": "image"},
        ):  # fmt: skip
            text = str(event.get("stream", "")).strip()
            last = [*last, text or str(event.get("error", ""))][-15:]
            if text.startswith("Step "):
                say(text.split("\n")[0][:110])
            if "error" in event:
                raise SandboxError(_why(name, foundation, "\n".join(x for x in last if x)))
    except docker.errors.APIError as error:
        raise SandboxError(_why(name, foundation, str(error))) from None


def remove_all(api: Any) -> int:
    """Remove all images that were built by us; return how many. Those in use stay."""
    import docker

    removed = 0
    for image in api.images(filters={"label": "agentgym=image"}):
        with contextlib.suppress(docker.errors.APIError):
            for name in image.get("RepoTags") or [image["Id"]]:
                api.remove_image(name)
            removed += 1
    return removed


def _why(name: str, foundation: str, text: str) -> str:
    return (
        f"The image {name} could not be built on {foundation}:\n{text}\nWithout a registry, make the base from the "
        f"machine's own apt sources: {FOLDER / 'base' / 'build.sh'}; or name another base in {BASE_ENV}."
    )


def _context(folder: Path) -> io.BytesIO:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    archive.seek(0)
    return archive


def _print(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
