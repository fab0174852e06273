"""``agentgym data``: the commands that environments' cards name."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from agentgym import registry
from agentgym.cli.data import command
from tests.cli.running import agentgym, as_json


def test_data_generates_a_catalogue_that_plays(tmp_path: Path) -> None:
    assert "webshop" in agentgym("data", "--help")
    agentgym("data", "webshop", "generate", "--out", str(tmp_path / "shop"), "--seed", "3")
    facts = as_json(
        "rollout", "webshop", "--data", str(tmp_path / "shop"), "-E", "goals=human", "-E", "nouns=words",
        "--split", "test",
        "--policy", "expert", "--tasks", "2", "--out", str(tmp_path / "r"),
        AGENTGYM_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert facts["scored"] == 2


def test_commands_are_called_by_the_short_name_or_the_id() -> None:
    context = click.Context(command)
    names = command.list_commands(context)
    assert {"alfworld", "webshop", "kg", "os", "db", "mind2web"} <= set(names)
    for name in names:
        group = command.get_command(context, name)
        assert isinstance(group, click.Group) and group.commands, name
    assert command.get_command(context, "AgentTune/KG-v0") is command.get_command(context, "kg")
    assert command.get_command(context, "knowledge_graph") is None
    assert command.get_command(context, "cartpole") is None


def test_two_environments_of_one_short_name_go_by_their_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ["AgentTune/KG-v0", "Other/KG-v0"]
    monkeypatch.setattr(registry, "known_ids", lambda: ids)
    card = registry.card("AgentTune/KG-v0")
    monkeypatch.setattr(registry, "card", lambda env_id: card)
    assert command.list_commands(click.Context(command)) == ids
