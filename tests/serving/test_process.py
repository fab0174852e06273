"""Servers end with everything they started: on close, on errors, and when their owner is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import urllib.request
from pathlib import Path

import pytest

from agentgym.errors import OptionError, PolicyError
from agentgym.processes.guard import children_of
from agentgym.serving.devices import share_devices
from agentgym.serving.pool import ServerPool
from agentgym.serving.process import Launch, ServerProcess
from tests.serving.parts import gone

FAMILY = Path(__file__).with_name("family.py")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")


def launch(*words: str, log: Path | None = None) -> Launch:
    return Launch(
        name="family", command=lambda port: [sys.executable, str(FAMILY), str(port), *words], log=log
    )


def family(process: ServerProcess) -> list[int]:
    """Return the guard's tree: the server and what it left behind."""
    assert process.process is not None
    return children_of(process.process.guard_pid)


def quiet(text: str) -> None:
    """Say nothing."""


def test_stop_ends_the_server_and_its_orphans() -> None:
    async def work() -> None:
        process = ServerProcess(launch())
        process.start()
        await process.ready(20, quiet)
        assert process.process is not None
        pids, folder = family(process), process.process.folder
        assert process.pid in pids and len(pids) == 2
        await process.stop()
        assert gone(pids, 0) and not folder.exists()
        await process.stop()  # Once more does no harm.

    asyncio.run(work())


def test_a_server_that_ignores_the_request_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    from agentgym.processes import guard

    text = Path(guard.__file__).read_text().replace("_GRACE = 10.0", "_GRACE = 0.3")
    impatient = Path(os.environ["AGENTGYM_CACHE"]) / "guard.py"
    impatient.parent.mkdir(parents=True, exist_ok=True)
    impatient.write_text(text)
    monkeypatch.setattr(guard, "__file__", str(impatient))

    async def work() -> None:
        process = ServerProcess(launch("stubborn"))
        process.start()
        await process.ready(20, quiet)
        pids = family(process)
        await process.stop()
        assert gone(pids, 0)

    asyncio.run(work())


def test_what_ends_before_it_is_ready_is_told_with_its_last_words() -> None:
    async def work() -> list[int]:
        pool = ServerPool([launch("die")], start_timeout=20, say=quiet)
        with pytest.raises(PolicyError, match="ended before it was ready:\nno such model: nonsense"):
            await pool.start()
        return [p.pid for p in pool.processes]

    assert gone(asyncio.run(work()))
    with pytest.raises(PolicyError, match="nowhere/python"):
        asyncio.run(ServerPool([Launch(name="x", command=lambda p: ["nowhere/python"])], say=quiet).start())


def test_one_that_fails_takes_the_others_with_it() -> None:
    async def work() -> list[int]:
        pool = ServerPool([launch(), launch("die")], start_timeout=20, say=quiet)
        with pytest.raises(PolicyError):
            await pool.start()
        return [p.pid for p in pool.processes]

    assert gone(asyncio.run(work()))


def test_a_port_that_somebody_took_is_changed() -> None:
    async def work() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            pool = ServerPool([launch()], start_timeout=20, say=quiet)
            original = ServerProcess.__init__

            def first(self: ServerProcess, launch: Launch, wanted: int | None = None) -> None:
                original(self, launch, port if not pool.processes else wanted)

            ServerProcess.__init__ = first  # type: ignore[method-assign]
            try:
                addresses = await pool.start()
            finally:
                ServerProcess.__init__ = original  # type: ignore[method-assign]
            assert not addresses[0].endswith(f":{port}")
            await pool.stop()

    asyncio.run(work())


def test_a_server_that_dies_is_started_again_where_it_was() -> None:
    async def work() -> None:
        said: list[str] = []
        pool = ServerPool([launch()], start_timeout=20, restarts=1, say=said.append)
        (address,) = await pool.start()
        before, orphans = pool.processes[0].pid, family(pool.processes[0])
        with pytest.raises(OSError):
            await asyncio.to_thread(urllib.request.urlopen, f"{address}/die", None, 5)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if said and said[-1].startswith("family: ready") and len(said) >= 3:
                break
        assert "died and is started again" in said[1]
        assert pool.processes[0].pid != before and pool.processes[0].address == address
        assert gone(orphans, 2)
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
            assert int(answer.read()) == pool.processes[0].pid
        await pool.stop()

    asyncio.run(work())


OWNER = textwrap.dedent("""
    import asyncio, sys
    from agentgym.processes.guard import children_of
    from agentgym.serving.process import Launch, ServerProcess

    async def work():
        launch = Launch(name="x", command=lambda port: [sys.executable, sys.argv[1], str(port)])
        process = ServerProcess(launch)
        process.start()
        await process.ready(20, lambda text: None)
        guard = process.process.guard_pid
        print(process.process.folder, guard, *children_of(guard), flush=True)
        if sys.argv[2] == "wait":
            await asyncio.sleep(300)
        raise RuntimeError("the owner failed")

    asyncio.run(work())
""")


@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM", "SIGINT", "error"])
def test_nothing_outlives_its_owner(end: str, tmp_path: Path) -> None:
    (tmp_path / "owner.py").write_text(OWNER)
    owner = subprocess.Popen(
        [sys.executable, str(tmp_path / "owner.py"), str(FAMILY), "error" if end == "error" else "wait"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    folder, *numbers = owner.stdout.readline().split()
    pids = [int(n) for n in numbers]
    assert len(pids) == 3  # guard, server, orphan
    if end != "error":
        os.kill(owner.pid, getattr(signal, end))
    owner.wait(20)
    owner.stdout.close()
    assert gone(pids) and not Path(folder).exists()


def test_killing_the_guard_ends_the_server_too() -> None:
    async def work() -> None:
        process = ServerProcess(launch())
        process.start()
        await process.ready(20, quiet)
        assert process.process is not None
        os.kill(process.process.guard_pid, signal.SIGKILL)
        assert gone([process.pid]) and not process.running
        await process.stop()

    asyncio.run(work())


def test_gpus_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,1,5,7")
    assert [share_devices(n, 2, 2) for n in range(2)] == ["3,1", "5,7"]
    with pytest.raises(OptionError, match="need 6 GPUs, 4 are visible"):
        share_devices(0, 3, 2)
