"""Players that search: ``search`` infers the enemy's kinds, the other one may look at them."""

from __future__ import annotations

from collections.abc import Sequence

from agentgym.environments.card_game.world.belief import Belief
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.search import best_move
from agentgym.environments.card_game.world.sight import Sight


class SeeingPlayer:
    """Reads the hidden kinds off the board: every guess is right."""

    def guess(self, sight: Sight) -> Guess | None:
        """Guess the weakest hidden fish: it may soon be dead, and no guess more."""
        hidden = sight.hidden()
        if not hidden:
            return None
        position = min(hidden, key=sight.hp)
        return Guess(position, sight.whole_board().kinds[(1 - sight.side) << 2 | position])

    def act(self, sight: Sight, moves: Sequence[Move] = ()) -> Move:
        """Search two plies, among some moves only where they are given."""
        return best_move(sight.whole_board(), sight.side, moves)


class SearchPlayer:
    """Plays by what its side is told alone."""

    def __init__(self) -> None:
        self._belief: Belief | None = None

    def guess(self, sight: Sight) -> Guess | None:
        """Guess what most orders that explain the game have in common, at a weak fish where there is a choice."""
        return self.belief(sight).likeliest(sorted(sight.hidden(), key=sight.hp), sight.kinds_left())

    def act(self, sight: Sight, moves: Sequence[Move] = ()) -> Move:
        """Search two plies as if the first order that explains the game were the true one."""
        return best_move(self.belief(sight).boards[0], sight.side, moves)

    def belief(self, sight: Sight) -> Belief:
        """Return what can be known by now."""
        if self._belief is None:
            self._belief = Belief(sight.side, tuple(map(sight.kind, range(4))))
        self._belief.update(sight.game)
        return self._belief
