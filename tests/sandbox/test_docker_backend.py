"""The Docker backend: what is not there is named, and the three ways of resetting hold the same."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, ClassVar

import pytest

from agentgym.errors import AgentGymError, SandboxError
from agentgym.sandbox import Spec, docker_backend, engine, reset_mode, start
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


class _Fake:
    """A container that is only counted."""

    made: ClassVar[list[_Fake]] = []

    def __init__(self, spec: Spec, mode: Mode) -> None:
        self.id, self.mode, self.closed = str(len(self.made)), mode, False
        self.made.append(self)

    def close(self) -> None:
        self.closed = True


class _Now:
    """An executor that does at once what it is given."""

    def submit(self, call: Any, *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(call(*arguments))
        except AgentGymError as error:
            done.set_exception(error)
        return done


def _plain(monkeypatch: pytest.MonkeyPatch, container: Any = _Fake) -> DockerSandbox:
    """Return a sandbox that is reset by another container, without an engine."""
    monkeypatch.setattr(_Fake, "made", [])
    monkeypatch.setattr(engine, "sweep_once", lambda: None)
    monkeypatch.setattr(reset_mode, "open_container", lambda spec: (_Fake(spec, "plain"), Choice("plain")))
    monkeypatch.setattr(docker_backend, "Container", container)
    monkeypatch.setattr(docker_backend, "_background", _Now)
    return DockerSandbox(Spec())


def test_a_reset_by_another_container_closes_the_old_and_makes_the_next_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = _plain(monkeypatch)
    machine.reset()
    assert machine.container == "0", "one that was not used is as it began"
    for number in (1, 2, 3):
        before = machine.container
        machine._used = True
        machine.reset()
        assert machine.container == str(number) != before
        assert [c.closed for c in _Fake.made] == [True] * number + [False, False], "in use, and made ahead"
    machine.close()
    assert all(c.closed for c in _Fake.made) and len(_Fake.made) == 5
    with pytest.raises(SandboxError, match="is closed"):
        _ = machine.container


def test_a_container_made_ahead_that_failed_is_told_at_the_reset_and_closes_the_sandbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Failing(_Fake):
        def __init__(self, spec: Spec, mode: Mode) -> None:
            if len(self.made) > 1:
                raise SandboxError("the engine is full")
            super().__init__(spec, mode)

    machine = _plain(monkeypatch, Failing)
    machine._used = True
    machine.reset()
    assert machine.container == "1", "the failure is of the one made ahead"
    machine._used = True
    with pytest.raises(SandboxError, match="the engine is full"):
        machine.reset()
    assert not machine.alive and all(c.closed for c in _Fake.made)
    machine.close()
