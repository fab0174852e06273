"""The first process of a sandbox: runs commands, keeps their shell, kills what is late, resets the filesystem.

It runs inside, as process 1 of a container's (or bubblewrap's) process namespace, with nothing but Python's
standard library, 3.6 or newer, and is handed over as text on standard input (see ``loader.py``), so that no file
of the host has to be visible. It cannot be killed from inside: the kernel protects process 1 of a namespace.

Frames go both ways on standard input and output: four bytes of length, then JSON. Every request has an ``id``
that the answer repeats. Requests: ``ping``, ``run`` (a command in the persistent shell), ``exec`` (a process of
its own), ``put``, ``get``, ``reset``.

With ``SB_NESTED=1`` all work is done in a namespace of its own, on an overlay over the image whose upper layer
lies on a sized tmpfs: a reset throws both away, which takes milliseconds. Otherwise the filesystem is the
container's, and only a new container resets it.
"""

import base64
import ctypes
import errno
import fcntl
import json
import os
import select
import signal
import struct
import sys
import time

NESTED = os.environ.get("SB_NESTED") == "1"
HARDEN = NESTED or os.environ.get("SB_HARDEN") == "1"
DISK = int(os.environ.get("SB_DISK", str(64 << 20)))
INODES = os.environ.get("SB_INODES", "20000")
PROCESSES = int(os.environ.get("SB_PROCESSES", "0"))
PLACE = "/sbtmp"
FLOOD = 16 << 20
SHELL_ENV = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "USER": "root",
    "LOGNAME": "root", "SHELL": "/bin/bash", "LANG": "C.UTF-8", "TERM": "dumb", "PAGER": "cat",
    "DEBIAN_FRONTEND": "noninteractive",
}  # fmt: skip
# Commands come on descriptor 3, each ended by NUL; answers (exit code, folder, exported variables) leave on 4;
# 5 is the command's output. A command sees none of the three, so it cannot break the loop by closing them.
LOOP = r"""
while IFS= read -r -d '' -u 3 __sb_command; do
  { eval "$__sb_command"; } </dev/null >&5 2>&1 3<&- 4>&- 5>&-
  { printf '%s\0%s\0' "$?" "$PWD"; export -p; printf '\0'; } >&4
done
"""

libc = ctypes.CDLL(None, use_errno=True)
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 8192, 16384, 1 << 18
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x20000, 0x4000000, 0x8000000, 0x10000000
CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETFCAP = 0, 1, 3, 5, 6, 7, 31
KEPT = {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL, CAP_SETGID, CAP_SETUID}
"""What root needs to be of use (chown, su, useradd), and no more."""


def check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (what, os.strerror(number)))


def mount(source, target, kind, flags=0, data=None):
    arguments = [None if x is None else x.encode() for x in (source, target, kind, data)]
    check(
        libc.mount(arguments[0], arguments[1], arguments[2], ctypes.c_ulong(flags), arguments[3]),
        "mount %s on %s" % (kind or source, target),
    )


def drop_capabilities(kept):
    for number in range(64):
        if number not in kept:
            libc.prctl(
                24, number, 0, 0, 0
            )  # PR_CAPBSET_DROP; past the last capability it fails, which is fine
    with open("/proc/self/status") as file:
        permitted = int(next(line for line in file if line.startswith("CapPrm")).split()[1], 16)
    mask = sum(1 << n for n in kept) & permitted
    header = struct.pack("Ii", 0x20080522, 0)
    words = struct.pack("6I", mask & 0xFFFFFFFF, mask & 0xFFFFFFFF, 0, 0, 0, 0)
    check(libc.capset(header, words), "capset")


# System calls that reach for the kernel rather than for files and processes, by number.
DENIED = {
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
"""For each machine: audit number, clone, clone3, then mount, umount2, pivot_root, unshare, setns, open_tree,
move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, bpf, perf_event_open, keyctl, add_key, request_key,
kexec_load, kexec_file_load, init_module, finit_module, delete_module, chroot, open_by_handle_at, ptrace,
process_vm_readv, process_vm_writev, userfaultfd and io_uring's three."""


def filter_calls():
    """Forbid new namespaces, mounts and other ways to the kernel, for this process and its children."""
    known = DENIED.get(os.uname().machine)
    if known is None:
        raise RuntimeError("no system call filter for " + os.uname().machine)
    audit, clone, clone3, denied = known
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse = 0x00050000 | errno.EPERM
    code = [(load, 0, 0, 4), (equal, 1, 0, audit), (answer, 0, 0, 0x80000000), (load, 0, 0, 0)]
    if os.uname().machine == "x86_64":
        code += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, refuse)]  # the x32 table would be a way around
    for number in denied:
        code += [(equal, 0, 1, number), (answer, 0, 0, refuse)]
    code += [(equal, 0, 1, clone3), (answer, 0, 0, 0x00050000 | errno.ENOSYS)]  # its flags are out of reach
    code += [(equal, 0, 3, clone), (load, 0, 0, 16), (any_bit, 0, 1, 0x7E020000), (answer, 0, 0, refuse)]
    code += [(answer, 0, 0, 0x7FFF0000)]
    text = b"".join(struct.pack("HBBI", *line) for line in code)
    memory = ctypes.create_string_buffer(text, len(text))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    program = Program(len(code), ctypes.cast(memory, ctypes.c_void_p))
    check(libc.prctl(22, 2, ctypes.byref(program), 0, 0), "seccomp")


def build_root():
    """Make this mount namespace's root: the image below a tmpfs of limited size, with a /dev of its own."""
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    base = PLACE + "/e"
    mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, "size=%d,nr_inodes=%s,mode=0755" % (DISK, INODES))
    for name in ("upper", "work", "root"):
        os.mkdir(base + "/" + name)
    root = base + "/root"
    layers = "lowerdir=%s/l,upperdir=%s/upper,workdir=%s/work,userxattr" % (PLACE, base, base)
    mount("overlay", root, "overlay", 0, layers)
    # Docker's own /dev is a writable tmpfs that would outlive the episode.
    mount("tmpfs", root + "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "size=64k,nr_inodes=64,mode=0755")
    for name in ("null", "zero", "full", "random", "urandom", "tty"):
        open(root + "/dev/" + name, "w").close()
        mount("/dev/" + name, root + "/dev/" + name, None, MS_BIND)
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink("/proc/self/" + target, root + "/dev/" + name)
    os.mkdir(root + "/dev/shm")
    mount("tmpfs", root + "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,nr_inodes=1000,mode=1777")
    for name in ("proc", "sys"):
        mount("/" + name, root + "/" + name, None, MS_BIND | MS_REC)
    # The engine mounts these three over the image's; the copy of the root is without them.
    for name, text in (
        ("hosts", "127.0.0.1\tlocalhost sandbox\n"),
        ("hostname", "sandbox\n"),
        ("resolv.conf", ""),
    ):
        with open(root + "/etc/" + name, "w") as file:
            file.write(text)
    # Docker's list of system calls has no pivot_root.
    os.chdir(root)
    mount(".", "/", None, MS_MOVE)
    os.chroot(".")
    os.chdir("/")


class Space:
    """The namespaces of one episode, held open by descriptors; processes enter them by ``setns``."""

    def __init__(self):
        self.descriptors = []
        ready_r, ready_w = os.pipe()
        go_r, go_w = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS), "unshare")
                os.write(ready_w, b"u")
                os.read(go_r, 1)
                build_root()
                os.write(ready_w, b"k")
                os.read(go_r, 1)
                os._exit(0)
            except BaseException as error:
                os.write(ready_w, ("!" + repr(error))[:900].encode())
                os._exit(1)
        try:
            self._expect(ready_r, b"u")
            for name in ("uid_map", "gid_map"):
                with open("/proc/%d/%s" % (pid, name), "w") as file:
                    file.write("0 0 65536")
            os.write(go_w, b"g")
            self._expect(ready_r, b"k")
            # The user namespace first: entering it gives the right to enter the others.
            for name in ("user", "mnt", "ipc", "uts"):
                low = os.open("/proc/%d/ns/%s" % (pid, name), os.O_RDONLY)
                # High up, where the numbers that a shell's pipes need are not in the way.
                self.descriptors.append(fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 100))
                os.close(low)
            os.write(go_w, b"g")
            os.waitpid(pid, 0)
        finally:
            for descriptor in (ready_r, ready_w, go_r, go_w):
                os.close(descriptor)

    @staticmethod
    def _expect(descriptor, sign):
        got = os.read(descriptor, 1000)
        if got != sign:
            raise RuntimeError("nested namespace: " + got.decode("utf-8", "replace"))

    def enter(self):
        for descriptor in self.descriptors:
            check(libc.setns(descriptor, 0), "setns")

    def close(self):
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []


class Machine:
    """Everything of one episode: its namespaces and its shell."""

    def __init__(self):
        self.space = Space() if NESTED else None
        self.cwd, self.exports = "/root", b""
        self.shell = Shell(self)

    def enter(self):
        """Turn a forked child into a process of the agent."""
        os.setsid()
        if self.space is not None:
            self.space.enter()
        if HARDEN:
            libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
            if os.getuid() == 0:
                drop_capabilities(KEPT)
            filter_calls()
        import resource

        if PROCESSES:
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
        if not NESTED:
            resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("800")  # the supervisor is the last to go
        except OSError:
            pass
        os.umask(0o022)
        for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)

    def renew(self):
        """Kill the shell and start another in the same folder, with the exported variables of the last command."""
        self.shell.close()
        self.shell = Shell(self)
        if self.exports:
            self.shell.run(self.exports.decode("utf-8", "surrogateescape"), 5.0, 4096)

    def reset(self):
        """Kill everything; in a nested sandbox also throw the files away."""
        kill_everything()
        self.shell.close()
        if self.space is not None:
            self.space.close()
            self.space = Space()
        self.cwd, self.exports = "/root", b""
        self.shell = Shell(self)


class Output:
    """Keeps the head and the tail of what is written, and counts the rest."""

    def __init__(self, limit):
        self.head_size, self.tail_size = limit - limit // 2, limit // 2
        self.head, self.tail, self.total = b"", b"", 0

    def add(self, data):
        self.total += len(data)
        room = self.head_size - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        if data:
            self.tail = (self.tail + data)[-self.tail_size :] if self.tail_size else b""

    def fields(self):
        lost = self.total - len(self.head) - len(self.tail)
        text = self.head + (b"\n[... %d bytes left out ...]\n" % lost if lost else b"") + self.tail
        return {"output": text.decode("utf-8", "replace"), "bytes": self.total, "truncated": lost > 0}


class Shell:
    """A bash that runs commands one after another and keeps its state in between."""

    def __init__(self, machine):
        self.machine = machine
        command_r, self.commands = os.pipe()
        self.status, status_w = os.pipe()
        self.output, output_w = os.pipe()
        self.pid = fork()
        if self.pid == 0:
            try:
                keep_only(
                    {0: None, 1: output_w, 2: output_w, 3: command_r, 4: status_w, 5: output_w}, machine.space
                )
                machine.enter()
                go_to(machine.cwd)
                # By way of a variable, so that the loop is not what `ps` is full of.
                start = 'eval "unset SB_LOOP; $SB_LOOP"'
                os.execve(
                    "/bin/bash", ["bash", "--noprofile", "--norc", "-c", start], dict(SHELL_ENV, SB_LOOP=LOOP)
                )
            except BaseException as error:
                os.write(5, repr(error).encode())
                os._exit(71)
        for descriptor in (command_r, status_w, output_w):
            os.close(descriptor)
        for descriptor in (self.commands, self.status, self.output):
            os.set_blocking(descriptor, False)
        self.closed = False

    def run(self, command, seconds, limit):
        """Run one command; return its fields."""
        start = time.monotonic()
        first = now()
        self._drain()
        try:
            data = command.encode("utf-8", "surrogateescape") + b"\0"
        except UnicodeEncodeError:
            data = command.encode("utf-8", "replace") + b"\0"
        out, status, sent, ended = Output(limit), b"", 0, ""
        poll = select.poll()
        poll.register(self.output, select.POLLIN)
        poll.register(self.status, select.POLLIN)
        poll.register(self.commands, select.POLLOUT)
        while not ended:
            left = seconds - (time.monotonic() - start)
            if left <= 0:
                ended = "timeout"
                break
            for descriptor, _ in poll.poll(min(left, 0.2) * 1000 + 1):
                if descriptor == self.commands:
                    try:
                        sent += os.write(descriptor, data[sent : sent + 65536])
                    except BlockingIOError:
                        pass
                    except OSError:
                        sent = len(data)
                    if sent >= len(data):
                        poll.unregister(descriptor)
                elif descriptor == self.output:
                    out.add(read_some(descriptor))
                else:
                    got = read_some(descriptor)
                    status += got
                    if not got:
                        ended = "exited"
                    elif status.count(b"\0") >= 3:
                        ended = "done"
            if not ended and out.total > FLOOD:
                ended = "flood"
            elif not ended and disk_is_full():
                ended = "disk"
        while out.total <= FLOOD + (1 << 20):  # what is in the pipe still
            got = read_some(self.output)
            if not got:
                break
            out.add(got)
        fields = out.fields()
        if ended == "done":
            code, folder, exports = status.split(b"\0")[:3]
            fields["exit_code"] = int(code) if code.isdigit() else 1
            self.machine.cwd, self.machine.exports = folder.decode("utf-8", "surrogateescape"), exports
        else:
            fields["exit_code"] = self._code() if ended == "exited" else 124
            kill_since(first, self.pid)
            self.machine.renew()
        fields["ended"], fields["seconds"] = ended, time.monotonic() - start
        return fields

    def alive(self):
        """Whether the shell can take a command."""
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == 0
        except ChildProcessError:
            return False

    def _code(self):
        for _ in range(200):
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                return 0
            if pid:
                return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
            time.sleep(0.001)
        return 0

    def _drain(self):
        for _ in range(64):  # what background jobs wrote since the last command belongs to nobody
            if not read_some(self.output):
                return

    def close(self):
        if not self.closed:
            self.closed = True
            try:
                os.kill(self.pid, signal.SIGKILL)
            except OSError:
                pass
            for descriptor in (self.commands, self.status, self.output):
                os.close(descriptor)


def fork():
    """Fork, also where a fork bomb has taken every process number: then everything dies first."""
    try:
        return os.fork()
    except OSError:
        kill_everything()
        return os.fork()


def keep_only(wanted, space):
    """Arrange the descriptors of a forked child by ``{number: what}`` (``None`` is /dev/null) and close the rest.

    Those of the namespaces stay until the child executes something, which closes them.
    """
    high = {n: fcntl.fcntl(d, fcntl.F_DUPFD, 200) for n, d in wanted.items() if d is not None}
    empty = os.open("/dev/null", os.O_RDONLY)
    for number in wanted:
        os.dup2(high.get(number, empty), number)
    held = set(wanted) | set(space.descriptors if space is not None else ())
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in held:
            try:
                os.close(int(name))
            except OSError:
                pass


MACHINE = None


def execute(request):
    """Run a process of its own, beside the shell."""
    start = time.monotonic()
    first = now()
    read_end, write_end = os.pipe()
    error_r, error_w = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            keep_only(
                {0: None, 1: write_end, 2: write_end if request.get("merge", True) else error_w},
                MACHINE.space,
            )
            MACHINE.enter()
            go_to(request.get("cwd") or "/root")
            os.execvpe(request["argv"][0], request["argv"], dict(SHELL_ENV, **request.get("env", {})))
        except BaseException as error:
            os.write(2, ("%s: %s\n" % (request["argv"][0], error)).encode())
            os._exit(127)
    os.close(write_end)
    os.close(error_w)
    limit, seconds = int(request["limit"]), float(request["seconds"])
    outs = {read_end: Output(limit), error_r: Output(limit)}
    open_ends, ended, code = {read_end, error_r}, "", None
    for descriptor in outs:
        os.set_blocking(descriptor, False)
    poll = select.poll()
    for descriptor in outs:
        poll.register(descriptor, select.POLLIN)
    while True:
        if seconds - (time.monotonic() - start) <= 0:
            ended = "timeout"
        elif outs[read_end].total > FLOOD:
            ended = "flood"
        elif disk_is_full():
            ended = "disk"
        if ended:
            break
        for descriptor, _ in poll.poll(20 if open_ends else 2):
            got = read_some(descriptor)
            outs[descriptor].add(got)
            if not got and descriptor in open_ends:
                open_ends.discard(descriptor)
                poll.unregister(descriptor)
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:  # a daemon that it left may hold the pipe open; nobody waits for that
            code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
            break
    for descriptor in list(open_ends):
        for _ in range(1024):
            got = read_some(descriptor)
            if not got:
                break
            outs[descriptor].add(got)
    if ended:
        kill_since(first, pid)
    os.close(read_end)
    os.close(error_r)
    fields = outs[read_end].fields()
    fields["errors"] = outs[error_r].fields()["output"]
    fields.update(exit_code=124 if ended else code, ended=ended or "done", seconds=time.monotonic() - start)
    return fields


def in_child(work):
    """Do something with files as the agent would see them, in a forked child; return what it gives."""
    read_end, write_end = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            os.close(read_end)
            os.setsid()
            if MACHINE.space is not None:
                MACHINE.space.enter()
            answer = {"data": work()}
        except BaseException as error:
            answer = {"error": "%s: %s" % (type(error).__name__, error)}
        data = json.dumps(answer).encode()
        while data:
            data = data[os.write(write_end, data) :]
        os._exit(0)
    os.close(write_end)
    parts, deadline = [], time.monotonic() + 60
    while True:
        ready, _, _ = select.select([read_end], [], [], max(0, deadline - time.monotonic()))
        got = os.read(read_end, 1 << 20) if ready else b""
        if not got:
            break
        parts.append(got)
    os.close(read_end)
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    text = b"".join(parts)
    return json.loads(text) if text else {"error": "TimeoutError: the file could not be moved"}


def put(request):
    def work():
        path = request["path"]
        if os.path.dirname(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(request["data"]))
        os.chmod(path, request.get("mode", 0o644))
        return ""

    return in_child(work)


def get(request):
    def work():
        # A pipe or a device would be waited for; only plain files are read, and not beyond the limit.
        descriptor = os.open(request["path"], os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not os.path.isfile(request["path"]):
                raise OSError("not a plain file: " + request["path"])
            data = file.read(int(request["limit"]) + 1)
        if len(data) > int(request["limit"]):
            raise OSError("larger than %s bytes: %s" % (request["limit"], request["path"]))
        return base64.b64encode(data).decode()

    return in_child(work)


def go_to(folder):
    try:
        os.chdir(folder)
    except OSError:
        os.chdir("/")


def read_some(descriptor):
    try:
        return os.read(descriptor, 1 << 18)
    except OSError:
        return b""


def now():
    """Return the moment as processes are dated: clock ticks since boot, and the last process number given."""
    try:
        with open("/proc/sys/kernel/ns_last_pid") as file:
            last = int(file.read())
    except (OSError, ValueError):
        last = 0
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK")), last


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def began(pid):
    """Return when a process began, as :func:`now` has it."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            text = file.read()
        return int(text[text.rindex(")") + 2 :].split()[19]), pid
    except (OSError, ValueError):
        return -1, pid


def kill_since(first, also):
    """Kill ``also`` and every process that began after the moment ``first``; earlier commands' jobs live on."""
    for _ in range(100):
        victims = [p for p in processes() if p == also or began(p) > first]
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        reap()
        if not victims:
            return
        time.sleep(0.0005)
    kill_everything()  # they multiply faster than they can be listed


def kill_everything():
    """Kill all processes but this one until none is left; needs no fork, so a fork bomb cannot hinder it."""
    for _ in range(4000):
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            break
        reap()
        if not processes():
            break
        time.sleep(0.0005)
    reap()


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


FREE_AT_START = None


def disk_is_full():
    """Whether a sandbox without a sized filesystem has written more than it may."""
    if NESTED or HARDEN:
        return False
    space = os.statvfs("/")
    return FREE_AT_START is not None and FREE_AT_START - space.f_bavail * space.f_frsize > DISK


def prepare():
    """Keep a copy of the root without its locked mounts as the overlay's lower layer, and give up the rest."""
    os.mkdir(PLACE + "/l")
    os.mkdir(PLACE + "/e")
    mount("/", PLACE + "/l", None, MS_BIND)
    drop_capabilities(KEPT | {CAP_SETFCAP})  # without SETFCAP no user namespace can be given a root


def answer(request):
    what = request["op"]
    if what == "run":
        if "\0" in request["command"]:
            return {"output": "bash: the command holds a NUL byte\n", "exit_code": 2, "ended": "done", "bytes": 0,
                    "truncated": False, "seconds": 0.0}  # fmt: skip
        if not MACHINE.shell.alive():
            MACHINE.renew()
        return MACHINE.shell.run(request["command"], float(request["seconds"]), int(request["limit"]))
    if what == "exec":
        return execute(request)
    if what == "put":
        return put(request)
    if what == "get":
        return get(request)
    if what == "reset":
        MACHINE.reset()
        return {"check": MACHINE.shell.run(":", 5.0, 1024)["ended"]}
    if what == "ping":
        return {"nested": NESTED}
    return {"error": "unknown request " + str(what)}


def main():
    global MACHINE, FREE_AT_START
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.dup(1)
    fcntl.fcntl(answers, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    empty = os.open("/dev/null", os.O_WRONLY)
    os.dup2(empty, 1)
    if NESTED:
        prepare()
    else:
        space = os.statvfs("/")
        FREE_AT_START = space.f_bavail * space.f_frsize
    expires = time.monotonic() + float(os.environ.get("SB_LIFETIME", "86400"))
    MACHINE = Machine()
    libc.prctl(15, b"init", 0, 0, 0)  # PR_SET_NAME
    buffer = b""
    while True:
        while len(buffer) < 4 or len(buffer) < 4 + struct.unpack(">I", buffer[:4])[0]:
            ready, _, _ = select.select([0], [], [], 5.0)
            reap()
            if time.monotonic() > expires:
                os._exit(0)
            if ready:
                got = os.read(0, 1 << 20)
                if not got:  # the owner is gone
                    kill_everything()
                    os._exit(0)
                buffer += got
        size = struct.unpack(">I", buffer[:4])[0]
        request, buffer = json.loads(buffer[4 : 4 + size]), buffer[4 + size :]
        try:
            fields = answer(request)
        except Exception as error:
            fields = {"error": "%s: %s" % (type(error).__name__, error)}
        fields["id"] = request["id"]
        data = json.dumps(fields).encode()
        data = struct.pack(">I", len(data)) + data
        while data:
            data = data[os.write(answers, data) :]


if __name__ == "__main__":
    main()
