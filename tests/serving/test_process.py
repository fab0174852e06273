"""A server: started, ready, ended with everything that it left behind."""

from __future__ import annotations

import asyncio
import sys

import pytest

from agentgym.serving.process import ServerProcess
from tests.serving.launches import family, launch, quiet
from tests.serving.parts import gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")


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
