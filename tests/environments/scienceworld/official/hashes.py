"""A step of the package as a short hash: what a golden file holds of it."""

from __future__ import annotations

import hashlib
import json

from agentgym.environments.scienceworld.official.package import Seen


def of_step(seen: Seen) -> str:
    """Return twelve hex digits over observation, score, moves, end and valid actions, in their order."""
    return hashlib.sha256(json.dumps(list(seen)).encode()).hexdigest()[:12]
