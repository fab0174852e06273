"""Which backend is chosen, what is said of it, and the three ways of resetting a container."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.errors import SandboxError, UnknownNameError
from agentgym.sandbox import (
    Spec,
    acquire,
    backends,
    drain,
    engine,
    images,
    pool,
    release,
    reset_mode,
    start,
    warm,
)
from agentgym.sandbox.container import Container, Mode
from agentgym.sandbox.docker_backend import DockerSandbox
from agentgym.sandbox.reset_mode import Choice
from tests.sandbox.machines import lacking, need

ROOT = Path(__file__).parents[2]
_NO_ENGINE = {"DOCKER_HOST": "unix:///nowhere/docker.sock"}


def _python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
    )


def test_unknown_backends_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'docker'"):
        start(Spec(), "dokcer")


def test_without_an_engine_bubblewrap_is_taken_and_said_once() -> None:
    need("bubblewrap")
    script = """
from agentgym.sandbox import Spec, start
for _ in range(2):
    with start(Spec()) as machine:
        print(machine.backend, machine.run("echo on").output)
"""
    done = _python(script, **_NO_ENGINE)
    assert done.stdout.split() == ["bubblewrap", "on"] * 2
    assert done.stderr.count("No Docker engine answers") == 1


def test_with_an_engine_docker_is_taken_silently() -> None:
    need("docker")
    images.ensure(engine.connect(), "os")
    done = _python("from agentgym.sandbox import Spec, start\nwith start(Spec()) as m: print(m.backend)")
    assert (done.stdout, done.stderr) == ("docker\n", "")


def test_bubblewrap_is_not_taken_where_docker_was_asked_for() -> None:
    done = _python("from agentgym.sandbox import Spec, start\nstart(Spec(), 'docker')", **_NO_ENGINE)
    assert done.returncode != 0
    assert (
        "No Docker engine answers at unix:///nowhere/docker.sock" in done.stderr or "docker-py" in done.stderr
    )


def test_with_neither_the_error_names_both_ways() -> None:
    done = _python(
        "from agentgym.sandbox import Spec, start\nstart(Spec())",
        AGENTGYM_ROOTFS="/nowhere/rootfs",
        **_NO_ENGINE,
    )
    assert "SandboxError" in done.stderr
    for part in ("never run outside", "apt-get install docker.io", "DOCKER_HOST", "Or bubblewrap:"):
        assert part in done.stderr


def test_bubblewrap_has_one_image() -> None:
    need("bubblewrap")
    with pytest.raises(SandboxError, match="cannot start the image 'db'"):
        start(Spec(image="db"), "bubblewrap")


def test_an_image_that_is_not_there_is_named() -> None:
    need("docker")
    with pytest.raises(SandboxError, match="has no image 'no/such:image': docker pull"):
        start(Spec(image="no/such:image"), "docker")


def test_a_runtime_that_is_not_there_is_named() -> None:
    need("docker")
    if "runsc" in engine.info().get("Runtimes", {}):
        pytest.skip("this engine has runsc")
    with pytest.raises(SandboxError, match="runsc"):
        start(Spec(runtime="runsc"), "docker")


@pytest.mark.parametrize("mode", ["nested", "overlay", "plain"])
def test_each_way_of_resetting(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds is the same, however the files are kept."""
    need("docker")
    chosen = reset_mode.probe()
    if mode != "plain" and chosen.mode != "nested":
        pytest.skip(f"this host resets otherwise: {chosen.why}")
    monkeypatch.setitem(reset_mode._known, "", Choice(mode))
    with start(Spec(), "docker") as machine:
        assert isinstance(machine, DockerSandbox)
        first = machine.container
        for _ in range(3):
            machine.run("useradd eve; echo x > /etc/left; sleep 500 & cd /tmp")
            machine.reset()
            seen = machine.run("pwd; ls /etc/left 2>&1; id eve 2>&1; pgrep -c sleep")
            assert seen.output.split()[0] == "/root" and seen.output.split()[-1] == "0"
            assert seen.output.count("no such user") == seen.output.count("No such file") == 1
        assert (machine.container == first) is (mode != "plain")
        forged = machine.run("echo x > /proc/1/fd/1 || cat /proc/1/environ || cat /proc/1/mem")
        assert forged.output.count("denied") == 3
        assert machine.run(
            "mount -t tmpfs t /mnt; unshare -m true; grep CapEff /proc/self/status"
        ).output.endswith("fb\n")
        late = machine.run("dd if=/dev/zero of=/fill bs=1M count=500 2>/dev/null; stat -c %s /fill")
        assert int(late.output.split()[-1]) <= 64 << 20
        if mode == "plain":  # no quota: it is noticed
            full = machine.run(
                "for n in $(seq 40); do head -c 30M /dev/zero > /f$n; done; sleep 20", seconds=20
            )
            assert full.ended == "disk"


def test_a_probe_that_fails_falls_back_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    need("docker")
    monkeypatch.setattr(reset_mode, "_known", {})
    monkeypatch.setattr(
        "agentgym.sandbox.container._MOUNT_CAPABILITIES", []
    )  # as where an engine grants none
    with start(Spec(), "docker") as machine:
        assert isinstance(machine, DockerSandbox) and machine.mode == "plain"
        assert machine.run("echo on").output == "on\n"
    choice = reset_mode.probe()
    assert choice.mode == "plain"
    assert "nested: " in choice.why and "overlay: " in choice.why and "not permitted" in choice.why


def test_limits_that_the_engine_lacks_are_set_for_each_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a rootless engine on control groups of version 1."""
    need("docker")
    monkeypatch.setattr(engine, "limits_lacking", lambda: ["memory", "processes", "processor"])
    container = Container(
        Spec(memory=200 << 20), "nested" if reset_mode.probe().mode == "nested" else "plain"
    )
    try:
        says = engine.connect().inspect_container(container.id)["HostConfig"]
        assert not says["Memory"] and not says["PidsLimit"] and not says["NanoCpus"]
        limits = container.channel.call("run", 30, command="ulimit -v; ulimit -u", seconds=5, limit=99)
        assert limits["output"].split() == [str(200 << 10), "128"]
    finally:
        container.close()


def test_what_an_engine_lacks_is_read_from_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for says, lacks in (
        ({"MemoryLimit": True, "PidsLimit": True, "CpuCfsQuota": True, "CgroupDriver": "systemd"}, []),
        (
            {"MemoryLimit": True, "PidsLimit": True, "CpuCfsQuota": False, "CgroupDriver": "systemd"},
            ["processor"],
        ),
        ({"CgroupDriver": "none", "MemoryLimit": True}, ["memory", "processes", "processor"]),
    ):
        monkeypatch.setattr(engine, "info", lambda says=says: says)
        assert engine.limits_lacking() == lacks


@pytest.fixture(params=["docker", "bubblewrap"])
def backend(request: pytest.FixtureRequest) -> Iterator[str]:
    need(request.param)
    drain()  # what other tests have left would fill the pool
    yield request.param
    drain()


def test_the_pool_gives_out_fresh_ones_again(backend: str) -> None:
    spec = Spec(processes=127)
    first = acquire(spec, backend)
    first.run("echo x > /root/left")
    release(first)
    again = acquire(spec, backend)
    assert again is first
    assert again.run("ls /root/left").exit_code != 0
    other = acquire(spec, backend)
    assert other is not again
    release(other)
    again.close()
    release(again)  # dead ones are not kept
    assert acquire(spec, backend) is other
    release(other)


def test_the_pool_warms_and_drains(backend: str) -> None:
    spec = Spec(processes=126)
    warm(2, spec, backend)
    warmed = pool.POOLS.get().of(backend)
    waiting = warmed.waiting(spec)
    assert len(waiting) == 2
    warm(2, spec, backend)
    assert warmed.waiting(spec) == waiting
    drain()
    assert not any(sandbox.alive for sandbox in waiting)


def test_the_choice_is_cached_only_for_what_was_asked() -> None:
    need("docker")
    assert backends.choose("docker") == "docker" and backends.choose("bubblewrap") == "bubblewrap"
    assert backends.choose() == "docker"


def test_doctor_says_what_is_in_use_and_why() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", "doctor", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    import msgspec

    rows = {row["part"]: row for row in msgspec.json.decode(done.stdout)}
    if lacking("docker"):
        assert "apt-get install docker.io" in rows["Docker engine"]["how"]
    else:
        assert rows["Docker engine"]["state"].startswith("ready")
        assert rows["sandbox reset"]["state"].startswith("reset by")
    assert "bubblewrap" in rows


def test_a_server_of_ours_starts_and_stops() -> None:
    need("docker")
    pymysql = pytest.importorskip("pymysql")
    from agentgym.environments.database.world.mariadb import SERVER
    from agentgym.sandbox import service

    with service.start(SERVER) as server:
        with (
            pymysql.connect(unix_socket=str(server.path), user="root") as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("select 1 + 1")
            assert cursor.fetchone() == (2,)
        assert server.alive
        engine.connect().kill(server.container)
        assert not server.alive
    assert not server.path.parent.exists()


def test_a_server_that_does_not_start_says_its_last_words() -> None:
    need("docker")
    import msgspec

    from agentgym.environments.database.world.mariadb import SERVER
    from agentgym.sandbox import service

    broken = msgspec.structs.replace(SERVER, command=("sh", "-c", "echo no config; exit 3"), patience=0.5)
    with pytest.raises(SandboxError, match="no config"):
        service.Service(broken)
