"""Attacks from inside: the host, the supervisor and the next episode survive all of them, each within bounds."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from agentgym.sandbox import Sandbox
from tests.sandbox.attacks import ATTACKS, Attack
from tests.sandbox.machines import Slot, need

# Killing what an attack left, with a machine that others use as well.
_GRACE = 10.0
_KERNEL = ("panic", "core_pattern", "hostname")


def _host() -> list[str]:
    return [Path("/proc/sys/kernel", name).read_text() for name in _KERNEL]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_an_attack_is_survived(machine: Sandbox, slot: Slot, attack: Attack) -> None:
    if attack.docker_only and slot.backend != "docker":
        pytest.skip(f"{slot.backend} does not promise {attack.docker_only} (docs/sandbox.md)")
    before, start = _host(), time.monotonic()
    result = machine.run(attack.command, seconds=attack.seconds)
    assert time.monotonic() - start < attack.seconds + _GRACE
    assert attack.holds(result), (result.ended, result.exit_code, result.output[-800:])

    # The supervisor goes on, and soon: a fork bomb that was left behind is noticed by what it starves.
    for _ in range(2):
        after = machine.run("echo on", seconds=5)
        if after.ended == "done":
            break
    assert "on" in after.output

    # Nothing of it is there in the next episode.
    start = time.monotonic()
    machine.reset()
    assert time.monotonic() - start < _GRACE
    fresh = machine.run(
        "ls -A /tmp /dev/shm; ls / | grep -c -E '^(fill|f[0-9]+|i)$'; ps -e --no-headers | wc -l; df -k / | tail -1"
    )
    words = fresh.output.split()
    assert words[:2] == ["/dev/shm:", "/tmp:"] and words[2] == "0"
    assert int(words[3]) <= 5, fresh.output
    assert _host() == before


def test_the_neighbour_does_not_notice(machine: Sandbox, slot: Slot) -> None:
    """A sandbox beside one with a fork bomb and a flood answers as usual, with its own files."""
    other = Slot(slot.backend, slot.spec)
    try:
        neighbour = other.fresh()
        neighbour.run("echo mine > /root/file")
        machine.run("(:(){ :|:& };:) & yes > /dev/null & disown; echo other > /root/file", seconds=2)
        assert (
            neighbour.run("cat /root/file; ps -e --no-headers | wc -l", seconds=10).output.split()[0]
            == "mine"
        )
        assert int(neighbour.run("ps -e --no-headers | wc -l", seconds=10).output) <= 5
    finally:
        other.close()


def test_nothing_of_the_host_is_in_sight(machine: Sandbox) -> None:
    """No file, environment variable, process or socket of this project or its user."""
    seen = machine.run(
        "cat /proc/self/environ /proc/*/cmdline | tr '\\0' '\\n'; ls /home /mnt /opt /srv; cat /proc/mounts"
    )
    for trace in (str(Path.home() / "."), str(Path(__file__).parents[2]), "docker.sock", "pytest"):
        if trace not in ("/root", "/"):
            assert trace not in seen.output
    assert machine.run("ls /var/run/docker.sock /run/docker.sock").exit_code != 0


def test_a_container_is_hardened() -> None:
    """What the engine itself says of a container of ours."""
    from agentgym.sandbox import Spec, engine, start
    from agentgym.sandbox.docker_backend import DockerSandbox

    need("docker")
    with start(Spec(memory=300 << 20, processes=99, cpus=0.5), "docker") as sandbox:
        assert isinstance(sandbox, DockerSandbox)
        says = engine.connect().inspect_container(sandbox.container)
        host = says["HostConfig"]
        assert host["NetworkMode"] == "none" and host["Privileged"] is False and host["PidMode"] == ""
        assert host["CapDrop"] == ["ALL"] and "no-new-privileges" in host["SecurityOpt"]
        assert not any(
            "seccomp" in option for option in host["SecurityOpt"]
        )  # the engine's own filter stays on
        assert not host["Binds"] and not says["Mounts"]
        assert host["AutoRemove"] and host["LogConfig"]["Type"] == "none"
        if not engine.limits_lacking():
            assert (host["Memory"], host["PidsLimit"], host["NanoCpus"]) == (300 << 20, 99, 500_000_000)
        if sandbox.mode != "plain":
            assert host["ReadonlyRootfs"]
        capabilities = sandbox.run(
            "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status"
        ).output.split()
        assert capabilities[1::2] == ["00000000000000fb", "00000000000000fb", "1", "2"]


def test_the_host_has_no_process_of_a_closed_sandbox(slot: Slot) -> None:
    need(slot.backend)
    other = Slot(slot.backend, slot.spec)
    sandbox = other.fresh()
    line = f"sleep {random.randrange(10**6, 10**7)}"
    sandbox.run(f"setsid -f {line}")
    # `setsid -f` returns before its child has become `sleep`.
    assert _becomes(line, 1)
    sandbox.close()
    assert _becomes(line, 0)


def _becomes(line: str, count: int) -> bool:
    deadline = time.monotonic() + 30
    while _host_processes(line) != count and time.monotonic() < deadline:
        time.sleep(0.05)
    return _host_processes(line) == count


def _host_processes(line: str) -> int:
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return sum(row.strip() == line for row in listing.splitlines())
