"""The rules as text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from agentgym.environments.card_game.world.replies import VERSIONS, Version
from agentgym.environments.card_game.world.rules import ACKNOWLEDGEMENT, Phase, rules
from tests.shared_data import shared

PHASES: tuple[Phase, ...] = ("guess", "act")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("phase", PHASES)
def test_each_format_says_how_to_answer(version: Version, phase: Phase) -> None:
    react, native, tools = (rules(version, phase, form) for form in ("react", "native", "tools"))
    keys = (
        ("guess_type", "target_position") if phase == "guess" else ("pick_fish", "action", "target_position")
    )
    for text in (react, native):
        assert all(key in text for key in keys)
    assert (
        "think" in react
        and "nothing else" in native
        and f"the tool {phase}" in tools
        and keys[0] not in tools
    )


def test_only_fixed_tells_the_truth_about_deflecting() -> None:
    assert "70% goes to its mates" in rules("paper", "act", "react")
    assert "70% goes to its mates" in rules("agentbench", "act", "react")
    assert "keeps 70%" in rules("fixed", "act", "react") and "goes to its mates" not in rules(
        "fixed", "act", "react"
    )


def test_that_a_normal_attack_does_half_the_attack_power_is_not_said_in_paper() -> None:
    assert "half" not in rules("paper", "act", "react")
    assert "half its attack power" in rules("agentbench", "act", "react")
    assert "half its attack power" in rules("fixed", "act", "react")


def test_the_words_are_ours() -> None:
    """No eight words in a row are the originals'."""
    files: dict[str, Any] = json.loads(shared("prompts/python_texts.json").read_text())["files"]
    theirs = " ".join(row[4] for name, rows in files.items() if "card_game" in name for row in rows)
    known = _runs(theirs)
    ours = [
        ACKNOWLEDGEMENT,
        *(rules(v, p, f) for v in VERSIONS for p in PHASES for f in ("react", "native", "tools")),
    ]
    assert len(known) > 300
    for text in ours:
        assert not _runs(text) & known


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9%]+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
