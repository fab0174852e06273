"""A guarded process: its folder, its output, its end."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from agentgym.processes.guard import children_of, naming
from agentgym.processes.guarded import GuardedProcess
from tests.serving.parts import gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")
TALKER = "import sys, time; print('here', *sys.argv[1:], flush=True); time.sleep(300)"


def talker(*, log: Path | None = None) -> GuardedProcess:
    return GuardedProcess(
        lambda folder: [sys.executable, "-c", TALKER, str(folder)], kind="test", env={"X": "1"}, log=log
    )


def wait(process: GuardedProcess) -> None:
    while str(process.folder) not in process.tail() and process.running:
        pass


def test_it_runs_in_a_folder_that_goes_with_it() -> None:
    process = talker()
    wait(process)
    assert process.running and process.tail() == f"here {process.folder}"
    assert os.readlink(f"/proc/{process.pid}/cwd") == str(process.folder)
    assert process.pid in children_of(process.guard_pid) and process.pid in naming(str(process.folder))
    assert b"X=1" in Path(f"/proc/{process.pid}/environ").read_bytes()
    process.end()
    assert not process.running and gone([process.pid, process.guard_pid], 0)
    assert not process.folder.exists() and not naming(str(process.folder))
    process.end()  # Once more does no harm.


def test_a_log_of_ones_own_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "mine.log"
    for _ in range(2):
        process = talker(log=log)
        wait(process)
        process.end()
    assert log.read_text().count("here") == 2, "appended to, and kept"


def test_what_cannot_be_started_has_ended_and_says_why() -> None:
    process = GuardedProcess(lambda folder: ["/nowhere/program"], kind="test")
    assert process.pid == 0
    while process.running:
        pass
    assert "/nowhere/program" in process.tail()
    process.end()
    assert not process.folder.exists()


def test_what_ends_by_itself_is_noticed() -> None:
    process = talker()
    os.kill(process.pid, signal.SIGKILL)
    while process.running:
        pass
    assert process.folder.exists(), "its last words are still to be read"
    process.end()
    assert not process.folder.exists()
