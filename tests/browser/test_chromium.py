"""Chromium is never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed; extra webshop")
from agentgym.browser import BrowserMissing, Chromium, chromium_path, driver_path
from agentgym.processes.guard import naming

try:
    chromium_path(), driver_path()
except BrowserMissing as error:
    pytest.skip(f"no Chromium here: {error}", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("browser")


def test_closing_leaves_no_process() -> None:
    with Chromium() as browser:
        folder = browser.folder
        assert naming(str(folder))
    assert not naming(str(folder)) and not folder.exists()


def test_a_killed_owner_leaves_no_browser() -> None:
    code = "from agentgym.browser import Chromium; import time; print(Chromium().folder, flush=True); time.sleep(60)"
    root = str(Path(__file__).parents[2])
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))},
    )
    assert owner.stdout is not None
    folder = owner.stdout.readline().strip()
    assert naming(folder)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 20
    while (naming(folder) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not naming(folder) and not Path(folder).exists()


def _unlucky(folder: Path, times: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the driver find its port taken so many times; return the file that counts its starts."""
    starts, script = folder / "starts", folder / "driver"
    script.write_text(
        f'#!/bin/sh\necho start >> {starts}\nif [ "$(wc -l < {starts})" -le {times} ]; then\n'
        f'  echo "IPv4 port not available. Exiting..."; exit 1\nfi\nexec {driver_path()} "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr("agentgym.browser.chromium.driver_path", lambda: str(script))
    return starts


def test_a_port_that_is_taken_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = _unlucky(tmp_path, 2, monkeypatch)
    with Chromium() as browser:
        assert browser.pids
    assert len(starts.read_text().splitlines()) == 3


def test_ports_that_are_always_taken_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = _unlucky(tmp_path, 99, monkeypatch)
    with pytest.raises(BrowserMissing, match="port not available"):
        Chromium()
    assert len(starts.read_text().splitlines()) == 5
