"""``agentgym play``: in the terminal by the policy ``human``, in a browser by the card's site."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from agentgym.card import Card
from agentgym.cli.play import command
from tests.contract.guess import Guess

visits: list[Any] = []


def serve(task: str | None, env_args: dict[str, Any]) -> None:
    visits.append((task, env_args))


def test_an_environment_is_served_as_its_card_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guess, "card", Card(site="tests.cli.test_play:serve"))
    visits.clear()
    done = CliRunner().invoke(
        command, ["Test/Guess-v0", "--browser", "--task", "test-3", "--split", "test", "-E", "max_steps=5"]
    )
    assert done.exit_code == 0, done.output
    assert visits == [("test-3", {"split": "test", "max_steps": 5})]


def test_one_without_a_page_is_told() -> None:
    done = CliRunner().invoke(command, ["Test/Guess-v0", "--browser"])
    assert done.exit_code == 2 and "Test/Guess-v0 has no web page" in done.output


def test_a_person_needs_a_terminal() -> None:
    done = CliRunner().invoke(command, ["Test/Guess-v0"])
    assert "reads from a terminal" in str(done.exception) or "reads from a terminal" in done.output
