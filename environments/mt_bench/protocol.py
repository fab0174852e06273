"""The protocol of MT-Bench: the questions as they are, two turns, nothing around them."""

from __future__ import annotations

from agentgym.profile import Profile

PROFILES: dict[str, Profile] = {
    "paper": Profile(
        name="paper",
        description="FastChat's two turns, nothing before them; rated later (agentgym score DIR --judge SPEC)",
        max_steps=2,
        on_parse_error="end",
        shots=0,
    )
}

TAKEN = "The answers were taken."
