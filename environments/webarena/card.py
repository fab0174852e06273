"""The card of WebArena."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="WebArena",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (WebArena)",
    extra="webarena",
    gives=(
        Part("jinja2", "the pages of the embedded sites"),
        Part("werkzeug", "the embedded sites"),
        Part("selenium", "the reference driver of the browser"),
    ),
    programs=(
        Program(
            ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
            "the browser",
            "apt-get install chromium",
        ),
        Program(("chromedriver",), "the reference driver", "apt-get install chromium-driver"),
    ),
    site="agentgym.environments.webarena.site.people:serve",
    commands="agentgym.environments.webarena.commands:commands",
    prompts="agentgym.environments.webarena.official.prompts:read",
    official="AGENTGYM_WEBARENA",
    judge="agentgym.environments.webarena.scoring:WebArenaJudge",
    tampering="agentgym.environments.webarena.world.tampering:tampering",
)
