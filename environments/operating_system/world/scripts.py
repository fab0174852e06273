"""Running an item's scripts in its sandbox: before the episode, and to judge it."""

from __future__ import annotations

from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.errors import EnvironmentFailure
from agentgym.sandbox.interface import Result, Sandbox

SCRIPT_SECONDS = 180.0
"""Time limit of a script of the item; one of AgentBench's training items sleeps for a minute."""
_LIMIT = 1 << 17
"""Bytes of output kept: the kernel takes no longer parameter."""
_COMPILERS = {"c": ("gcc", ".c"), "c++": ("g++", ".cpp")}


def prepare(machine: Sandbox, item: Item, seconds: float) -> None:
    """Run what comes before the agent: ``init`` as processes of their own, ``start`` in the agent's shell.

    Their exit codes are passed over, as upstream does: many items' last command fails on purpose.

    Raises:
        EnvironmentFailure: one did not end, or wrote without end.
    """
    for script in item.init:
        _ended(run(machine, script, []), "init")
    if item.start is not None:
        _ended(machine.run(item.start.code, seconds=seconds), "start")


def _ended(result: Result, what: str) -> None:
    if result.ended not in ("done", "exited"):
        raise EnvironmentFailure(
            f"The {what} script of the task was stopped ({result.ended}) after {result.seconds:.0f} s; it wrote: "
            f"{result.output[-200:]!r}"
        )


def run(machine: Sandbox, script: Script, parameters: list[str], interpreter: str = "") -> Result:
    """Run a script as a process of its own; its output is the standard output alone.

    Args:
        machine: the machine.
        script: the script.
        parameters: its parameters.
        interpreter: path of bash or python; the first on the path by default.

    ``bash -c CODE -- p1 p2 …`` makes ``$1`` the first parameter, ``python3 -c CODE p1 p2 …`` ``argv[1]``.

    Raises:
        EnvironmentFailure: it is to be compiled and there is no compiler.
    """
    if script.language == "bash":
        argv = [interpreter or "bash", "-c", script.code, *(["--", *parameters] if parameters else [])]
    elif script.language == "python":
        argv = [interpreter or "python3", "-c", script.code, *parameters]
    else:
        argv = [_compiled(machine, script), *parameters]
    return machine.execute(argv, seconds=SCRIPT_SECONDS, limit=_LIMIT, merge=False)


def _compiled(machine: Sandbox, script: Script) -> str:
    compiler, ending = _COMPILERS[script.language]
    source, binary = f"/tmp/main{ending}", "/tmp/a.out"
    machine.put(source, script.code.encode())
    result = machine.execute([compiler, "-o", binary, source], seconds=SCRIPT_SECONDS)
    if result.exit_code == 127:
        raise EnvironmentFailure(
            f"A script of this task is in {script.language}, and the image has no {compiler}: build the image with "
            f'--build-arg EXTRA="gcc g++ libc6-dev", and name it with image=.'
        )
    return binary
