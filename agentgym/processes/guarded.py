"""A child process that ends, with everything that it started, when its owner ends: however that ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from agentgym.processes import guard

_PATIENCE = 30.0
"""Seconds for an orderly end, the guard's own kill included."""


class GuardedProcess:
    """A program under a guard (:mod:`agentgym.processes.guard`), with a folder of its own that goes with it.

    The program runs in that folder. Its output is kept there; see :meth:`tail`.

    Args:
        command: makes the command line from the folder.
        kind: what it is; part of the folder's name.
        env: environment variables on top of this process's own; an empty value removes one.
        log: file that the output is appended to; kept, where the default goes with the folder.
        pipes: two descriptors of this process that the program has as 3 and 4; closed here.

    A program that cannot be started is one that has ended: :attr:`running` is false, and :meth:`tail` says why.
    """

    def __init__(
        self,
        command: Callable[[Path], Sequence[str]],
        *,
        kind: str,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        pipes: tuple[int, int] | None = None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"agentgym-{kind}-"))
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / guard.OUTPUT).symlink_to(log.resolve())
        line = [sys.executable, "-I", "-S", guard.__file__, str(os.getpid()), str(self.folder)]
        line.append(",".join(map(str, pipes or ())))
        try:
            self._guard: subprocess.Popen[bytes] | None = subprocess.Popen(
                [*line, *command(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={k: v for k, v in {**os.environ, **(env or {})}.items() if v},
                cwd=self.folder,
                start_new_session=True,
                pass_fds=pipes or (),
            )
        finally:
            for number in pipes or ():
                os.close(number)
        self.guard_pid = self._guard.pid
        """Process id of the guard, below which everything runs."""
        assert self._guard.stdout is not None
        self.pid = int(self._guard.stdout.readline() or 0)
        """Process id of the program itself; 0 if it could not be started."""

    @property
    def running(self) -> bool:
        """Whether the program lives."""
        return self._guard is not None and self._guard.poll() is None

    def tail(self, lines: int = 30) -> str:
        """Return the last lines that the program wrote."""
        try:
            with open(self.folder / guard.OUTPUT, "rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 16384))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        return "\n".join([line.strip("\r") for line in text.splitlines() if line.strip()][-lines:])

    def end(self) -> None:
        """End the program and everything that it started, and remove the folder; returns when they are gone."""
        held, self._guard = self._guard, None
        if held is None:
            return
        with contextlib.suppress(BrokenPipeError):  # The program, and its guard, ended before.
            if held.stdin is not None:
                os.write(held.stdin.fileno(), guard.ORDERLY)
        for pipe in (held.stdin, held.stdout):
            if pipe is not None:
                pipe.close()
        try:
            held.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            held.kill()  # The program dies with its guard; its children are in its group.
            held.wait()
        # Nothing is left unless somebody killed the guard.
        if self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
