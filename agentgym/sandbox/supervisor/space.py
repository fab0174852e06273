"""The namespaces of one episode: an overlay over the image, on memory, with a /dev of its own."""

from __future__ import annotations

import fcntl
import os

from agentgym.sandbox.supervisor import kernel
from agentgym.sandbox.supervisor.kernel import (
    MS_BIND,
    MS_MOVE,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
    mount,
)  # fmt: skip
from agentgym.sandbox.supervisor.settings import DISK, INODES, MODE, PLACE

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS = (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2"))
# The engine mounts these over the image's; the copy of the root is without them.
_FILES = (("hosts", "127.0.0.1\tlocalhost sandbox\n"), ("hostname", "sandbox\n"), ("resolv.conf", ""))


def prepare() -> None:
    """Keep a copy of the root without its locked mounts as the lower layer; give up what is needed no more."""
    os.mkdir(PLACE + "/l")
    os.mkdir(PLACE + "/e")
    mount("/", PLACE + "/l", None, MS_BIND)
    if MODE == "nested":
        # Without SETFCAP no user namespace can be given a root.
        kernel.drop_capabilities(kernel.ROOT | {kernel.SETFCAP})
    else:
        kernel.drop_capabilities(kernel.ROOT | {kernel.SYS_ADMIN, kernel.SYS_CHROOT, kernel.SETPCAP})


def build_root() -> None:
    """Make this mount namespace's root: the image below a tmpfs of limited size."""
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    base = PLACE + "/e"
    mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, f"size={DISK},nr_inodes={INODES},mode=0755")
    for name in ("upper", "work", "root"):
        os.mkdir(f"{base}/{name}")
    root = base + "/root"
    layers = f"lowerdir={PLACE}/l,upperdir={base}/upper,workdir={base}/work,userxattr"
    mount("overlay", root, "overlay", MS_NODEV, layers)
    _build_devices(root)
    for name in ("proc", "sys"):
        mount("/" + name, f"{root}/{name}", None, MS_BIND | MS_REC)
    for name, text in _FILES:
        with open(f"{root}/etc/{name}", "w") as file:
            file.write(text)
    # Docker's list of system calls has no pivot_root.
    os.chdir(root)
    mount(".", "/", None, MS_MOVE)
    os.chroot(".")
    os.chdir("/")


def _build_devices(root: str) -> None:
    # Docker's own /dev is a writable tmpfs that would outlive the episode.
    mount("tmpfs", root + "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "size=64k,nr_inodes=64,mode=0755")
    for name in _DEVICES:
        open(f"{root}/dev/{name}", "w").close()
        mount(f"/dev/{name}", f"{root}/dev/{name}", None, MS_BIND)
    for name, target in _LINKS:
        os.symlink("/proc/self/" + target, f"{root}/dev/{name}")
    os.mkdir(root + "/dev/shm")
    mount("tmpfs", root + "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,nr_inodes=1000,mode=1777")


class Space:
    """The namespaces, held open by descriptors; processes enter them by ``setns``."""

    def __init__(self) -> None:
        self.descriptors: list[int] = []
        kinds = {"mnt": kernel.CLONE_NEWNS, "ipc": kernel.CLONE_NEWIPC, "uts": kernel.CLONE_NEWUTS}
        if MODE == "nested":  # first: entering it gives the right to enter the others
            kinds = {"user": kernel.CLONE_NEWUSER, **kinds}
        ready_r, ready_w = os.pipe()
        go_r, go_w = os.pipe()
        pid = os.fork()
        if pid == 0:
            _found(sum(kinds.values()), ready_w, go_r)
        try:
            _expect(ready_r, b"u")
            if "user" in kinds:
                for name in ("uid_map", "gid_map"):
                    with open(f"/proc/{pid}/{name}", "w") as file:
                        file.write("0 0 65536")
            os.write(go_w, b"g")
            _expect(ready_r, b"k")
            for name in kinds:
                low = os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY)
                # High up, where the numbers that a shell's pipes need are not in the way.
                self.descriptors.append(fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 100))
                os.close(low)
            os.write(go_w, b"g")
            os.waitpid(pid, 0)
        finally:
            for descriptor in (ready_r, ready_w, go_r, go_w):
                os.close(descriptor)

    def enter(self) -> None:
        """Move this process inside."""
        for descriptor in self.descriptors:
            kernel.setns(descriptor)

    def close(self) -> None:
        """Let go of it; with its last process it is gone."""
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []


def _found(flags: int, ready: int, go: int) -> None:
    """Be the first process of new namespaces, until they are held open."""
    try:
        kernel.set_dumpable(True)  # or process 1 could not open what it holds
        kernel.unshare(flags)
        os.write(ready, b"u")
        os.read(go, 1)
        build_root()
        os.write(ready, b"k")
        os.read(go, 1)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - process 1 says it
        os.write(ready, ("!" + repr(error))[:900].encode())
        os._exit(1)


def _expect(descriptor: int, sign: bytes) -> None:
    got = os.read(descriptor, 1000)
    if got != sign:
        raise RuntimeError("namespaces: " + got.decode("utf-8", "replace"))
