"""Running an item's scripts in its sandbox, and judging the answer as AgentBench does (v0.2, OS task).

A match is made here, outside. Check scripts run in the machine after the agent, one after another: the first
parameter is the answer (``None`` as a word where the agent finished without one), and what each script prints is
appended to the parameters of the next. The item fails with the first script that does not end with 0. Nothing of what
comes from inside is trusted but the exit code, and that no further than the machine's own files can be.
"""

from __future__ import annotations

from agentgym.environments.operating_system.item import Item, Script
from agentgym.errors import DataError, EnvironmentFailure
from agentgym.sandbox.interface import Result, Sandbox

SCRIPT_SECONDS = 180.0
"""Time limit of a script of the item; one of AgentBench's training items sleeps for a minute."""
_LIMIT = 1 << 17
"""Bytes of output kept: the kernel takes no longer parameter."""
_COMPILERS = {"c": ("gcc", ".c"), "c++": ("g++", ".cpp")}


def judge(machine: Sandbox, item: Item, answer: str | None) -> bool:
    """Whether the item is solved.

    Raises:
        SandboxError: the sandbox died.
        EnvironmentFailure: a script needs a compiler that the image lacks.
    """
    if item.match is not None:
        return item.match.holds(answer)
    parameters = [str(answer)]
    for entry in item.check:
        script = entry if entry is not None else item.example
        if script is None:
            raise DataError("A check refers to the example, and the item has none.")
        result = run(machine, script, parameters)
        if result.exit_code != 0:
            return False
        parameters.append(result.output)
    return True


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


def run(machine: Sandbox, script: Script, parameters: list[str]) -> Result:
    """Run a script as a process of its own; its output is the standard output alone.

    ``bash -c CODE -- p1 p2 …`` makes ``$1`` the first parameter, ``python3 -c CODE p1 p2 …`` ``argv[1]``.

    Raises:
        EnvironmentFailure: it is to be compiled and there is no compiler.
    """
    if script.language == "bash":
        argv = ["bash", "-c", script.code, *(["--", *parameters] if parameters else [])]
    elif script.language == "python":
        argv = ["python3", "-c", script.code, *parameters]
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
