"""Calls of the kernel that Python's standard library lacks: mounts, namespaces, capabilities, the call filter."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 8192, 16384, 1 << 18
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x20000, 0x4000000, 0x8000000, 0x10000000
CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, SYS_CHROOT, SYS_ADMIN, SETFCAP = (
    0, 1, 3, 4, 5, 6, 7, 8, 18, 21, 31,
)  # fmt: skip
ROOT = frozenset({CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID})
"""The capabilities that root needs to be of use (chown, su, useradd), and no more."""

_PR_SET_DUMPABLE, _PR_SET_NAME, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 4, 15, 22, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source: str | None, target: str, kind: str | None, flags: int = 0, data: str | None = None) -> None:
    """Mount; the arguments are those of mount(2)."""
    words = [None if x is None else x.encode() for x in (source, target, kind, data)]
    result = _libc.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3])
    _check(result, f"mount {kind or source} on {target}")


def unshare(flags: int) -> None:
    """Move this process to new namespaces."""
    _check(_libc.unshare(flags), "unshare")


def setns(descriptor: int) -> None:
    """Move this process to the namespace that a descriptor holds."""
    _check(_libc.setns(descriptor, 0), "setns")


def set_name(name: bytes) -> None:
    """Name this process, as ``ps`` shows it."""
    _libc.prctl(_PR_SET_NAME, name, 0, 0, 0)


def set_dumpable(yes: bool) -> None:
    """Whether others of the same user may trace this process and look into its /proc folder."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, int(yes), 0, 0, 0), "set dumpable")


def forbid_new_privileges() -> None:
    """Make set-user-id programs and file capabilities ineffective, for this process and its children."""
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")


def drop_capabilities(kept: Iterable[int]) -> None:
    """Give up all capabilities but some, for good: also of what is executed later."""
    kept = set(kept)
    for number in range(64):
        if number not in kept:  # past the last one it fails, and where they cannot be dropped there are none
            _libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
    with open("/proc/self/status") as file:
        permitted = int(next(line for line in file if line.startswith("CapPrm")).split()[1], 16)
    mask = sum(1 << n for n in kept) & permitted
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    words = struct.pack("6I", mask & 0xFFFFFFFF, mask & 0xFFFFFFFF, 0, 0, 0, 0)
    _check(_libc.capset(header, words), "capset")


# For each machine: audit number, clone, clone3, then the denied: mount, umount2, pivot_root, unshare, setns,
# open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, bpf, perf_event_open, keyctl, add_key,
# request_key, kexec_load, kexec_file_load, init_module, finit_module, delete_module, chroot, open_by_handle_at,
# ptrace, process_vm_readv, process_vm_writev, userfaultfd and io_uring's three.
_CALLS = {
    "x86_64": (
        0xC000003E, 56, 435,
        [165, 166, 155, 272, 308, 428, 429, 430, 431, 432, 433, 442, 321, 298, 250, 248, 249, 246, 320, 175, 313, 176,
         161, 304, 101, 310, 311, 323, 425, 426, 427],
    ),
    "aarch64": (
        0xC00000B7, 220, 435,
        [40, 39, 41, 97, 268, 428, 429, 430, 431, 432, 433, 442, 280, 241, 219, 217, 218, 104, 294, 105, 273, 106,
         51, 265, 117, 270, 271, 282, 425, 426, 427],
    ),
}  # fmt: skip
_NAMESPACE_FLAGS = 0x7E020000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000


def _program(machine: str) -> bytes:
    known = _CALLS.get(machine)
    if known is None:
        raise RuntimeError("no system call filter for " + machine)
    audit, clone, clone3, denied = known
    refuse = _ERROR | errno.EPERM
    code = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_ANSWER, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    if machine == "x86_64":
        code += [
            (_AT_LEAST, 0, 1, 0x40000000),
            (_ANSWER, 0, 0, refuse),
        ]  # the x32 table would be a way around
    for number in denied:
        code += [(_EQUAL, 0, 1, number), (_ANSWER, 0, 0, refuse)]
    code += [(_EQUAL, 0, 1, clone3), (_ANSWER, 0, 0, _ERROR | errno.ENOSYS)]  # its flags are out of reach
    code += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),
        (_ANY_BIT, 0, 1, _NAMESPACE_FLAGS),
        (_ANSWER, 0, 0, refuse),
    ]
    code += [(_ANSWER, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *line) for line in code)


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


_text = _program(os.uname().machine)
_memory = ctypes.create_string_buffer(_text, len(_text))
_filter = _Filter(len(_text) // 8, ctypes.cast(_memory, ctypes.c_void_p))


def filter_calls() -> None:
    """Forbid new namespaces, mounts and other ways to the kernel, for this process and its children."""
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(_filter), 0, 0), "seccomp")
