"""Why an item's own reference solution does not solve it: told by running it again, piece by piece."""

from __future__ import annotations

import re
from typing import Any

from agentgym.environments.operating_system.world.item import Item
from agentgym.environments.operating_system.world.scripts import prepare, run
from agentgym.sandbox.interface import Sandbox
from agentgym.tasks import Task

_NETWORK = re.compile(
    r"\b(?:apt|apt-get|pip3?|npm|yum|snap) (?:-\S+ )*(?:install|update)|\b(?:curl|wget|ping|ssh|dig)\b|\bgit clone\b"
)
_ABSENT = re.compile(r"(\S+): (?:command )?not found")


def explain(env: Any, task: Task) -> str:
    """Return why the reference solution of a task does not reach reward 1.

    Args:
        env: the environment, free to be reset; plays on its machine.
        task: the task whose expert failed.
    """
    env.reset(seed=0, options={"task": task})
    if env.machine is None:
        return "there was no machine"
    return why(env.machine, task.data)


def why(machine: Sandbox, item: Item) -> str:
    """Return one sentence: what keeps the solution of an item from passing its check.

    Args:
        machine: is reset, and used.
        item: one whose expert did not reach reward 1.
    """
    if item.missing:
        return f"needs the script {item.missing[0].file}, which is not there"
    texts = "\n".join(s.code for s in item.scripts)
    network = _NETWORK.search(texts)
    machine.reset()
    prepare(machine, item, 30.0)
    if item.example is None:
        return "has no reference solution"
    first, second = run(machine, item.example, ["None"]), run(machine, item.example, ["None"])
    absent = _ABSENT.search(first.errors)
    if network is not None:
        return f"needs a network: {network[0]!r}"
    if absent is not None:
        return f"needs {absent[1]}, which the image lacks"
    if first.output != second.output:
        return (
            f"its solution changes what it asks about: it prints {first.output.strip()!r}, then "
            f"{second.output.strip()!r}"
        )
    for script in item.check:
        if script is not None:
            answer = first.output.strip()
            judged = run(machine, script, [answer, first.output])
            if judged.exit_code != 0:
                name = script.file or "its check"
                return f"its solution prints {answer!r}, which {name} never takes for right"
    return "not known"
