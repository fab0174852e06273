"""Speed of the sandboxes: ``python -m agentgym.benchmarks.speed.sandbox``.

Our container sandbox, one ``docker exec`` a command, removing and creating containers, and bubblewrap, in one run
and in turns, so that whatever else the machine does weighs on all of them alike. Wall time: most of the work is
done by the engine and inside, not by this process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import click

from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.errors import DependencyError, SandboxError
from agentgym.sandbox import Sandbox, Spec, engine, start
from agentgym.sandbox.container import Container
from agentgym.sandbox.docker_backend import DockerSandbox


class Clock:
    """Wall times in milliseconds, by name."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}

    def time(self, name: str, work: Callable[[], object]) -> None:
        """Do something and remember how long it took."""
        before = time.perf_counter()
        work()
        self.times.setdefault(name, []).append(1e3 * (time.perf_counter() - before))

    def median(self, name: str) -> float:
        """Return the median of a name."""
        return statistics.median(self.times[name])


def docker_exec(container: str) -> None:
    """Run one command by the engine's own way, and fetch its output and exit code."""
    api = engine.connect()
    made = api.exec_create(container, ["echo", "hi"])["Id"]
    assert api.exec_start(made) == b"hi\n"
    assert api.exec_inspect(made)["ExitCode"] == 0


def recreate(spec: Spec) -> None:
    """Remove a container and create the next, until commands can be run: what peers do between episodes."""
    Container(spec, "plain").close()


def measure(machine: Sandbox, clock: Clock, name: str, commands: int) -> None:
    """Time one reset after files were written, and some commands."""
    machine.run("echo x > /etc/left; mkdir /root/d; sleep 100 &")
    clock.time(f"{name} reset", machine.reset)
    for _ in range(commands):
        clock.time(f"{name} command", lambda: machine.run("echo hi"))
    for _ in range(commands // 5):
        clock.time(f"{name} process", lambda: machine.execute(["true"]))


def docker_lines(clock: Clock, machine: DockerSandbox) -> list[Line]:
    """Return the figures of the container sandbox and of what it is compared with."""
    by_exec = clock.median("docker exec") / clock.median("docker command")
    lines = [
        Line("docker sandbox: command", clock.median("docker command"), "ms"),
        Line("docker exec: command", clock.median("docker exec"), "ms"),
        Line("command, times faster than docker exec", by_exec, "x", at_least=100),
        Line("docker sandbox: process beside the shell", clock.median("docker process"), "ms"),
        Line(f"docker sandbox: reset ({machine.mode})", clock.median("docker reset"), "ms"),
        Line("remove + create + ready", clock.median("recreate"), "ms"),
    ]
    faster = clock.median("recreate") / clock.median("docker reset")
    # Where no overlay can be nested, recreating (ahead of time) is what the host allows.
    bound = 20 if machine.mode != "plain" else None
    return [*lines, Line("reset, times faster than recreating", faster, "x", at_least=bound)]


@click.command()
@click.option("--rounds", default=10, show_default=True, help="Rounds of everything in turn.")
@click.option("--commands", default=50, show_default=True, help="Commands a round.")
def main(rounds: int, commands: int) -> None:
    """Measure what is there."""
    machines: dict[str, Sandbox] = {}
    for backend in ("docker", "bubblewrap"):
        try:
            machines[backend] = start(Spec(), backend)
        except (SandboxError, DependencyError) as error:
            print(f"{backend} is left out: {error}")
    clock = Clock()
    try:
        for _ in range(rounds):
            for backend, machine in machines.items():
                measure(machine, clock, backend, commands)
            if isinstance(docker := machines.get("docker"), DockerSandbox):
                for _ in range(2):
                    clock.time("docker exec", lambda docker=docker: docker_exec(docker.container))  # type: ignore[misc]
                clock.time("recreate", lambda: recreate(Spec()))
        lines = (
            docker_lines(clock, docker) if isinstance(docker := machines.get("docker"), DockerSandbox) else []
        )
        if "bubblewrap" in machines:
            lines += [
                Line("bubblewrap: command", clock.median("bubblewrap command"), "ms"),
                Line("bubblewrap: process beside the shell", clock.median("bubblewrap process"), "ms"),
                Line("bubblewrap: reset", clock.median("bubblewrap reset"), "ms"),
            ]
        print_lines("Sandboxes, wall time, medians", lines)
    finally:
        for machine in machines.values():
            machine.close()


if __name__ == "__main__":
    main()
