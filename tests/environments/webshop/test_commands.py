"""``agentgym data webshop``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from agentgym.card import load
from agentgym.environments.webshop.card import CARD
from agentgym.environments.webshop.commands import commands


def test_generate_and_prepare(tmp_path: Path) -> None:
    runner = CliRunner()
    made = runner.invoke(commands, ["generate", "--out", str(tmp_path / "shop"), "--seed", "3"])
    assert made.exit_code == 0 and "3042 products" in made.output
    ready = runner.invoke(commands, ["prepare", str(tmp_path / "shop")])
    assert ready.exit_code == 0 and "3042 products" in ready.output and "ready" in ready.output


def test_the_card_names_what_there_is() -> None:
    assert load(CARD.commands) is commands
    assert callable(load(CARD.site))
