"""Random arguments for a tool, for the random policy where no list of admissible actions exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from agentgym.actions import Action, Tool


def sample_arguments(tool: Tool, observation: str, rng: np.random.Generator) -> dict[str, Any]:
    """Draw arguments that fit the tool's schema; texts are words of the last observation."""
    words = observation.split() or ["?"]
    return {name: _sample(schema, words, rng) for name, schema in tool.parameters.items()}


def sample_call(tools: Sequence[Tool], observation: str, rng: np.random.Generator) -> Action:
    """Draw a call of one of the tools, with :func:`sample_arguments`."""
    tool = tools[int(rng.integers(len(tools)))]
    return Action(name=tool.name, arguments=sample_arguments(tool, observation, rng))


def _sample(schema: Mapping[str, Any], words: list[str], rng: np.random.Generator) -> Any:
    if "enum" in schema:
        choices = list(schema["enum"])
        return choices[int(rng.integers(len(choices)))]
    kind = schema.get("type", "string")
    if kind == "integer":
        return int(rng.integers(schema.get("minimum", 0), schema.get("maximum", 9) + 1))
    if kind == "number":
        return float(rng.uniform(schema.get("minimum", 0.0), schema.get("maximum", 1.0)))
    if kind == "boolean":
        return bool(rng.integers(2))
    if kind == "array":
        return [_sample(schema.get("items", {}), words, rng)]
    if kind == "object":
        return {k: _sample(v, words, rng) for k, v in schema.get("properties", {}).items()}
    return words[int(rng.integers(len(words)))]
