"""The Docker backend: what is not there is named, and the three ways of resetting hold the same."""

from __future__ import annotations

import pytest

from agentgym.errors import SandboxError
from agentgym.sandbox import Spec, engine, reset_mode, start
from agentgym.sandbox.container import Mode
from agentgym.sandbox.docker_backend import DockerSandbox
from agentgym.sandbox.reset_mode import Choice
from tests.sandbox.machines import need


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
