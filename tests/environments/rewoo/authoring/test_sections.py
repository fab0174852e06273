"""What addresses are made of."""

from __future__ import annotations

from agentgym.environments.rewoo.authoring.sections import FILLER, PEOPLE, THEMES


def test_everything_is_there_once() -> None:
    assert len({t for t, _ in THEMES}) == len(THEMES) == len(set(PEOPLE)) == 24
    assert len(set(FILLER)) == len(FILLER) and all(d.count(" were ") == 1 for _, d in THEMES)
