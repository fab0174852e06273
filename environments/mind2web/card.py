"""What there is to know about Mind2Web besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="Mind2Web",
    licence="Apache-2.0",
    official_licence="CC BY 4.0 (Mind2Web)",
    extra="mind2web",
    gives=(Part("selenium", "recording tasks on sites of one's own"),),
    programs=(
        Program(
            ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
            "the browser of the recorder",
            "apt-get install chromium",
        ),
        Program(("chromedriver",), "the recorder's hold on the browser", "apt-get install chromium-driver"),
    ),
    commands="agentgym.environments.mind2web.commands:commands",
    chance=0.04,  # six choices, and an operation
    prompts="agentgym.environments.mind2web.official.prompts:read",
    official="AGENTGYM_MIND2WEB",
)
