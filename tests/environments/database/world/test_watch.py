"""Ending what takes too long."""

from __future__ import annotations

import threading

from agentgym.environments.database.world.watch import Watch


class _Quick(Watch):
    _interval = 0.005


def test_it_acts_once_when_it_was_armed_and_not_disarmed() -> None:
    acted = threading.Semaphore(0)
    watch = _Quick(lambda: acted.release() and None)
    watch.arm(0.0)
    assert acted.acquire(timeout=30)
    watch.arm(3600.0)
    watch.disarm()
    assert not acted.acquire(timeout=0.05), "once for each time that it was armed"
    watch.close()
