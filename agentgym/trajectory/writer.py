"""Writing logs: append-only, one line an episode, flushed per line."""

from __future__ import annotations

import fcntl
import os
import threading
import warnings
from pathlib import Path

import msgspec

from agentgym.errors import LogError, OptionError
from agentgym.status import Ending
from agentgym.trajectory.codec import encode
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.files import EPISODES, FAILURES, RUNS, compress, set_aside

ROTATE_BYTES = 256 << 20
"""Size at which ``episodes.jsonl`` is set aside and compressed."""


class LogWriter:
    """Writes one run folder; one process at a time.

    A line is handed to the operating system in one ``write`` before the episode counts as done, so a killed
    process loses at most the episode it was writing. A torn last line of an earlier process is closed with a
    newline and passed over by readers. A file that is full is compressed by a thread, one at a time: seconds in which
    no episode has to wait.

    Args:
        folder: the run folder; made if missing.
        call: what is written to ``runs.jsonl`` about this call.
        rotate_bytes: size at which the log is rotated.

    Raises:
        OptionError: another process is writing to the folder, or ``folder`` is a file.
        LogError: the folder cannot be made or written.
    """

    def __init__(self, folder: Path, *, call: object = None, rotate_bytes: int = ROTATE_BYTES) -> None:
        if folder.exists() and not folder.is_dir():
            raise OptionError(f"out={str(folder)!r} is a file; give a folder for the run.")
        self.folder = folder
        self.rotate_bytes = rotate_bytes
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LogError(f"The run folder {folder} cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise OptionError(
                f"Another process is writing to {str(folder)!r}; wait for it or choose another --out."
            ) from None
        except OSError as error:
            os.close(self._lock)
            raise LogError(f"The run folder {folder} cannot be locked: {error.strerror}.") from error
        self._files: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._compressing: threading.Thread | None = None
        try:
            self._recover()
            if call is not None:
                self._append(RUNS, msgspec.json.encode(call) + b"\n")
        except BaseException as error:
            self.close()  # Nobody else will: the lock would be held as long as the process lives.
            if isinstance(error, OSError):
                raise self._unwritable(error) from error
            raise

    def write(self, episode: Episode) -> None:
        """Append one episode: to the log, or to the sidecar if the machinery failed it.

        Raises:
            LogError: it cannot be written, whole or in part; a torn line is passed over by readers.
        """
        name = FAILURES if episode.ending is Ending.FAILED else EPISODES
        line = encode(episode)
        try:
            self._append(name, line)
            if name == EPISODES and self._sizes[name] >= self.rotate_bytes:
                os.close(self._files.pop(name))
                self._compress(set_aside(self.folder))
        except OSError as error:
            raise self._unwritable(error) from error

    def _append(self, name: str, line: bytes) -> None:
        descriptor = self._files.get(name) or self._open(name)
        written = os.write(descriptor, line)
        while written < len(line):  # On a full disk: the next write raises, the torn line is tolerated.
            written += os.write(descriptor, line[written:])
        self._sizes[name] += written

    def _unwritable(self, error: OSError) -> LogError:
        return LogError(
            f"The log in {self.folder} cannot be written: {error.strerror}. Mend that; the same command again "
            "does what is left, and nothing that was recorded is lost."
        )

    def close(self) -> None:
        """Close the files, wait for one that is being compressed, and release the folder."""
        self._wait()
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _compress(self, plain: Path) -> None:
        self._wait()
        self._compressing = threading.Thread(target=_compressed, args=(plain,), name="agentgym-compress")
        self._compressing.start()

    def _wait(self) -> None:
        thread, self._compressing = self._compressing, None
        if thread is not None:
            thread.join()

    def __enter__(self) -> LogWriter:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _open(self, name: str) -> int:
        flags = os.O_CREAT | os.O_APPEND | os.O_RDWR | os.O_CLOEXEC
        descriptor = self._files[name] = os.open(self.folder / name, flags, 0o644)
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            size += os.write(descriptor, b"\n")
        self._sizes[name] = size
        return descriptor

    def _recover(self) -> None:
        for partial in self.folder.glob("episodes-*.zst.tmp"):
            partial.unlink()
        for plain in self.folder.glob("episodes-*.jsonl"):
            compress(plain)


def _compressed(plain: Path) -> None:
    try:
        compress(plain)
    except (
        OSError
    ) as error:  # Nothing is lost: it is read as it is, and the next run in the folder compresses it.
        warnings.warn(f"{plain} stays uncompressed for now: {error.strerror}.", stacklevel=1)
