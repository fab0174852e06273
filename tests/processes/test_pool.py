"""Pools: what was given back is lent again, and what a process holds ends with it."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from agentgym.errors import SandboxError
from agentgym.processes.pool import PerProcess, Pool


class Machine:
    """A helper that writes down what happens to it."""

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self.alive = True
        self.told: list[str] = []
        self.broken = False

    def reset(self) -> None:
        if self.broken:
            raise SandboxError("it cannot be reset")
        self.told.append("reset")

    def hang_up(self) -> None:
        self.told.append("hang up")

    def close(self) -> None:
        self.alive = False
        self.told.append("close")


def test_what_is_given_back_is_reset_and_lent_again() -> None:
    pool = Pool(Machine)
    first = pool.acquire("a")
    other = pool.acquire("b")
    pool.release(first)
    pool.release(other)
    assert first.told == ["reset"]
    assert pool.acquire("a") is first and pool.acquire("b") is other
    assert pool.acquire("a") is not first


def test_what_is_dead_broken_or_too_much_is_closed() -> None:
    pool = Pool(Machine, most_idle=2)
    dead, broken, *rest = (pool.acquire("a") for _ in range(5))
    dead.alive, broken.broken = False, True
    for machine in (dead, broken, *rest):
        pool.release(machine)
    assert dead.told == broken.told == ["close"]
    assert [m.told for m in rest] == [["reset"], ["reset"], ["close"]]
    assert pool.waiting("a") == rest[:2]
    rest[1].alive = False
    assert pool.acquire("a") is rest[0], "one that died while it waited is passed over"
    assert rest[1].told == ["reset", "close"], "and what it held is let go"


def test_what_could_be_warmed_is_kept_though_another_could_not() -> None:
    begun = iter(range(10))

    def start(spec: str) -> Machine:
        if next(begun) == 1:
            raise SandboxError("no more room")
        return Machine(spec)

    pool = Pool(start)
    with pytest.raises(SandboxError, match="no more room"):
        pool.warm(4, "a")
    assert len(pool.waiting("a")) == 3, "none of those that were started is lost"


def test_warming_and_closing() -> None:
    pool = Pool(Machine, most_idle=3)
    pool.warm(9, "a")
    waiting = pool.waiting("a")
    assert len(waiting) == 3
    pool.warm(2, "a")
    assert pool.waiting("a") == waiting
    lent = pool.acquire("a")
    pool.close()
    assert [m.told for m in waiting if m is not lent] == [["hang up", "close"]] * 2 and lent.alive
    pool.release(lent)
    assert pool.acquire("a") is lent, "the pool can be used again"


class Note:
    """Writes a line when it is closed."""

    def __init__(self, path: str) -> None:
        self.path = path

    def close(self) -> None:
        with open(self.path, "a") as file:
            file.write(f"{os.getpid()}\n")


def test_a_process_closes_its_own_and_a_fork_has_another(tmp_path: Path) -> None:
    path = tmp_path / "closed"
    code = """
        import os, sys
        from agentgym.processes.pool import PerProcess
        from tests.processes.test_pool import Note
        NOTES = PerProcess(lambda: Note(sys.argv[1]))
        first = NOTES.get()
        assert NOTES.get() is first
        child = os.fork()
        if not child:
            assert NOTES.get() is not first
            sys.exit(0)
        os.waitpid(child, 0)
        print(os.getpid(), child)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    parent, child = done.stdout.split()
    assert path.read_text().split() == [child, parent], "each once, by its own process"


def _work(path: str) -> None:
    PerProcess(lambda: Note(path)).get()


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_of_multiprocessing_close_theirs(tmp_path: Path, method: str) -> None:
    path = tmp_path / "closed"
    worker = multiprocessing.get_context(method).Process(target=_work, args=(str(path),))
    worker.start()
    worker.join(60)
    assert path.read_text().split() == [str(worker.pid)], "they run no atexit functions"
