"""Made-up items in the official layouts, and an environment on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium

import agentgym  # noqa: F401
from agentgym.environments.hotpotqa.env import HotpotQAEnv

ITEM: dict[str, Any] = {
    "_id": "q1",
    "question": "In which year was the harbour of the town where Ada Renn was born built?",
    "answer": "1882",
    "type": "bridge",
    "level": "medium",
    "supporting_facts": [["Ada Renn", 0], ["Vilmar (town)", 1]],
    "context": [
        ["Orsa", ["Orsa is a river.", " It has no harbour."]],
        ["Ada Renn", ["Ada Renn was born in Vilmar.", " She was a painter."]],
        ["Vilmar (town)", ["Vilmar is a town by the sea.", " Its harbour was built in 1882."]],
    ],
}
OTHER: dict[str, Any] = {
    **ITEM,
    "_id": "q2",
    "question": "Is the Orsa a river, as the Telm is?",
    "answer": "yes",
    "type": "comparison",
    "level": "easy",
    "supporting_facts": [["Orsa", 0], ["Telm", 0]],
    "context": [ITEM["context"][0], ["Telm", ["The Telm is a river."]]],
}


def columns(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as Hugging Face has it."""
    context, facts = zip(*item["context"], strict=True), zip(*item["supporting_facts"], strict=True)
    titles, sentences = map(list, context)
    fact_titles, positions = map(list, facts)
    rest = {k: v for k, v in item.items() if k not in ("_id", "context", "supporting_facts")}
    return {
        "id": item["_id"],
        **rest,
        "context": {"title": titles, "sentences": sentences},
        "supporting_facts": {"title": fact_titles, "sent_id": positions},
    }


def write(path: Path, items: list[dict[str, Any]] | None = None, *, lines: bool = False) -> Path:
    """Write items as one JSON list, or as JSON lines."""
    items = [ITEM, OTHER] if items is None else items
    path.write_text("\n".join(map(json.dumps, items)) + "\n" if lines else json.dumps(items))
    return path


def made(**arguments: Any) -> HotpotQAEnv:
    """Return an environment."""
    env = gymnasium.make("AgentTune/HotpotQA-v0", **arguments).unwrapped
    assert isinstance(env, HotpotQAEnv)
    return env


def play(env: HotpotQAEnv, task: str, *, seed: int = 0) -> tuple[float, dict[str, Any]]:
    """Follow the expert; return the reward and the last ``info``."""
    env.reset(seed=seed, options={"task": task})
    while True:
        _, reward, terminated, truncated, info = env.step(env.suggest("expert"))
        if terminated or truncated:
            return reward, info
