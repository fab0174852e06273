"""Small episodes for the tests of the log."""

from __future__ import annotations

from agentgym.status import Status
from agentgym.trajectory import Episode, Step

ID = "AgentTune/ALFWorld-v0"


def episode(number: int, **changes: object) -> Episode:
    """Return a small episode."""
    fields: dict[str, object] = {
        "env_id": ID, "task_id": f"t{number}", "status": Status.COMPLETED, "reward": number % 2 / 1.0,
        "key": f"k{number:06d}", "observation": f"see {number} ☃", "policy": "mock",
        "steps": [Step(output="look", observation="a room")], "metrics": {"steps": 1.0},
    }  # fmt: skip
    return Episode(**{**fields, **changes})  # type: ignore[arg-type]
