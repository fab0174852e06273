"""The protocols of the card game: its profiles."""

from __future__ import annotations

from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.seat import TRIES
from agentgym.profile import Profile

_LAST_TURN = 32
"""Turns that a side has at most, before the original's limit of states."""


class CardProfile(Profile, frozen=True, kw_only=True):
    """A profile of the card game.

    Attributes:
        version: how prompts are written and replies are read, and which baselines play.
        guesses_kept, moves_kept: exchanges that the two sessions remember; 0: all.
    """

    version: Version
    guesses_kept: int = 0
    moves_kept: int = 0
    max_steps: int = _LAST_TURN * 2 * TRIES


_LENIENCY = "A win counts however it came about: against the baselines a game can be won by chance."
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        CardProfile(
            name="paper",
            description="AgentTuning's evaluation (AgentBench before v0.1): stale fields, 3 guesses and 2 moves kept",
            leniency=_LENIENCY,
            version="paper",
            guesses_kept=3,
            moves_kept=2,
            shots=0,
        ),
        CardProfile(
            name="agentbench",
            description="AgentBench v0.2: everything kept, eel and sunfish without skills, the enemy in fixed order",
            leniency=_LENIENCY,
            version="agentbench",
            shots=0,
        ),
        CardProfile(
            name="fixed",
            description="true rules and fields, an example, refused answers are explained, no guess is a guess",
            leniency=_LENIENCY,
            version="fixed",
        ),
    )
}
