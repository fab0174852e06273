"""The attacks that a sandbox has to stand, as data: what is run, for how long, and what must hold of its result."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from agentgym.sandbox import Result

Holds = Callable[[Result], bool]


class Attack(msgspec.Struct, frozen=True):
    """One attack.

    Attributes:
        seconds: its time limit.
        holds: what must be true of the result.
        at_once: whether it must end by itself, before the limit.
        docker_only: bubblewrap does not promise to hold it off.
    """

    name: str
    command: str
    seconds: float
    holds: Holds
    docker_only: str = ""


def stopped(*by: str) -> Holds:
    """It did not end by itself, but in one of these ways."""
    return lambda result: result.ended in by and result.exit_code != 0


def ends(*words: str) -> Holds:
    """It ended by itself, and its output holds all of these words."""
    return lambda result: result.ended == "done" and all(word in result.output for word in words)


def refused(*, times: int) -> Holds:
    """All of it was refused."""
    words = ("not permitted", "denied", "No such", "Read-only", "read-only", "refused", "cannot")
    return lambda result: (
        result.ended == "done"
        and "GOT IN" not in result.output
        and sum(any(w in line for w in words) for line in result.output.splitlines()) >= times
    )


# What would show that something outside was reached prints GOT IN.
_HOST = """
mount -t proc p /mnt && echo GOT IN
mount -t tmpfs t /mnt && echo GOT IN
mknod /tmp/disk b 254 0 && head -c 1 /tmp/disk >/dev/null && echo GOT IN
echo c > /proc/sysrq-trigger && echo GOT IN
echo 1 > /proc/sys/kernel/panic && echo GOT IN
echo 'x' > /proc/sys/kernel/core_pattern && echo GOT IN
head -c 1 /proc/kcore | grep -q . && echo GOT IN
dmesg | grep -q . && echo GOT IN
unshare -Ur id && echo GOT IN
chroot /proc/1/root id && echo GOT IN
nsenter -t 1 -m id && echo GOT IN
cat /proc/1/environ && echo GOT IN
true
"""
_FORGE = r"""
for n in 0 1 2 3 4 5 6 7 8 9; do printf '\0\0\0\x11{"id":1,"code":0}' > /proc/1/fd/$n && echo GOT IN; done 2>&1
head -c 1 /proc/1/mem && echo GOT IN
python3 - <<'X'
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for what, result in (
    ("ptrace", libc.ptrace(16, 1, 0, 0)), ("unshare", libc.unshare(0x10000000)), ("bpf", libc.syscall(321, 0, 0, 0)),
    ("io_uring", libc.syscall(425, 1, 0)), ("keyctl", libc.syscall(250, 0, 0)), ("userfaultfd", libc.syscall(323, 0)),
    ("process_vm_readv", libc.syscall(310, 1, 0, 0, 0, 0, 0)), ("setns", libc.setns(0, 0)),
):
    print(what, "GOT IN" if result >= 0 else os.strerror(ctypes.get_errno()))
X
"""
_NETWORK = """
python3 - <<'X'
import socket
for address in (("192.0.2.2", 22), ("10.255.255.53", 53), ("169.254.169.254", 80), ("172.17.0.1", 80)):
    try:
        socket.create_connection(address, 2)
        print("GOT IN")
    except OSError as error:
        print("refused", error)
try:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    print("GOT IN")
except OSError as error:
    print("refused", error)
X
"""
_SET_UID = """
cp /bin/bash /tmp/b; chmod 4755 /tmp/b; useradd eve; su eve -c '/tmp/b -p -c "id -u; touch /root/eve" ' && echo GOT IN
true
"""
_DESCRIPTORS = r"""
python3 - <<'X'
import os
taken = []
try:
    while True:
        taken.append(os.open("/dev/null", 0))
except OSError as error:
    print(len(taken) < 1100, error)
X
"""
_MEMORY = "python3 -c 'b = []\nwhile 1: b.append(bytearray(10**7))' 2>&1 | tail -1; echo rc ${PIPESTATUS[0]}"
_TOTAL_MEMORY = """
for n in 1 2 3 4; do
  python3 -c 'import time; b = bytearray(300 << 20); time.sleep(0.5); print("GOT", "IN")' &
done
wait
"""

ATTACKS = [
    Attack("fork bomb", ":(){ :|:& };: ; sleep 30", 3, stopped("processes", "timeout")),
    Attack("fork bomb behind", "(:(){ :|:& };:) & disown; echo started", 3, lambda r: "started" in r.output),
    Attack("flood", "yes", 5, stopped("flood")),
    Attack("random flood", "cat /dev/urandom", 5, stopped("flood")),
    Attack("slow flood", "while :; do echo x; sleep 0.01; done", 0.5, stopped("timeout")),
    Attack("sleep for ever", "sleep infinity", 0.3, stopped("timeout")),
    Attack("loop of the shell", "while :; do :; done", 0.3, stopped("timeout")),
    Attack("trap all", "trap '' INT TERM HUP QUIT; sleep 100", 0.3, stopped("timeout")),
    Attack(
        "daemons",
        "setsid -f sleep 1000; setsid -f bash -c 'trap \"\" TERM; sleep 1000'; sleep 100", 0.3, stopped("timeout"),
    ),
    Attack("read input", "read x; cat; python3 -c 'input()' 2>/dev/null; echo rc $?", 5, ends("rc 1")),
    Attack(
        "fill the disk",
        "dd if=/dev/zero of=/fill bs=1M count=2000 2>/dev/null; [ $(stat -c %s /fill) -le 67108864 ] && echo held",
        20, ends("held"),
    ),
    Attack(
        "fill the inodes",
        "python3 -c 'for n in range(200000): open(\"/f%d\" % n, \"w\")' 2>&1 | tail -1; ls / | wc -l",
        20, lambda r: ends("No space left")(r) and int(r.output.split()[-1]) <= 20_100,
    ),
    Attack(
        "fill /dev",
        "for f in /dev/fill /dev/shm/fill; do dd if=/dev/zero of=$f bs=1M count=200 2>/dev/null; done\n"
        "[ $(du -sm /dev | cut -f1) -le 17 ] && echo held",
        10, ends("held"),
    ),
    Attack("eat the memory", _MEMORY, 15, lambda r: r.ended == "done" and ("rc 137" in r.output or "rc 1" in r.output)),
    Attack("eat a line", "tail /dev/zero; echo rc $?", 15, lambda r: r.ended == "done" and "rc 0" not in r.output),
    Attack(
        "eat it together", _TOTAL_MEMORY, 15, lambda r: r.output.count("GOT IN") <= 1,
        docker_only="a limit of memory over all processes",
    ),
    Attack(
        "kill process 1",
        "kill -9 1; kill -STOP 1; kill -TERM 1; pkill -9 -x init; pkill -9 -x python3; echo alive", 3, ends("alive"),
    ),
    Attack("kill everyone", "kill -9 -1", 3, lambda r: r.ended in ("exited", "done")),
    Attack("exit", "exit 7", 3, lambda r: r.ended == "exited" and r.exit_code == 7),
    Attack("exec for ever", "exec sleep 100", 0.3, stopped("timeout")),
    Attack("exec", "exec true", 3, lambda r: r.ended == "exited"),
    Attack(
        "close descriptors", "exec 1>&- 2>&-; echo hi; exec 3>&- 4>&- 5>&-; exec 10>&- 11>&- 12>&-; echo hi", 3,
        lambda r: r.ended in ("done", "exited"),
    ),
    Attack("forge an answer", _FORGE, 5, refused(times=18)),
    Attack("ways to the host", _HOST, 8, refused(times=10)),
    Attack("network", _NETWORK, 10, refused(times=5)),
    Attack("set-user-id", _SET_UID, 8, lambda r: r.ended == "done" and "GOT IN" not in r.output),
    Attack("take descriptors", _DESCRIPTORS, 5, ends("True")),
    Attack(
        "take the processor",
        "for i in 1 2 3 4; do (while :; do :; done) & done; sleep 0.5; kill $(jobs -p); echo ok", 6, ends("ok"),
    ),
    Attack("binary output", r"head -c 300 /dev/urandom; printf '\0\0'; printf '\xff\xfe'", 3, lambda r: r.bytes == 304),
    Attack("long command", "echo " + "a" * 200_000 + " | wc -c", 5, ends("200001")),
    Attack("unclosed quote", "echo 'abc", 3, lambda r: r.ended in ("done", "exited") and r.exit_code != 0),
    Attack("open here-document", "cat <<EOF\nabc", 3, lambda r: r.ended == "done"),
    Attack("bad syntax", "if then", 3, lambda r: r.ended in ("done", "exited") and r.exit_code != 0),
]  # fmt: skip
