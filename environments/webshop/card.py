"""The card of WebShop."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="WebShop",
    licence="Apache-2.0",
    official_licence="MIT (WebShop); the texts of its products are of their sellers",
    extra="webshop",
    gives=(
        Part("spacy", "nouns of catalogues that are not the embedded one"),
        Part("jinja2", "the shop as a web site"),
        Part("selenium", "the shop in Chromium"),
    ),
    programs=(
        Program(
            ("chromium", "chromium-browser", "google-chrome"),
            "the shop in Chromium",
            "apt-get install chromium",
        ),
        Program(("chromedriver",), "the shop in Chromium", "apt-get install chromium-driver"),
    ),
    commands="agentgym.environments.webshop.commands:commands",
    site="agentgym.environments.webshop.site:serve",
    official="AGENTGYM_WEBSHOP",
    prompts="agentgym.environments.webshop.official.prompts:read",
)
