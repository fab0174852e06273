"""Runs the tests of one program; sent into the sandbox as text, where it is all that there is of us.

Two processes: this one holds the tests, the other one the program that a model wrote, which never sees them. A call of
``candidate`` sends the arguments to the other process and takes its result, both as plain data. So the program cannot
read the tests, cannot end the test run with a success, and cannot answer with an object that equals everything. This
process is not dumpable: its memory and descriptors cannot be read from the other.

Processor time is what is limited, of the program and of the tests, so that a loaded machine gives the same verdict as
an idle one. A program that waits instead of computing is ended when it has been asleep for long.

Usage: ``python3 -I -S tester.py JOB``; JOB is a JSON file, which is deleted when it was read. Prints one JSON object.
The standard library of Python 3.9 is enough.
"""

import ctypes
import json
import marshal
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import time
from typing import Any, Dict, NoReturn

PROGRAM = r"""
import marshal, os, struct, sys
_read, _write = int(sys.argv[1]), int(sys.argv[2])

def _plain(x, depth=0):
    if depth > 200:
        raise ValueError("nested too deep")
    if x is None or isinstance(x, bool):
        return x
    for kind in (int, float, complex, str, bytes):
        if isinstance(x, kind):
            return kind(x) if type(x) is not kind else x
    for kind in (tuple, list, set, frozenset):
        if isinstance(x, kind):
            return kind(_plain(v, depth + 1) for v in x)
    if isinstance(x, dict):
        return {_plain(k, depth + 1): _plain(v, depth + 1) for k, v in x.items()}
    return ("\0object", type(x).__name__)

def _exactly(pipe, n):
    data = b""
    while len(data) < n:
        more = os.read(pipe, n - len(data))
        if not more:
            os._exit(0)
        data += more
    return data

def _take():
    return marshal.loads(_exactly(_read, struct.unpack(">I", _exactly(_read, 4))[0]))

def _give(kind, value):
    try:
        data = marshal.dumps((kind, value))
    except ValueError:
        data = marshal.dumps((kind, ("\0object", type(value).__name__)))
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(_write, data):]

def _main():
    code, name = _take()
    space = {"__name__": "__program__", "__builtins__": __builtins__}
    try:
        exec(compile(code, "<program>", "exec"), space)
        function = space[name]
    except BaseException as error:
        return _give("broken", "%s: %s" % (type(error).__name__, error))
    _give("ready", None)
    while True:
        arguments, named = _take()
        try:
            _give("value", _plain(function(*arguments, **named)))
        except BaseException as error:
            _give("error", "%s: %s" % (type(error).__name__, str(error)[:500]))

_main()
"""


class Failed(Exception):
    """The program is wrong, broke, or took too much."""


class Opaque:
    """A result that is no plain data: equal to nothing but itself."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<an object of {self.kind}>"


def revived(value: Any) -> Any:
    """Return what the program answered, objects as Opaque."""
    if isinstance(value, tuple):
        if len(value) == 2 and value[0] == "\0object":
            return Opaque(value[1])
        return tuple(revived(v) for v in value)
    if isinstance(value, list):
        return [revived(v) for v in value]
    if isinstance(value, dict):
        return {k: revived(v) for k, v in value.items()}
    return value


class Program:
    """The process of the program."""

    def __init__(self, job: Dict[str, Any]) -> None:
        self.job = job
        there, self.write = os.pipe()
        self.read, back = os.pipe()

        def limits() -> None:
            seconds = max(1, int(job["cpu_seconds"]))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", PROGRAM, str(there), str(back)],
            pass_fds=(there, back),
            preexec_fn=limits,
            start_new_session=True,
            cwd=job["folder"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin"},
        )
        os.close(there)
        os.close(back)
        self.give((job["program"], job["entry_point"]))
        kind, value = self.take()
        if kind != "ready":
            raise Failed(f"the program cannot be loaded: {value}")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function in the other process; see the module."""
        try:
            self.give((arguments, named))
        except ValueError as error:
            raise Failed(f"the test passes what is no plain data: {error}") from None
        kind, value = self.take()
        if kind != "value":
            raise Failed(f"the function raised {value}")
        return revived(value)

    def give(self, value: Any) -> None:
        """Send plain data."""
        data = marshal.dumps(value)
        data = struct.pack(">I", len(data)) + data
        try:
            while data:
                self.wait(self.write, False)
                data = data[os.write(self.write, data[:4096]) :]
        except BrokenPipeError:
            self.gone()

    def take(self) -> Any:
        """Take the kind of an answer, and the answer."""
        size = struct.unpack(">I", self.exactly(4))[0]
        if size > self.job["longest"]:
            raise Failed(f"the function returned more than {self.job['longest']} bytes")
        try:
            kind, value = marshal.loads(self.exactly(size))
        except (ValueError, TypeError, EOFError):
            raise Failed("the program sent what is no answer") from None
        return kind, value

    def exactly(self, size: int) -> bytes:
        """Read so many bytes."""
        data = b""
        while len(data) < size:
            self.wait(self.read, True)
            more = os.read(self.read, min(65536, size - len(data)))
            if not more:
                self.gone()
            data += more
        return data

    def gone(self) -> NoReturn:
        """Say why the program is gone."""
        code = self.process.wait(timeout=5)
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            raise Failed(
                "the program took more than %g s of processor time, or too much memory"
                % self.job["cpu_seconds"]
            )
        raise Failed(f"the program ended ({code})")

    def wait(self, pipe: int, reading: bool) -> None:
        """Wait for a pipe; end a program that sleeps, or whose children do the work."""
        asleep = 0.0
        while True:
            ready = select.select([pipe] if reading else [], [] if reading else [pipe], [], 0.05)
            if ready[0] or ready[1]:
                return
            if self.running():
                asleep = 0.0
            else:
                asleep += 0.05
            if asleep > self.job["idle_seconds"]:
                raise Failed(f"the program waits for something ({self.job['idle_seconds']:g} s)")
            if time.monotonic() > self.job["end"]:
                raise Failed(f"the program had not ended after {self.job['wall_seconds']:g} s")

    def running(self) -> bool:
        """Whether the program computes, or would if it got a processor."""
        try:
            with open(f"/proc/{self.process.pid}/stat") as file:
                return file.read().rpartition(")")[2].split()[0] == "R"
        except OSError:
            return False

    def end(self) -> None:
        """Kill the program and all that it began in its session."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except OSError:
            pass
        self.process.kill()
        self.process.wait()


def main() -> None:
    """Run the tests; print the verdict."""
    ctypes.CDLL(None, use_errno=True).prctl(4, 0, 0, 0, 0)
    with open(sys.argv[1]) as file:
        job = json.load(file)
    os.unlink(sys.argv[1])
    job["end"] = time.monotonic() + job["wall_seconds"]
    seconds = max(1, int(job["cpu_seconds"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    program = None
    verdict: Dict[str, Any] = {"passed": False, "why": ""}
    try:
        program = Program(job)
        space: Dict[str, Any] = {"__name__": "__tests__"}
        exec(compile(job["preamble"], "<preamble>", "exec"), space)
        space[job["entry_point"]] = program
        exec(compile(job["test"], "<tests>", "exec"), space)
        space["check"](program)
        verdict["passed"] = True
    except Failed as error:
        verdict["why"] = str(error)
    except AssertionError as error:
        verdict["why"] = f"a test failed: {error}"[:500]
    except BaseException as error:
        verdict["why"] = f"the tests raised {type(error).__name__}: {error}"[:500]
    finally:
        if program is not None:
            program.end()
    print(json.dumps(verdict))


main()
