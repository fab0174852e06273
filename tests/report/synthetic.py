"""Synthetic logs for tests."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentgym.policy import Completion, Usage
from agentgym.status import Status
from agentgym.trajectory import Episode, Failure, LogWriter, Step

ALFWORLD = "AgentTune/ALFWorld-v0"
WEBSHOP = "AgentTune/WebShop-v0"


def episode(
    task: int, policy: str, reward: float | None, *, env: str = ALFWORLD, repeat: int = 0, **rest: Any
) -> Episode:
    """Return an episode of two turns; a reward of ``None`` makes it a failure."""
    steps = [
        Step(
            output=f"THOUGHT: turn {i} of {policy}\nACTION: act {i}",
            thought=f"turn {i} of {policy}",
            action=f"act {i}",
            observation=f"seen {i} in room {task}",
            seconds=0.001,
            completion=Completion(
                text=f"THOUGHT: turn {i} of {policy}\nACTION: act {i}",
                model="gpt-4-0613",
                usage=Usage(prompt_tokens=100, completion_tokens=10),
            ),
        )
        for i in range(2)
    ]
    fields: dict[str, Any] = {
        "env_id": env,
        "task_id": f"task-{task}",
        "policy": policy,
        "reward": reward,
        "repeat": repeat,
        "key": f"{policy}-{env[-11:-3]}-{task}-{repeat}".replace("/", "."),
        "steps": steps,
        "status": Status.COMPLETED if reward is not None else Status.POLICY_ERROR,
        "observation": f"room {task}",
        "opening": [{"role": "user", "content": "Do it."}],
        "profile": "paper",
        "split": "test",
    }
    if reward is None:
        fields["failure"] = Failure(kind="PolicyError", message="the server said 500", where="policy")
    return Episode(**{**fields, **rest})


def write(folder: Path, episodes: list[Episode]) -> Path:
    """Write episodes to a run folder."""
    with LogWriter(folder) as log:
        for one in episodes:
            log.write(one)
    return folder


def runs(folder: Path, skill: Mapping[str, float], tasks: int = 40, repeats: int = 1, seed: int = 0) -> Path:
    """Write a run of each policy on ALFWorld (0 or 1) and WebShop (graded)."""
    rng = random.Random(seed)
    for policy, chance in skill.items():
        both = []
        for repeat in range(repeats):
            for task in range(tasks):
                both.append(episode(task, policy, float(rng.random() < chance), repeat=repeat))
                both.append(
                    episode(task, policy, min(1.0, rng.random() * 2 * chance), env=WEBSHOP, repeat=repeat)
                )
        write(folder / policy, both)
    return folder
