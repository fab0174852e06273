"""Servers without an engine: the distribution's own program in bubblewrap, with nothing of the host but ``/usr``.

No network, no files but the system's programs (read-only), ``/data`` and ``/tmp`` on memory of a fixed size, a user of
its own without rights, a limit on the address space. Process 1 inside waits for its standard input to close, which
happens however the owner dies, ``kill -9`` included; the kernel then ends all others with it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
from pathlib import Path

from agentgym.errors import SandboxError
from agentgym.paths import cache_folder
from agentgym.processes import owner
from agentgym.processes.guard import children_of
from agentgym.sandbox.service import Distributed, Service, ServiceSpec

_NOBODY = 65534
_USER = "999"
_MAPPED = 1 << 30
"""Bytes of address space that a server maps and never uses: libraries, stacks of threads, arenas."""
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_KERNEL = (
    "Does the kernel allow user namespaces (sysctl kernel.unprivileged_userns_clone, "
    "kernel.apparmor_restrict_unprivileged_userns)?"
)

# /data comes as an archive through standard input, so that no rights on the owner's files are needed.
_SERVE = """
ulimit -c 0; ulimit -v "$SB_MEMORY"
head -c "$SB_DATA" | tar -xz -C /data || exit 1
( "$@" >/tmp/log 2>&1 </dev/null; tail -c 1000 /tmp/log >/socket/words; mv /socket/words /socket/log ) </dev/null &
timeout "$SB_LIFETIME" cat >/dev/null
"""
_PREPARE = """
set -e
tar -x -C /data
"$@" >/tmp/log 2>&1 </dev/null || { tail -c 1000 /tmp/log >&2; exit 1; }
tar -cz -C /data .
"""


class BubblewrapService(Service):
    """A server in bubblewrap.

    Raises:
        SandboxError: a program is missing, the kernel refuses user namespaces, or the server does not start.
    """

    def __init__(self, spec: ServiceSpec) -> None:
        if lack := missing(spec):
            raise SandboxError(f"The server {spec.sandbox.image!r} cannot run in bubblewrap: {lack}.")
        owner.sweep_places()
        self._process: subprocess.Popen[bytes] | None = None
        super().__init__(spec)

    @property
    def alive(self) -> bool:
        """Whether the server accepts connections."""
        return self._process is not None and self._process.poll() is None and super().alive

    @property
    def pid(self) -> int:
        """Number of the outermost process; 0 once closed."""
        return self._process.pid if self._process is not None else 0

    def kill(self) -> None:
        """Kill the server, and not process 1 beside it."""
        name = _of(self.spec).command[0]
        for pid in children_of(self.pid):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text().strip() == name[:15]:
                    os.kill(pid, signal.SIGKILL)

    def _launch(self) -> None:
        data = _archive(_of(self.spec)).read_bytes()
        for folder in (self._outer, self._folder):
            if os.getuid() == 0:
                os.chown(folder, _NOBODY, _NOBODY)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        inner = {
            "SB_DATA": str(len(data)),
            "SB_MEMORY": str((self.spec.sandbox.memory + _MAPPED) >> 10),
            "SB_LIFETIME": str(self.spec.sandbox.lifetime),
        }
        self._process = subprocess.Popen(
            _walls(self.spec.sandbox.disk, inner, self._folder, _SERVE, _of(self.spec).command),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            cwd="/",
        )
        assert self._process.stdin is not None
        # One that ended at once is told by its own words.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()
        self._errors.close()

    def _failure(self) -> str:
        assert self._process is not None
        if self._process.poll() is not None:
            self._errors.seek(0)
            told = self._errors.read()[-500:].decode("utf-8", "replace").strip()
            return f"The bubblewrap sandbox of the server {self.spec.sandbox.image!r} does not start: {told} {_KERNEL}"
        if (self._folder / "log").exists():
            return f"The server {self.spec.sandbox.image!r} ended at once. {self._last_words()}"
        return ""

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            return f"Its last words: {(self._folder / 'log').read_text('utf-8', 'replace').strip() or 'none'}"
        return "It said nothing."


def missing(spec: ServiceSpec) -> str:
    """Return what is not installed that a server in bubblewrap needs; empty if nothing."""
    if spec.distributed is None:
        return "it is known as an image only"
    for tools, install in (
        (("bwrap",), "apt-get install bubblewrap"),
        (("setpriv", "tar", "gzip", "timeout"), "apt-get install util-linux tar gzip coreutils"),
        (spec.distributed.programs, spec.distributed.install),
    ):
        for tool in tools:
            if shutil.which(tool, path=_PATH) is None:
                return f"{tool} is not installed in {_PATH} ({install})"
    return ""


def _of(spec: ServiceSpec) -> Distributed:
    assert spec.distributed is not None
    return spec.distributed


def _archive(server: Distributed) -> Path:
    """Return the archive of ``/data`` that the server begins with, made on first use.

    Raises:
        SandboxError: it cannot be made.
    """
    path = cache_folder() / "services" / f"{server.command[0]}-{_digest(server)}.tar.gz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as files:
            for file in server.files:
                member = tarfile.TarInfo(file.name)
                member.size, member.mode = file.stat().st_size, 0o644
                with file.open("rb") as source:
                    files.addfile(member, source)
        done = subprocess.run(
            _walls(512 << 20, {}, None, _PREPARE, server.prepare),
            input=packed.getvalue(),
            capture_output=True,
            cwd="/",
        )
        if done.returncode:
            told = done.stderr[-1000:].decode("utf-8", "replace").strip()
            raise SandboxError(
                f"The data of {server.command[0]} cannot be made in bubblewrap: {told} {_KERNEL}"
            )
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as kept:
            kept.write(done.stdout)
        os.replace(kept.name, path)
    return path


@functools.cache
def _digest(server: Distributed) -> str:
    """Return what the data depends on, as a name: the programs as installed, the files, the command."""
    digest = hashlib.sha256(repr((server.prepare, _PREPARE)).encode())
    for name in server.programs:
        found = os.stat(shutil.which(name, path=_PATH) or name)
        digest.update(f"{name} {found.st_size} {found.st_mtime_ns}".encode())
    for file in server.files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _walls(
    disk: int, environment: dict[str, str], socket: Path | None, script: str, argv: tuple[str, ...]
) -> list[str]:
    # Root becomes nobody first: what is root inside is no more than that outside.
    nobody = (
        ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    )
    wrap = [
        "bwrap", "--unshare-all", "--new-session", "--as-pid-1", "--uid", _USER, "--gid", _USER,
        "--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
    ]  # fmt: skip
    for name in ("bin", "sbin", "lib", "lib64"):
        link = Path("/", name)
        wrap += (
            ["--symlink", os.readlink(link), f"/{name}"]
            if link.is_symlink()
            else ["--ro-bind-try", str(link), str(link)]
        )
    wrap += ["--proc", "/proc", "--dev", "/dev", "--size", str(16 << 20), "--tmpfs", "/dev/shm"]
    wrap += ["--size", str(64 << 20), "--tmpfs", "/tmp", "--size", str(disk), "--tmpfs", "/data"]
    wrap += ["--dir", "/srv/empty", *(("--bind", str(socket), "/socket") if socket else ())]
    wrap += [
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
        "--chdir",
        "/",
        "--hostname",
        "server",
        "--clearenv",
    ]
    for name, value in {"PATH": _PATH, **environment}.items():
        wrap += ["--setenv", name, value]
    return [*nobody, *wrap, "sh", "-c", script, "sh", *argv]
