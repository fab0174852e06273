"""Inference of hidden kinds."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.belief import Belief
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.baseline1 import Baseline1
from agentgym.environments.card_game.world.sight import Sight

ORDER = (1, 2, 3, 4)


def test_the_true_order_is_always_among_those_that_explain_the_game() -> None:
    rng, left = random.Random(5), []
    for number in range(40):
        side = number % 2
        picks = (rng.sample(ORDER, 4), rng.sample(ORDER, 4))
        game, player = Game(picks), Baseline1(rng)
        sights, belief = (Sight(game, 0), Sight(game, 1)), Belief(side, tuple(picks[side]))
        assert len(belief.boards) == 24
        while game.winner is None:
            sights[game.side].read()
            if game.guessing:
                game.guess(player.guess(sights[game.side]))
            else:
                game.act(player.act(sights[game.side]))
            belief.update(game)
            true = [board for board in belief.boards if board.kinds == game.board.kinds]
            assert len(true) == 1 and true[0].hp == game.board.hp and true[0].attack == game.board.attack
        left.append(len(belief.boards))
    assert sum(left) / len(left) < 2


def test_what_deflects_is_told_from_what_does_not() -> None:
    game = Game((ORDER, (3, 1, 4, 2)))
    belief = Belief(0, ORDER)
    game.guess(Guess(0, 1))
    game.act(Move(True, 0, None))
    belief.update(game)
    assert {board.kinds[4:] for board in belief.boards} == {
        (3, 1, 4, 2),
        (3, 2, 4, 1),
        (4, 1, 3, 2),
        (4, 2, 3, 1),
    }
    assert belief.likeliest([0, 1, 2, 3], [1, 2, 3, 4]) == Guess(0, 3)
    assert belief.likeliest([1], [1, 2, 3, 4]) == Guess(1, 1)
    assert belief.likeliest([], [1]) is None
    game.guess(None)
    game.act(Move(True, 0, None))
    belief.update(game)
    belief.update(game)
    assert {board.kinds[4] for board in belief.boards} == {3}, "who hits all and deflects is an eel"


def test_a_right_guess_settles_a_position() -> None:
    game, belief = Game((ORDER, (3, 1, 4, 2))), Belief(0, ORDER)
    game.guess(Guess(2, 4))
    belief.update(game)
    assert len(belief.boards) == 6 and {board.kinds[6] for board in belief.boards} == {4}
