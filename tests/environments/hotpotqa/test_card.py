"""The card of HotpotQA."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import Group

from agentgym.card import load
from agentgym.environments.hotpotqa.card import CARD
from agentgym.environments.hotpotqa.env import HotpotQAEnv
from tests.environments.hotpotqa.samples import made, write


def test_what_it_names_exists() -> None:
    assert HotpotQAEnv.card is CARD and HotpotQAEnv.group == "held-out"
    group = load(CARD.commands)
    assert isinstance(group, Group) and sorted(group.commands) == ["baselines", "generate"]


def test_the_official_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "hotpot_train_v1.1.json")
    monkeypatch.setenv(CARD.official, str(tmp_path))
    assert len(made(data="official", split="train").tasks) == 2
