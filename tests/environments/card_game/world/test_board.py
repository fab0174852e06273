"""What moves do to the board."""

from __future__ import annotations

import pytest

from agentgym.environments.card_game.world.board import EEL, FLAME, SPRAY, SUNFISH, Board, Passive
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Move, legal_moves
from tests.environments.card_game.golden_games import games, play, state, told

ORDER = (SPRAY, FLAME, EEL, SUNFISH)


def board(hp: list[int] | None = None, kinds: tuple[int, ...] = ORDER * 2) -> Board:
    made = Board(kinds)
    made.hp = list(hp) if hp else made.hp
    return made


def test_every_recorded_phase_agrees() -> None:
    phases = 0
    for recorded in games():
        if None in recorded["picks"]:
            continue
        game = Game(tuple(recorded["picks"]))
        for phase in recorded["phases"]:
            assert game.winner is None and (game.side, game.guessing) == (phase[0], phase[1] == "g")
            record = play(game, phase)
            if record is not None:
                assert told(record) == phase[3], recorded["id"]
            assert state(game.board) == phase[4], recorded["id"]
            phases += 1
    assert phases == 10_616


@pytest.mark.parametrize(
    ("damage", "kept", "shares"),
    [
        (70, 49, (7, 10, 21)), (84, 58, (8, 12, 25)), (98, 68, (9, 14, 29)), (100, 70, (10, 15, 30)),
        (120, 84, (12, 18, 36)), (140, 98, (14, 21, 42)), (170, 118, (17, 25, 51)), (190, 133, (19, 28, 57)),
        (240, 168, (24, 36, 72)),
    ],
)  # fmt: skip
def test_what_deflects_is_cut_off_as_binary_fractions(
    damage: int, kept: int, shares: tuple[int, ...]
) -> None:
    for mates, share in zip((3, 2, 1), shares, strict=True):
        made = board([400] * 4 + [400 * (position < mates) for position in range(3)] + [400])
        made.attack[1] = 2 * damage
        record = made.strike(1, 7)
        assert [hit[2] for hit in record.hits] == [share] * mates + [kept]
        assert record.passives == [Passive("deflect", 3, 1, kept, 3)]
        assert sum(made.hp[4:]) == 400 * (mates + 1) - kept - mates * share, "what division drops is lost"


def test_the_last_fish_deflects_nothing() -> None:
    made = board([400] * 4 + [0, 0, 400, 0])
    assert made.strike(0, 6).hits == [(2, 1, 100, 1)] and made.hp[6] == 300


def test_a_weak_fish_is_defended_by_both_that_counter_and_the_struck_one_is_named() -> None:
    made = board([400] * 4 + [400, 400, 400, 150])
    made.kinds = (*ORDER, SPRAY, FLAME, EEL, SUNFISH)
    record = made.strike(0, 7)
    assert made.hp[7] == 80 and made.hp[0] == 340
    assert record.passives[1:] == [Passive("counter", 3, 1, 30, 0), Passive("counter", 3, 1, 30, 1)]
    struck = board([400] * 4 + [150, 400, 400, 400])
    assert [p.fish for p in struck.strike(1, 4).passives] == [1], "the struck fish does not counter itself"


def test_a_fish_that_fell_still_counters_and_finishes_its_attack() -> None:
    made = board([30, 0, 0, 0, 60, 60, 0, 0])
    record = made.strike_all(0)
    assert made.hp == [0] * 8 and len(record.passives) == 2
    assert made.winner(0) == 0 and made.winner(1) == 1, "both dead: whose phase it was wins"


def test_the_spray_never_grows_and_the_eel_does() -> None:
    made = board()
    made.attack[0] = made.attack[2] = 660
    assert made.copy().strike_all(0).value == 70
    assert made.copy().strike_all(2).value == 230, "0.35 of 660 is 231 on paper"


def test_infight_hurts_the_mate_alone_and_can_make_it_grow() -> None:
    made = board()
    made.wound[2] = 130
    record = made.infight(1, 2)
    assert (made.hp[2], made.attack[1], made.attack[2], made.wound[2]) == (325, 340, 240, 5)
    assert record.hits == [(2, 0, 75, 0)] and not record.passives and record.is_skill


def test_only_eel_and_sunfish_grow_by_wounds_and_more_than_once() -> None:
    made = board()
    made.attack[4] = 2000
    made.strike(4, 0)
    assert made.attack[0] == 200 and made.wound[0] == 1000
    made = board([400] * 4 + [400, 0, 0, 0])
    made.attack[4], made.hp = 900, [0, 0, 400, 0, 400, 0, 0, 0]
    made.strike(4, 2)
    assert (made.attack[2], made.wound[2], made.hp[2]) == (280, 50, 0)


def test_a_right_guess_costs_all_fifty_without_a_wound() -> None:
    made = board([400] * 4 + [30, 400, 400, 0])
    assert not made.guess(5, SPRAY) and made.hp[5] == 400
    assert made.guess(5, FLAME)
    assert (
        made.hp[4:] == [0, 350, 350, 0]
        and not any(made.wound)
        and made.exposed == [False] * 5 + [True, False, False]
    )


def test_a_copy_is_its_own() -> None:
    made = board()
    other = made.copy()
    for move in legal_moves(other, 0):
        assert move == Move(*move)
    other.guess(4, SPRAY)
    other.strike(1, 7)
    other.infight(1, 2)
    assert state(made) == state(board())
