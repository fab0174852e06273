"""Sandboxes: machines in which a model's commands run, reset in milliseconds.

>>> from agentgym import sandbox
>>> with sandbox.start(sandbox.Spec()) as machine:  # doctest: +SKIP
...     machine.run("cd /tmp; export X=1")
...     machine.run("echo $X $PWD").output
"""

from agentgym.sandbox.backends import BACKENDS, choose, resolved, start, unavailable
from agentgym.sandbox.interface import Result, Sandbox, Spec
from agentgym.sandbox.pool import acquire, drain, release, warm

__all__ = [
    "BACKENDS",
    "Result",
    "Sandbox",
    "Spec",
    "acquire",
    "choose",
    "drain",
    "release",
    "resolved",
    "start",
    "unavailable",
    "warm",
]
