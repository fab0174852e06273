"""The public commands that the experiment is a chain of, run as anyone would run them."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence

import click

from agentgym.errors import AgentGymError


def agentgym(*arguments: object) -> None:
    """Print a command of agentgym, and run it.

    Raises:
        AgentGymError: it did not end well; what it said stands above.
    """
    words = [str(a) for a in arguments]
    click.secho(f"$ {shlex.join(['agentgym', *words])}", bold=True)
    sys.stdout.flush()
    _run([sys.executable, "-m", "agentgym.cli.main", *words], words[0])


def _run(command: Sequence[str], name: str) -> None:
    code = subprocess.run(command, check=False).returncode
    if code:
        raise AgentGymError(
            f"`agentgym {name}` ended with {code}, see above. The experiment goes on from here with the same command."
        )
