"""A match: the game, the seats that are asked, and the player who is not."""

from __future__ import annotations

from collections.abc import Mapping

from agentgym.environments.card_game.world.game import Game, Guessed
from agentgym.environments.card_game.world.moves import Move
from agentgym.environments.card_game.world.players.base import Player
from agentgym.environments.card_game.world.seat import Decision, Seat
from agentgym.environments.card_game.world.sight import Sight


class Match:
    """One game between the agent and an opponent.

    Args:
        game: the game, at its beginning.
        side: the agent's side, which the match is scored for.
        seats: the sides that :meth:`answer` plays: the agent's, and in self-play the other as well.
        opponent: plays the other side where it has no seat.
    """

    def __init__(self, game: Game, side: int, seats: Mapping[int, Seat], opponent: Player | None) -> None:
        self.game = game
        self.side = side
        self.seats = seats
        self.opponent = opponent
        self._opposite = Sight(game, 1 - side)

    @property
    def seat(self) -> Seat:
        """The seat that is to answer; after the end, the agent's."""
        return self.seats.get(self.game.side, self.seats[self.side])

    @property
    def won(self) -> bool:
        """Whether the agent has won."""
        return self.game.winner == self.side

    def advance(self) -> None:
        """Play on until a seat has something to answer, or the game is over."""
        game = self.game
        while game.winner is None:
            seat = self.seats.get(game.side)
            if seat is None:
                self._oppose()
            elif seat.version == "fixed" and game.guessing and not seat.sight.hidden():
                game.guess(None)  # There is nothing to ask.
            else:
                return

    def answer(self, decision: Decision) -> None:
        """Play the decision of the seat, and on. A guess at an exposed fish is no guess, as in the original."""
        seat, game = self.seat, self.game
        if isinstance(decision, Move):
            game.act(decision)
        elif decision is None:
            game.guess(None)
        else:
            seat.sight.named.add(decision.position)
            game.guess(None if seat.sight.known(decision.position) else decision)
        self.advance()

    def gave_up(self) -> None:
        """Play on after the last refused reply: nothing is guessed, or the game is lost."""
        if self.game.guessing:
            self.game.guess(None)
            self.advance()
        else:
            self.game.forfeit(self.game.side)

    def right_guesses(self) -> int:
        """Return how many of the agent's guesses were right."""
        guesses = (phase.what for phase in self.game.log if phase.side == self.side)
        return sum(isinstance(guess, Guessed) and guess.right for guess in guesses)

    def _oppose(self) -> None:
        game, player = self.game, self.opponent
        assert player is not None, "a side without a seat has a player"
        self._opposite.read()
        if game.guessing:
            game.guess(player.guess(self._opposite))
            return
        move = player.act(self._opposite)
        if move is None:
            game.forfeit(game.side)
        else:
            game.act(move)
