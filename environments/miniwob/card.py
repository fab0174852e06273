"""The card of MiniWoB++."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="MiniWoB++",
    extra="miniwob",
    gives=(
        Part("miniwob", "the pages"),
        Part("selenium", "the reference driver (driver='selenium')"),
    ),
    programs=(
        Program(
            ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
            "the browser",
            "apt-get install chromium-headless-shell",
        ),
        Program(("chromedriver",), "the reference driver", "apt-get install chromium-driver"),
    ),
    tampering="agentgym.environments.miniwob.world.tampering:attempts",
    site="agentgym.environments.miniwob.site.play:serve",
)
