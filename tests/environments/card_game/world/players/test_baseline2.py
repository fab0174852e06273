"""baseline2, of both versions."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.baseline2 import Baseline2, Baseline2V02
from agentgym.environments.card_game.world.sight import Sight
from tests.environments.card_game.world.players.branching import options
from tests.environments.card_game.world.players.recorded import compare

ORDER = (1, 2, 3, 4)
RNG = random.Random(0)


def test_every_recorded_decision_is_one_of_ours_and_forced_ones_are_equal() -> None:
    counts = compare("baseline2", "paper", lambda: Baseline2(random.Random(0)))
    assert counts["g forced"] > 500 and counts["a free"] > 500


def test_every_recorded_decision_of_v02_is_one_of_ours() -> None:
    counts = compare("baseline2", "v0.2", lambda: Baseline2V02(random.Random(0)))
    assert sum(counts.values()) > 100


def test_position_0_is_always_believed_to_counter_once_the_enemy_has_moved() -> None:
    game = Game((ORDER, ORDER))
    player, sight = Baseline2(random.Random(0)), Sight(game, 1)
    game.guess(None)
    game.act(Move(True, 0, None))
    sight.read()
    found, _ = options(player, "guess", sight)
    assert found == {Guess(0, 1)}, "the agent's spray is found at once"


def test_an_attack_that_was_countered_is_taken_for_an_infight() -> None:
    """The eel at 2 hits all, and is hit by counters: 1 + infight + 2 * what its passive ability is believed to be."""
    for weak, kind in ((400, 3), (130, 4)):
        game = Game((ORDER, ORDER))
        player, sight = Baseline2(random.Random(0)), Sight(game, 1)
        game.board.exposed[0] = True
        game.board.hp[7] = weak
        game.guess(None)
        game.act(Move(True, 2, None))
        player.passive[2] = 1
        sight.read()
        assert player.guess(sight) == Guess(2, kind)
        assert player.skill[2] == (weak == 130)


def test_only_what_was_wrong_is_remembered_as_failed() -> None:
    game = Game((ORDER, ORDER))
    player, sight = Baseline2(random.Random(0)), Sight(game, 0)
    player.guess(sight)
    played(game, Guess(1, 2), None)
    player.guess(sight)
    assert player.failed == {(3, 4)}
    played(game, Guess(0, 2), None)
    player.guess(sight)
    assert player.failed == {(3, 4), (0, 2)}


def played(game: Game, *guesses: Guess | None) -> None:
    """Play turns with these guesses and any move."""
    for guess in guesses:
        game.guess(guess)
        game.act(Move(False, 0, 3))


def test_without_a_clue_it_draws_among_what_is_open() -> None:
    game = Game((ORDER, ORDER))
    found, after = options(Baseline2(random.Random(0)), "guess", Sight(game, 0))
    assert found == {Guess(p, k) for p in range(4) for k in ORDER}
    assert after.failed == {(3, 4)}, "index -1 of both lists"
    game.board.exposed[4:] = [True] * 4
    assert Baseline2(RNG).guess(Sight(game, 0)) is None is Baseline2V02(RNG).guess(Sight(game, 0))


def test_v02_guesses_among_nine_kinds() -> None:
    game = Game((ORDER, ORDER))
    game.board.exposed[5] = True
    found, _ = options(Baseline2V02(random.Random(0)), "guess", Sight(game, 0))
    assert found == {Guess(p, k) for p in (0, 2, 3) for k in (1, 3, 4, 5, 6, 8, 9, 10)}


def test_it_finishes_off_hits_all_or_strikes_back() -> None:
    game = Game((ORDER, ORDER))
    sight = Sight(game, 0)
    game.board.hp[4:] = [100, 60, 400, 400]
    assert options(Baseline2(RNG), "act", sight)[0] == {Move(True, 0, None), Move(True, 2, None)}
    assert options(Baseline2V02(RNG), "act", sight)[0] == {Move(False, p, 1) for p in range(4)}
    game.board.hp[4:] = [100, 90, 400, 400]
    assert options(Baseline2(RNG), "act", sight)[0] == {Move(False, p, 1) for p in range(4)}
    game.board.hp[4:] = [400] * 4
    game.board.exposed[0], game.board.attack[1] = True, 340
    assert options(Baseline2(RNG), "act", sight)[0] == {Move(True, 2, None)}
    assert options(Baseline2V02(RNG), "act", sight)[0] == {Move(True, 0, None)}
    game.board.exposed[2] = True
    assert options(Baseline2(RNG), "act", sight)[0] == {Move(False, 1, p) for p in range(4)}
    game.guess(None)
    game.act(Move(False, 0, 3))
    game.guess(None)
    game.act(Move(False, 3, 0))
    assert options(Baseline2(RNG), "act", sight)[0] == {Move(False, 1, 3)}
