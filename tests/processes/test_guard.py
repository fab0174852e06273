"""What is guarded ends with its owner, whatever happens to either."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from agentgym.serving.process import ServerProcess
from tests.serving.launches import FAMILY, family, launch, quiet
from tests.serving.parts import gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")


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
