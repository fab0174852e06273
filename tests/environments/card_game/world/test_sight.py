"""What a side is told."""

from __future__ import annotations

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.sight import Sight

ORDER = (1, 2, 3, 4)


def turn(game: Game, move: Move, guess: Guess | None = None) -> None:
    game.guess(guess)
    game.act(move)


def test_targets_are_written_over_from_the_start_and_never_cleared() -> None:
    game = Game((ORDER, ORDER))
    sight = Sight(game, 0)
    sight.read()
    assert (sight.stale[0].fish, sight.stale[0].targets[:4]) == (-1, [0] * 4)
    turn(game, Move(True, 0, None))
    turn(game, Move(True, 1, 2))
    sight.read()
    assert sight.stale[0].targets[:4] == [0, 1, 2, 3] and sight.stale[0].value == 70
    assert (sight.stale[1].fish, sight.stale[1].value) == (1, 0), "an infight leaves value and targets"
    turn(game, Move(False, 1, 2))
    turn(game, Move(False, 1, 2))
    sight.read()
    assert sight.stale[0].targets[:4] == [2, 1, 2, 3] and sight.stale[0].value == 100
    assert sight.stale[1].value == 170


def test_passives_of_earlier_moves_linger() -> None:
    game = Game((ORDER, ORDER))
    sight = Sight(game, 0)
    turn(game, Move(True, 0, None))
    turn(game, Move(False, 0, 0))
    sight.read()
    assert sight.passives[:3] == [(2, "deflect"), (3, "deflect"), (0, "counter")]
    turn(game, Move(False, 0, 3))
    turn(game, Move(False, 0, 0))
    sight.read()
    assert sight.passives[:3] == [(3, "deflect"), (3, "deflect"), (0, "counter")]
    sight.read()
    assert sight.passives[:3] == [(3, "deflect"), (3, "deflect"), (0, "counter")], (
        "reading twice is reading once"
    )


def test_kinds_are_known_once_they_are_exposed() -> None:
    game = Game((ORDER, (4, 3, 2, 1)))
    sight = Sight(game, 0)
    assert sight.hidden() == [0, 1, 2, 3] and sight.kinds_left() == [1, 2, 3, 4]
    game.guess(Guess(1, 3))
    assert [sight.known(p) for p in range(4)] == [0, 3, 0, 0]
    assert sight.hidden() == [0, 2, 3] and sight.kinds_left() == [1, 2, 4]
    assert sight.my_guess is not None and sight.my_guess.right and sight.their_guess is None
    assert Sight(game, 1).exposed(1) and not Sight(game, 0).exposed(1)
    game.board.hp[4] = 0
    assert (
        sight.enemies() == [1, 2, 3]
        and sight.own() == [0, 1, 2, 3]
        and sight.hp(1) == 350
        and sight.own_hp(1) == 400
    )
