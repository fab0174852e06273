"""Profiles, and how a turn of the harness is read and written."""

from __future__ import annotations

import pytest

from agentgym.environments.scienceworld import protocol
from agentgym.environments.scienceworld.protocol import PROFILES, THINK, ScienceWorldProfile, TurnFormat


def test_the_profiles_are_what_they_say() -> None:
    assert list(PROFILES) == ["default", "paper", "package"]
    paper, package = PROFILES["paper"], PROFILES["package"]
    assert isinstance(paper, ScienceWorldProfile) and isinstance(package, ScienceWorldProfile)
    assert (paper.order, paper.harness, paper.episodes, paper.max_steps) == ("package", True, True, 200)
    assert (package.order, package.harness, package.action_format) == ("package", False, "native")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Think: I go to the kitchen.", THINK, "Think: I go to the kitchen."),
        (" Think:", THINK, "Think:"),
        ("Action: go to kitchen", "act", "go to kitchen"),
        ("go to kitchen\n", "act", "go to kitchen"),
        ("Action: Action: look around", "act", "look around"),
        ("I think. Action: wait", "act", "I think.  wait"),
        ("think: hm", "act", "think: hm"),
        ("", "act", ""),
    ],
)
def test_a_turn_is_a_thought_or_a_command(text: str, name: str, value: str) -> None:
    action = TurnFormat().parse(text)
    assert action.name == name and next(iter(action.arguments.values())) == value


def test_what_is_written_is_read_again() -> None:
    form = TurnFormat()
    for text in ("Think: so be it", "Action: go to kitchen"):
        assert form.render(form.parse(text)) == text


def test_the_first_observation_shows_task_and_room() -> None:
    def first(harness: bool, lead: str = "") -> str:
        return protocol.first_observation("A\n\troom", "Your task", harness=harness, lead=lead)

    assert first(False) == "Your task\n\nA\n\troom"
    assert first(True, f"{protocol.NEW_TASK}\n") == f"{protocol.NEW_TASK}\nA  room\nYour task"
    assert first(True) == "A  room\nYour task"
