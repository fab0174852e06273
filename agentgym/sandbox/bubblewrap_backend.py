"""Sandboxes without an engine: user namespaces, an overlay on a tmpfs, bubblewrap, and the same supervisor.

It isolates less than a container: no limit of memory or processor time over all processes together (each has
its own address space limit), one user only (useradd, chown and su fail), and the host's kernel settings can be
read. Files, processes, network and disk are kept apart as in a container.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from agentgym.errors import AgentGymError, SandboxError
from agentgym.paths import cache_folder
from agentgym.processes import owner
from agentgym.sandbox import loader
from agentgym.sandbox.channel import Channel
from agentgym.sandbox.interface import Sandbox, Spec

ROOTFS_ENV = "AGENTGYM_ROOTFS"
_READY_SECONDS = 30.0
_NOBODY = 65534

# Runs in a new user and mount namespace: an overlay over the root filesystem, on memory, then bubblewrap.
_PREPARE = """
set -e
mount -t tmpfs -o size=$SB_DISK,nr_inodes=$SB_INODES,mode=0755 t "$SB_PLACE"
cd "$SB_PLACE" && mkdir upper work root
mount -t overlay o -o lowerdir="$SB_ROOTFS",upperdir=upper,workdir=work,userxattr root
exec "$@"
"""


class ChildPipe:
    """The pipes of a child process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._input, self._output = process.stdin, process.stdout

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._output.fileno()

    def send(self, data: bytes) -> None:
        """Write everything."""
        self._input.write(data)
        self._input.flush()

    def receive(self) -> bytes | None:
        """Read what is there."""
        return os.read(self._output.fileno(), 1 << 16)

    def close(self) -> None:
        """Close both ways; the supervisor inside then ends."""
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):
                stream.close()


class BubblewrapSandbox(Sandbox):
    """A sandbox of namespaces.

    Raises:
        SandboxError: bubblewrap or the root filesystem is missing, or the kernel refuses user namespaces.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        if spec.image != "os":
            raise SandboxError(
                f"The bubblewrap sandbox has one root filesystem, it cannot start the image {spec.image!r}: use Docker."
            )
        self._root = rootfs()
        self._process: subprocess.Popen[bytes] | None = None
        self._place = ""
        self._used = False
        self._start()

    @property
    def backend(self) -> str:
        """``bubblewrap``."""
        return "bubblewrap"

    @property
    def alive(self) -> bool:
        """Whether requests can be made."""
        return self._process is not None and self._process.poll() is None

    def call(self, op: str, grace: float, **fields: Any) -> dict[str, Any]:
        """Make a request of the supervisor."""
        if self._process is None:
            raise SandboxError("The sandbox is closed.")
        self._used = True
        try:
            return self._channel.call(op, grace, **fields)
        except SandboxError:
            self.close()
            raise

    def reset(self) -> None:
        """End the process tree, and with it its overlay; start another."""
        if self._used:
            self.close()
            self._start()

    def hang_up(self) -> None:
        """Let the process tree end by itself."""
        if self._process is not None:
            self._pipe.close()

    def close(self) -> None:
        """End the process tree."""
        process, self._process = self._process, None
        if process is not None:
            self._pipe.close()
            process.kill()
            process.wait()
        if self._place:
            with contextlib.suppress(OSError):
                os.rmdir(self._place)
            self._place = ""

    def _start(self) -> None:
        self._place = str(owner.make_place())
        if os.getuid() == 0:
            os.chown(self._place, _NOBODY, _NOBODY)
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
        self._process = subprocess.Popen(
            _command(self.spec),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                "SB_PLACE": self._place,
                "SB_ROOTFS": str(self._root),
                "SB_DISK": str(self.spec.disk),
                "SB_INODES": str(self.spec.inodes),
            },
            cwd="/",
        )
        self._pipe = ChildPipe(self._process)
        self._channel = Channel(self._pipe)
        try:
            with contextlib.suppress(BrokenPipeError):
                loader.feed(self._pipe)
            self._channel.call("ping", _READY_SECONDS)
        except (AgentGymError, OSError) as error:
            self.close()
            errors.seek(0)
            told = errors.read()[-500:].decode("utf-8", "replace").strip()
            raise SandboxError(
                f"The bubblewrap sandbox does not start: {error} {told} Does the kernel allow user namespaces "
                "(sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)?"
            ) from None
        finally:
            errors.close()
        self._used = False


def missing() -> str:
    """Return what bubblewrap lacks here, empty if nothing."""
    for tool in ("bwrap", "unshare", "setpriv"):
        if shutil.which(tool) is None:
            package = "bubblewrap" if tool == "bwrap" else "util-linux"
            return f"{tool} is not installed (apt-get install {package})"
    if not _rootfs_place().is_dir():
        return f"there is no root filesystem in {_rootfs_place()} (docker/base/build.sh --rootfs {_rootfs_place()})"
    return ""


def rootfs() -> Path:
    """Return the folder of the root filesystem.

    Raises:
        SandboxError: a tool or the folder is missing; says how to get it.
    """
    if lack := missing():
        raise SandboxError(f"The bubblewrap sandbox cannot start: {lack}.")
    return _rootfs_place()


@functools.cache
def notice() -> None:
    """Say once that the weaker sandbox is in use."""
    print(
        "No Docker engine answers: commands run in a bubblewrap sandbox, which limits memory per process only, "
        "processor time not at all, and has no other users. `agentgym doctor` and docs/sandbox.md say more.",
        file=sys.stderr,
    )


def _rootfs_place() -> Path:
    own = os.environ.get(ROOTFS_ENV)
    if own:
        return Path(own)
    # Root's sandboxes run as nobody, who must not have to look into root's home.
    return Path("/var/cache/agentgym/rootfs") if os.getuid() == 0 else cache_folder() / "rootfs"


def _command(spec: Spec) -> list[str]:
    # Root becomes nobody first: what is root inside is no more than that outside.
    nobody = (
        ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    )
    wrap = [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--bind", "root", "/",
        "--proc", "/proc", "--dev", "/dev", "--size", str(16 << 20), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
        "--chdir", "/",
        "--hostname", "sandbox", "--clearenv", "--setenv", "PATH", "/usr/bin:/bin:/usr/sbin:/sbin",
        "--setenv", "SB_LIFETIME", str(spec.lifetime), "--setenv", "SB_MEMORY", str(spec.memory),
        "--setenv", "SB_PROCESSES", str(spec.processes), "--setenv", "SB_LIMIT_PROCESSES", "1",
    ]  # fmt: skip
    return [*nobody, "unshare", "-Urm", "sh", "-c", _PREPARE, "sh", *wrap, *loader.COMMAND]
