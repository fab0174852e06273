"""Judging an episode as AgentBench does (v0.2, OS task).

A match is made here, outside of the sandbox. Check scripts run in the machine after the agent, one after another: the
first parameter is the answer (``None`` as a word where the agent finished without one), and what each script prints is
appended to the parameters of the next. The item fails with the first script that does not end with 0. Nothing that
comes from inside is trusted but the exit code, and that no further than the machine's own files can be. An item whose
check would be run by other programs than the machine had before the agent is not solved.
"""

from __future__ import annotations

from agentgym.environments.operating_system.world import interpreters
from agentgym.environments.operating_system.world.interpreters import Programs
from agentgym.environments.operating_system.world.item import Item
from agentgym.environments.operating_system.world.scripts import run
from agentgym.errors import DataError
from agentgym.sandbox.interface import Sandbox


def judge(machine: Sandbox, item: Item, answer: str | None, programs: Programs | None = None) -> bool:
    """Whether the item is solved.

    Args:
        machine: as the agent left it.
        item: the task's item.
        answer: the agent's answer, ``None`` where it finished without one.
        programs: what the check is run by, as it was before the agent; empty where nobody looked.

    Raises:
        SandboxError: the sandbox died.
        EnvironmentFailure: a script needs a compiler that the image lacks.
    """
    if item.match is not None:
        return item.match.holds(answer)
    if programs and not interpreters.untouched(machine, programs):
        return False
    parameters = [str(answer)]
    for entry in item.check:
        script = entry if entry is not None else item.example
        if script is None:
            raise DataError("A check refers to the example, and the item has none.")
        result = run(machine, script, parameters, interpreters.path(script.language, programs or {}))
        if result.exit_code != 0:
            return False
        parameters.append(result.output)
    return True
