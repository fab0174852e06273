"""Running the tests of a program in a sandbox; nowhere else is a model's code run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from agentgym.environments.humaneval.world.problem import Problem
from agentgym.errors import SandboxError
from agentgym.sandbox.interface import Sandbox

_JOB = "/root/job.json"
_WALL = 30
"""Seconds of wall time for each of processor time, before a run is given up whatever it does: far from what a loaded
machine takes, so that only the processor time decides."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a program and its tests may take.

    Attributes:
        cpu_seconds: processor time of the program over all tests, and of the tests themselves.
        memory: bytes of the program's address space.
        idle_seconds: how long it may sleep in a row.
        longest: bytes of one result.
    """

    cpu_seconds: float = 10.0
    memory: int = 768 << 20
    idle_seconds: float = 5.0
    longest: int = 16 << 20


class Verdict(msgspec.Struct, frozen=True):
    """Whether all tests passed, and if not, why."""

    passed: bool
    why: str = ""


def test(machine: Sandbox, problem: Problem, program: str, limits: Limits) -> Verdict:
    """Run the tests of a problem on a program. The machine is to be reset afterwards: the program may go on in it.

    Raises:
        SandboxError: the sandbox died, or the tester did.
    """
    wall = limits.cpu_seconds * _WALL
    job = {
        "program": program,
        "entry_point": problem.entry_point,
        "preamble": problem.preamble,
        "test": problem.test,
        "folder": "/tmp",
        "wall_seconds": wall,
        **msgspec.structs.asdict(limits),
    }
    # Lone surrogates, which a model may write, are no JSON: the program is broken with or without them.
    machine.put(_JOB, _encoded(job), mode=0o600)
    result = machine.execute(["python3", "-I", "-S", "-c", _tester(), _JOB], seconds=wall + 60, merge=False)
    try:
        return msgspec.json.decode(result.output.strip() or "null", type=Verdict)
    except msgspec.DecodeError:
        if result.ended != "done" or result.exit_code < 0 or result.exit_code > 128:
            return Verdict(False, f"the test run was stopped ({result.ended}, exit code {result.exit_code})")
        raise SandboxError(
            f"The tester of HumanEval ended with {result.exit_code} and no verdict: {result.errors[-500:]!r}"
        ) from None


def _encoded(job: dict[str, object]) -> bytes:
    try:
        return msgspec.json.encode(job)
    except UnicodeEncodeError:
        program = str(job["program"]).encode("utf-8", "replace").decode("utf-8")
        return msgspec.json.encode({**job, "program": program})


@cache
def _tester() -> str:
    return Path(__file__).with_name("tester.py").read_text("utf-8")
