"""Programs under test, in the sandbox: right, wrong, hostile."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from agentgym import sandbox
from agentgym.environments.humaneval.world import sandboxed
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.environments.humaneval.world.sandboxed import Limits, Verdict
from tests.environments.humaneval.playing import HALF

pytestmark = pytest.mark.skipif(bool(sandbox.unavailable()), reason=sandbox.unavailable() or "available")
SHORT = Limits(cpu_seconds=2, idle_seconds=1.5)


@pytest.fixture(scope="module")
def machine() -> Iterator[sandbox.Sandbox]:
    made = sandbox.acquire(sandbox.Spec(memory=1 << 30, processes=64))
    yield made
    sandbox.release(made)


def run(machine: sandbox.Sandbox, program: str, problem: Problem = HALF) -> Verdict:
    try:
        return sandboxed.test(machine, problem, program, SHORT)
    finally:
        machine.reset()


BODY = "def helper(x):\n    return x // 2\n\n\ndef half(x):\n"


def test_a_right_program_passes_and_a_wrong_one_is_told(machine: sandbox.Sandbox) -> None:
    assert run(machine, BODY + "    return helper(x)\n") == Verdict(True)
    assert run(machine, BODY + "    return x\n").why.startswith("a test failed")
    assert "SyntaxError" in run(machine, "def half(x:\n").why
    assert "NameError" in run(machine, BODY + "    return y\n").why
    assert "KeyError" in run(machine, "x = 1\n").why
    assert run(machine, BODY + "    print('noise' * 100000)\n    return x // 2\n").passed
    assert "SyntaxError" in run(machine, "def half(x): \ud800\n").why


HOSTILE = {
    "ends the run with success": "import os\nos._exit(0)\n",
    "raises SystemExit": "raise SystemExit(0)\n",
    "exits when called": BODY + "    import os\n    os._exit(0)\n",
    "equals everything": "class E:\n    def __eq__(self, o):\n        return True\n\n\ndef half(x):\n    return E()\n",
    "a number that equals everything": (
        "class E(int):\n    def __eq__(self, o):\n        return True\n\n\ndef half(x):\n    return E(0)\n"
    ),
    "endless loop": BODY + "    while True:\n        pass\n",
    "endless loop at import": "while True:\n    pass\n",
    "sleeps": BODY + "    import time\n    time.sleep(600)\n    return x // 2\n",
    "allocates 10 GB": BODY + "    y = bytearray(10 << 30)\n    return x // 2\n",
    "forks": BODY + "    import os\n    while True:\n        try:\n            os.fork()\n"
    "        except OSError:\n            pass\n",
    "recurses": BODY + "    return half(x)\n",
    "endless result": BODY + "    return 'x' * (64 << 20)\n",
    "lies on the pipe": BODY + "    import os\n    for n in range(3, 20):\n        try:\n"
    "            os.write(n, b'x' * 100)\n"
    "        except OSError:\n            pass\n    return x // 2\n",
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_programs_fail_and_harm_nothing(machine: sandbox.Sandbox, what: str) -> None:
    verdict = run(machine, HOSTILE[what])
    assert not verdict.passed and verdict.why, what
    assert run(machine, BODY + "    return helper(x)\n").passed, "the machine is as before"


def test_a_program_that_looks_for_the_tests_finds_none(machine: sandbox.Sandbox) -> None:
    """It reads all files and all processes that it can, and passes if it finds the test's secret."""
    secret = "sesame-48151623"
    problem = Problem(
        task_id="T/1",
        prompt='def half(x):\n    """Return the secret."""\n',
        entry_point="half",
        canonical_solution="",
        test=f"def check(candidate):\n    assert candidate(1) == '{secret[:7]}' + '{secret[7:]}'\n",
    )
    assert re.search(rb"'(sesame-)' [+] '([0-9]+)'", problem.test.encode()), "it would know it if it saw it"
    program = """
import glob, os, re, sys, gc

def half(x):
    seen = []
    own = os.getpid()
    for pattern in ("/proc/[0-9]*/cmdline", "/proc/[0-9]*/environ", "/proc/[0-9]*/fd/*", "/root/**", "/tmp/**"):
        for path in glob.glob(pattern, recursive=True):
            if path.startswith("/proc/%d/" % own):
                continue
            try:
                with open(path, "rb") as file:
                    seen.append(file.read(1 << 20) if "/fd/" not in path else b"")
            except (OSError, ValueError):
                pass
    for path in glob.glob("/proc/[0-9]*/mem"):
        if path == "/proc/%d/mem" % own:
            continue
        try:
            with open(path.replace("mem", "maps")) as maps, open(path, "rb") as memory:
                for line in maps:
                    low, high = (int(n, 16) for n in line.split()[0].split("-"))
                    memory.seek(low)
                    seen.append(memory.read(high - low))
        except (OSError, ValueError, OverflowError):
            pass
    found = re.search(rb"'(sesame-)' [+] '([0-9]+)'", b"".join(seen))
    return (found[1] + found[2]).decode() if found else "nothing"
"""
    assert not run(machine, program, problem).passed
    assert run(machine, f"def half(x):\n    return {secret!r}\n", problem).passed


def test_only_processor_time_counts(machine: sandbox.Sandbox) -> None:
    clock = time.monotonic()
    verdict = run(machine, BODY + "    while True:\n        pass\n")
    assert "processor time" in verdict.why and time.monotonic() - clock >= 2.0
