"""Games: the package's order of calls, the list's own generator, and games beside each other."""

from __future__ import annotations

import threading

import pytest

from agentgym.environments.scienceworld import expert
from agentgym.environments.scienceworld.tasks import parts
from agentgym.environments.scienceworld.world.game import Game
from agentgym.environments.scienceworld.world.simulators import SIMULATORS
from agentgym.errors import EpisodeError
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR, playing

pytestmark = NEEDS_SIMULATOR


def trace(game: Game, commands: list[str], ask: int = 0) -> list[object]:
    seen: list[object] = [game.observation]
    for number, command in enumerate(commands):
        seen.append((game.step(command), game.score, game.moves, game.completed))
        if ask and number % ask == 0:
            game.valid()
    return seen


def played(task_id: str, *, ask: int = 0, steps: int = 40, simplification: str = "easy") -> list[object]:
    name, variation = parts(task_id)
    with playing(name, variation, simplification=simplification) as game:
        return trace(game, expert.path(task_id, "easy")[:steps], ask)


def test_asking_for_valid_actions_changes_nothing_by_default() -> None:
    task = next(i for i in expert.recorded().paths if i.startswith("grow-fruit"))
    never, always = played(task), played(task, ask=1)
    assert never == always == played(task, ask=3)


def test_the_list_is_the_same_whenever_it_is_asked_for() -> None:
    with playing("boil", 0) as game, playing("boil", 0) as other:
        first = game.valid()
        assert game.valid() is first and game.slot.valid(own=True) == first
        for _ in range(3):
            other.slot.valid(own=True)
        assert other.valid() == first and len(first) > 50
        game.step("teleport to kitchen")
        assert game.valid() != first


def test_games_beside_each_other_are_what_they_are_alone() -> None:
    kept = expert.recorded().paths
    chosen = [
        next(i for i in kept if i.startswith(n)) for n in ("grow-fruit", "find-living", "chemistry-mix-p")
    ]
    alone = {i: played(i, steps=20) for i in chosen}
    beside: dict[int, object] = {}

    def play(number: int) -> None:
        beside[number] = played(chosen[number % 3], steps=20)

    threads = [threading.Thread(target=play, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [beside[n] for n in range(6)] == [alone[chosen[n % 3]] for n in range(6)]


def test_a_slot_forgets_the_game_before() -> None:
    first = played("find-living-thing-225", steps=9)
    played("boil-26", steps=5, simplification="")
    assert played("find-living-thing-225", steps=9) == first


def test_a_game_that_is_over_takes_no_command() -> None:
    with playing("boil", 0) as game:
        game.end()
        with pytest.raises(EpisodeError):
            game.step("look around")
        game.end()


def test_a_game_that_is_dropped_gives_its_slot_back() -> None:
    game = Game("boil", 0, "easy", order="own")
    slot = game.slot
    del game
    with playing("boil", 1) as other:
        assert other.slot is slot or slot in SIMULATORS.get()._pool.waiting(slot.spec) or not slot.alive
