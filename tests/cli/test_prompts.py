"""`agentgym prompts`: what it writes is what an environment says, for every one that needs no machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agentgym import registry
from agentgym.cli.prompts import command
from agentgym.registry import make


def said(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_what_is_exported_is_shown_with_the_same_fingerprints(tmp_path: Path) -> None:
    out = str(tmp_path / "texts" / "alfworld.toml")
    assert "texts of ALFWorld, profile paper" in said("export", "alfworld", "--out", out)
    shown = said("show", "alfworld", "--prompts", out)
    assert out in shown and shown.count(" messages  ") == 6
    assert said("show", "alfworld").splitlines()[1:] == shown.splitlines()[1:]


def test_an_opening_that_all_kinds_share_is_written_once() -> None:
    assert said("export", "webshop").count('[[openings.""]]') == 12


def _inline() -> list[tuple[str, str]]:
    return [
        (env_id, profile)
        for env_id in registry.environment_ids()
        if (cls := registry.environment_class(env_id)).execution == "inline"
        for profile in cls.profiles
    ]


@pytest.mark.parametrize(("env_id", "profile"), _inline())
def test_every_environment_says_the_same_with_its_own_texts_from_a_file(
    env_id: str, profile: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "texts.toml")
    said("export", env_id, "--profile", profile, "--out", out)
    told = []
    for prompts in (None, out):
        env: Any = make(env_id, {"profile": profile, "prompts": prompts}).unwrapped
        observation, info = env.reset(seed=0, options={"task": env.tasks.ids[0]})
        second = env.step(env.suggest("expert"))[0]
        told.append((observation, info["messages"], info["tools"], second))
        env.close()
    assert told[0] == told[1]
