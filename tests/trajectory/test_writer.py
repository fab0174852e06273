"""Writing: what is written comes back, whatever happens between."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError, LogError
from agentgym.trajectory import LogWriter, read
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
