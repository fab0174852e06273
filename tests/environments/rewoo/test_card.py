"""The card of ReWOO."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import Group

from agentgym.card import load
from agentgym.environments.rewoo.card import CARD
from agentgym.environments.rewoo.env import ReWOOEnv
from tests.environments.rewoo.official.test_sets import write
from tests.environments.rewoo.playing import made


def test_what_it_names_exists() -> None:
    assert ReWOOEnv.card is CARD and ReWOOEnv.group == "held-out"
    group = load(CARD.commands)
    assert isinstance(group, Group) and sorted(group.commands) == ["judge", "sets"]


def test_the_official_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CARD.official, str(write(tmp_path)))
    assert len(made(data="official").tasks) == 8
