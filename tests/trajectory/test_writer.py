"""Writing: what is written comes back, whatever happens between."""

from __future__ import annotations

import resource
import signal
import threading
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError, LogError
from agentgym.trajectory import LogWriter, read, writer
from agentgym.trajectory.files import compress
from tests.engine.playing import content
from tests.trajectory.episodes import episode


def test_episodes_come_back_as_they_were(tmp_path: Path) -> None:
    written = [episode(i) for i in range(5)]
    with LogWriter(tmp_path) as log:
        for one in written:
            log.write(one)
    assert list(read(tmp_path)) == written


@pytest.mark.filterwarnings("ignore:.*torn line")
@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_torn_last_line_is_passed_over_and_written_past(tmp_path: Path, cut: int) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        log.write(episode(1))
    path = tmp_path / "episodes.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    with LogWriter(tmp_path) as log:
        log.write(episode(2))
    survivors = [e.task_id for e in read(tmp_path)]
    assert survivors in (["t0", "t2"], ["t0", "t1", "t2"]) and (cut == 1) == (len(survivors) == 3)


def test_two_writers_are_refused(tmp_path: Path) -> None:
    with LogWriter(tmp_path), pytest.raises(AgentGymError, match="Another process is writing"):
        LogWriter(tmp_path)


def test_a_log_that_cannot_be_begun_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "runs.jsonl").mkdir()
    for _ in range(2):
        with pytest.raises(LogError, match="cannot be written: Is a directory"):
            LogWriter(tmp_path, call={})
    (tmp_path / "runs.jsonl").rmdir()
    (tmp_path / "episodes-0001.jsonl.zst").mkdir()
    (tmp_path / "episodes-0001.jsonl").write_bytes(b"{}\n")
    with pytest.raises(LogError, match="cannot be written"):
        LogWriter(tmp_path)
    (tmp_path / "episodes-0001.jsonl.zst").rmdir()
    LogWriter(tmp_path).close()


def test_a_full_disk_ends_the_run_with_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=tmp_path / "whole")
    size = (tmp_path / "whole" / "episodes.jsonl").stat().st_size
    out = tmp_path / "out"
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # As a disk that fills up: a short write.
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))
    try:
        with pytest.raises(LogError, match=r"cannot be written.*the same command again"):
            agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    kept = len(list(read(out)))
    assert 0 < kept < 8
    run = agentgym.rollout("AgentTune/ALFWorld-v0", "expert", tasks=8, out=out)
    assert (run.resumed, run.scored) == (kept, 8) and content(out) == content(tmp_path / "whole")


def test_episodes_do_not_wait_for_a_file_that_is_compressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begun = threading.Event(), threading.Event()

    def slow(plain: Path) -> None:
        begun.set()
        assert go.wait(30)
        compress(plain)

    monkeypatch.setattr(writer, "compress", slow)
    with LogWriter(tmp_path, rotate_bytes=1000) as log:
        number = 0
        while not begun.is_set() and number < 100:
            log.write(episode(number))
            number += 1
            begun.wait(0.01)
        assert not go.is_set() and (tmp_path / "episodes-0001.jsonl").exists()
        log.rotate_bytes = 1 << 30
        log.write(episode(number))
        found = [e.task_id for e in read(tmp_path)]
        assert found == [f"t{n}" for n in range(number + 1)], "read while it is compressed"
        go.set()
    assert sorted(f.name for f in tmp_path.glob("episodes*")) == ["episodes-0001.jsonl.zst", "episodes.jsonl"]
    assert len(list(read(tmp_path))) == number + 1


def test_a_file_that_cannot_be_compressed_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(plain: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer, "compress", full)
        warned = pytest.warns(UserWarning, match="episodes-0001.jsonl stays uncompressed for now: No space")
        with warned, LogWriter(tmp_path, rotate_bytes=1) as log:
            log.write(episode(0))
    assert [e.task_id for e in read(tmp_path)] == ["t0"]
    LogWriter(tmp_path).close()
    assert (tmp_path / "episodes-0001.jsonl.zst").exists() and len(list(read(tmp_path))) == 1
