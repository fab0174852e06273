"""The protocols of GSM8K: profiles and texts."""

from __future__ import annotations

from typing import Literal

from agentgym.environments.gsm8k.world.problem import Problem
from agentgym.profile import Profile

Extractor = Literal["paper", "strict", "flexible"]
EXTRACTORS: tuple[Extractor, ...] = ("flexible", "strict", "paper")


class GSM8KProfile(Profile, frozen=True, kw_only=True):
    """A profile of GSM8K.

    Attributes:
        extractor: how the number is read off the answer (:mod:`.scoring`).
        ending: how a worked example ends, with ``{}`` for its number.
    """

    extractor: Extractor = "flexible"
    ending: str = "\n#### {}"


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        GSM8KProfile(
            name="flexible",
            description="8-shot chat; the last number of the answer counts (lm-eval's flexible-extract)",
            max_steps=1,
            on_parse_error="end",
            shots=8,
        ),
        GSM8KProfile(
            name="strict",
            description="8-shot chat; the number behind '####' counts (lm-eval's strict-match)",
            max_steps=1,
            on_parse_error="end",
            shots=8,
            extractor="strict",
        ),
        GSM8KProfile(
            name="paper",
            description="AgentTuning's evaluation: the last run of digits, without commas, signs or decimals",
            max_steps=1,
            on_parse_error="end",
            shots=8,
            extractor="paper",
            ending=" The answer is {}.",
        ),
    )
}

INSTRUCTION = (
    "Solve each of the following problems. Work step by step, and end with the number that is asked for."
)
NEXT = "Question:"
"""What an answer is cut at: a base model goes on with a question of its own."""


def worked(problem: Problem, profile: GSM8KProfile) -> str:
    """Return the worked answer of a problem, as an example or an expert writes it."""
    return problem.rationale + profile.ending.format(problem.result)
