"""A problem that the tests of HumanEval share."""

from __future__ import annotations

from agentgym.environments.humaneval.world.problem import Problem

HALF = Problem(
    task_id="T/0",
    prompt='import math\n\n\ndef helper(x):\n    return x // 2\n\n\ndef half(x):\n    """Return half of x."""\n',
    entry_point="half",
    canonical_solution="    return helper(x)\n",
    test="def check(candidate):\n    assert candidate(4) == 2\n    assert candidate(10) == helper(10)\n",
)
