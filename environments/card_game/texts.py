"""What a player of the card game is told, apart from how the game stands."""

from __future__ import annotations

from agentgym.prompts import Texts


class CardTexts(Texts, frozen=True, kw_only=True):
    """The texts of the card game.

    Attributes:
        guess_rules, act_rules: what the sessions of guesses and of moves begin with.
        acknowledgement: what the player answers.
        guess, act: the prompts of a phase, with the names of :func:`.world.wording.fields` in braces.
    """

    guess_rules: str
    act_rules: str
    acknowledgement: str
    guess: str
    act: str
