"""The example of the profile ``fixed``: a guess and a move of a little game, in the prompts that are really shown."""

from __future__ import annotations

from functools import cache

from agentgym.actions import Action
from agentgym.environments.card_game.world.board import EEL, FLAME, SPRAY, SUNFISH
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.rules import Phase
from agentgym.environments.card_game.world.sight import Sight
from agentgym.environments.card_game.world.wording import prompt

_OWN = (SPRAY, FLAME, EEL, SUNFISH)
_ENEMY = (FLAME, EEL, SUNFISH, SPRAY)


@cache
def demonstration(version: Version) -> dict[Phase, tuple[str, Action]]:
    """Return the guess and the move of a second turn, each with what it answers."""
    game = Game((_OWN, _ENEMY))
    sight = Sight(game, 0)
    game.guess(Guess(3, FLAME))
    game.act(Move(True, 0, None))
    game.guess(None)
    game.act(Move(True, 1, None))
    sight.read()
    asked = prompt(sight, "guess", version)
    guess = Action(
        name="guess",
        arguments={"guess_type": "eel", "target_position": 1},
        thought=(
            "When I hit all enemies, positions 1 and 2 deflected, so they are the eel and the sunfish. Position 1 then "
            "hit all of mine, which a sunfish cannot do. It is the eel."
        ),
    )
    game.guess(Guess(1, EEL))
    move = Action(
        name="act",
        arguments={"pick_fish": "spray", "action": "active"},
        thought=(
            "All four enemies live, so a skill that hits all of them does the most damage: 70 each, against 100 in all "
            "for a normal attack. Nobody is weak enough yet for counters to matter."
        ),
    )
    return {"guess": (asked, guess), "act": (prompt(sight, "act", version), move)}
