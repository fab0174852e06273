"""Servers without an engine: what they see, what ends them, what is said of those that do not start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from agentgym.errors import SandboxError
from agentgym.processes.guard import children_of
from agentgym.sandbox import bubblewrap_service
from agentgym.sandbox.bubblewrap_service import BubblewrapService
from agentgym.sandbox.service import ServiceSpec
from tests.sandbox.servers import ask, small

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> ServiceSpec:
    made = small(tmp_path_factory.mktemp("server"))
    if lack := bubblewrap_service.missing(made):
        pytest.skip(lack)
    return made


@pytest.fixture(scope="module")
def server(spec: ServiceSpec) -> Iterator[BubblewrapService]:
    running = BubblewrapService(spec)
    yield running
    running.close()


def test_it_begins_with_the_data_that_was_made_once(server: BubblewrapService) -> None:
    assert ask(server, "sorted(os.listdir('/data'))") == ["given.txt", "made.txt"]
    assert ask(server, "open('/data/made.txt').read()") == "given"


def test_it_sees_no_files_no_network_and_no_process_of_the_host(server: BubblewrapService) -> None:
    assert set(ask(server, "os.listdir('/')")) <= {
        "bin", "sbin", "lib", "lib64", "usr", "etc", "proc", "dev", "tmp", "data", "srv", "socket"
    }  # fmt: skip
    assert ask(server, "os.listdir('/etc')") in ([], ["ld.so.cache"])
    assert ask(server, "[n for _, n in socket.if_nameindex()]") in ([], ["lo"])
    assert ask(server, "[p for p in os.listdir('/proc') if p.isdigit() and int(p) > 50]") == []
    assert ask(server, "dict(os.environ)").keys() >= {"PATH", "SB_MEMORY"}
    assert not {"HOME", "AGENTGYM_ROOTFS"} & set(ask(server, "dict(os.environ)"))


@pytest.mark.parametrize("path", ["/", "/usr", "/etc", "/dev", "/srv/empty"])
def test_it_writes_nowhere_but_in_its_data(server: BubblewrapService, path: str) -> None:
    assert ask(server, f"open('{path}/mine', 'w').write('x')") in ("OSError", "PermissionError")
    assert ask(server, "open('/data/mine', 'w').write('x')") == 1


def test_disk_and_memory_are_limited(server: BubblewrapService) -> None:
    assert ask(server, "open('/data/big', 'wb').write(bytes(2 << 20))") == "OSError"
    assert ask(server, "len(bytes(2 << 30))") == "MemoryError"


def test_a_server_that_dies_is_seen_and_the_next_is_fresh(spec: ServiceSpec) -> None:
    with BubblewrapService(spec) as mortal:
        assert ask(mortal, "open('/data/mine', 'w').write('x')") == 1
        mortal.kill()
        deadline = time.monotonic() + 10
        while mortal.alive and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not mortal.alive
    assert not mortal.path.parent.exists() and not mortal.alive
    other = BubblewrapService(spec)
    assert ask(other, "os.path.exists('/data/mine')") is False
    inner = children_of(other.pid)
    assert inner
    other.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in inner)


def test_the_thread_that_started_it_may_end(spec: ServiceSpec) -> None:
    found: list[BubblewrapService] = []
    thread = Thread(target=lambda: found.append(BubblewrapService(spec)))
    thread.start()
    thread.join()
    with found[0] as server:
        assert ask(server, "1 + 1") == 2


_OWNER = """
import sys
from pathlib import Path
from tests.sandbox.servers import small
from agentgym.processes.guard import children_of
from agentgym.sandbox.bubblewrap_service import BubblewrapService
server = BubblewrapService(small(Path(sys.argv[1])))
print(server.pid, *children_of(server.pid), flush=True)
sys.stdin.read()
"""


def test_it_ends_with_its_owner_however_that_ends(spec: ServiceSpec, tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(tmp_path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    pids = owner.stdout.readline().split()
    assert len(pids) > 1
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    deadline = time.monotonic() + 30
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [pid for pid in pids if _lives(pid)] == []


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_last_words_are_told(spec: ServiceSpec) -> None:
    assert spec.distributed is not None
    for script, patience, wanted in (
        ("echo no config; exit 3", 60.0, "ended at once. Its last words: no config"),
        ("sleep 60", 0.5, "makes no socket within 0.5 s. It said nothing"),
    ):
        mute = msgspec.structs.replace(spec.distributed, command=("sh", "-c", script))
        with pytest.raises(SandboxError, match=wanted):
            BubblewrapService(msgspec.structs.replace(spec, distributed=mute, patience=patience))


def test_data_that_cannot_be_made_is_told_and_not_kept(spec: ServiceSpec) -> None:
    assert spec.distributed is not None
    broken = msgspec.structs.replace(spec.distributed, prepare=("sh", "-c", "echo half; false"))
    for _ in range(2):
        with pytest.raises(SandboxError, match=r"data of python3 cannot be made in bubblewrap: half"):
            BubblewrapService(msgspec.structs.replace(spec, distributed=broken))


def test_what_is_missing_is_named(spec: ServiceSpec) -> None:
    assert spec.distributed is not None
    assert bubblewrap_service.missing(spec) == ""
    other = msgspec.structs.replace(
        spec.distributed, programs=("nosuchserver",), install="apt-get install it"
    )
    lacking = msgspec.structs.replace(spec, distributed=other)
    assert "nosuchserver is not installed" in bubblewrap_service.missing(lacking)
    with pytest.raises(SandboxError, match="cannot run in bubblewrap: nosuchserver is not installed"):
        BubblewrapService(lacking)
    assert "image only" in bubblewrap_service.missing(msgspec.structs.replace(spec, distributed=None))
