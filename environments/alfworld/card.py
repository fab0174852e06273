"""What there is to know about ALFWorld besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="ALFWorld",
    licence="Apache-2.0",
    official_licence="MIT (ALFWorld)",
    extra="alfworld",
    gives=(
        Part("alfworld", "TextWorld's own engine (engine='textworld'), new games as files, the download"),
    ),
    programs=(
        Program(("cmake",), "compiling the planner that the extra brings", "apt-get install cmake g++ make"),
    ),
    commands="agentgym.environments.alfworld.commands:commands",
    official="ALFWORLD_DATA",
    prompts="agentgym.environments.alfworld.official.prompts:read",
)
