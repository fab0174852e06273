"""The profiles."""

from __future__ import annotations

from agentgym.environments.card_game.protocol import PROFILES, CardProfile


def test_the_profiles() -> None:
    assert list(PROFILES) == ["paper", "agentbench", "fixed"]
    for name, profile in PROFILES.items():
        assert isinstance(profile, CardProfile) and profile.version == name == profile.name
        assert profile.max_steps == 32 * 2 * 5 and profile.on_parse_error == "tell" and not profile.repetition
    paper = PROFILES["paper"]
    assert isinstance(paper, CardProfile) and (paper.guesses_kept, paper.moves_kept) == (3, 2)
    assert [p.shots for p in PROFILES.values()] == [0, 0, 1]
