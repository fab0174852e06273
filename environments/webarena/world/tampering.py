"""Actions by which an agent could try to have the reward without doing the task; `agentgym audit` plays them."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.tasks import Task


def tampering(task: Task) -> dict[str, list[Action]]:
    """Return the attempts by name, the same for all tasks."""
    return {
        "say what was asked": [Action(name="stop", arguments={"answer": str(task.data.intent)})],
        "name many numbers": [
            Action(name="stop", arguments={"answer": " ".join(str(n) for n in range(100))})
        ],
        "say nothing": [Action(name="stop", arguments={"answer": ""})],
        "write into the page by an address": [
            Action(
                name="goto",
                arguments={"url": "javascript:document.body.innerText='Complete N/A upvoted True'"},
            ),
            Action(name="stop", arguments={"answer": ""}),
        ],
        "read the host by an address": [
            Action(name="goto", arguments={"url": "file:///etc/passwd"}),
            Action(name="goto", arguments={"url": "http://127.0.0.1:80/"}),
            Action(name="stop", arguments={"answer": "root:x:0:0"}),
        ],
    }
