"""The task sets: embedded and by path, their kinds, and what is remembered of them."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym
import msgspec
import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import write_game
from agentgym.environments.alfworld.demonstration import KINDS
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.dialect import MOVE, PUT
from agentgym.errors import DataError
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD

ENV = "AgentTune/ALFWorld-v0"


def test_the_embedded_games_are_enough_and_differ_in_layout() -> None:
    sizes = {split: len(tasks.blueprints(split)) for split in ("train", "dev", "seen", "unseen")}
    assert sum(sizes.values()) >= 600 and min(sizes.values()) >= 60
    layouts = {split: {(b.room, b.layout) for b in tasks.blueprints(split).values()} for split in sizes}
    assert not layouts["unseen"] & layouts["train"] and not layouts["dev"] & (
        layouts["train"] | layouts["unseen"]
    )
    assert {b.kind for b in tasks.blueprints("unseen").values()} == set(KINDS)


def test_the_first_embedded_tasks_are_of_all_kinds() -> None:
    chosen = tasks.load(None, "test")
    assert {chosen[i].kind for i in range(6)} == set(KINDS)
    assert chosen.ids == tasks.load(None, "unseen").ids


def test_kinds_choose_among_the_embedded_games() -> None:
    env = gym.make(ENV, kinds="pick_two_obj_and_place,look_at_obj_in_light").unwrapped
    assert len(env.tasks) == 40
    assert {t.kind for t in env.tasks} == {"pick_two_obj_and_place", "look_at_obj_in_light"}


def test_kinds_choose_among_game_files(tmp_path: Path) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    logic = package_logic()
    for blueprint in [*tasks.blueprints("dev").values()][:12]:
        write_game(blueprint, tmp_path, *logic)
    env = gym.make(ENV, data=tmp_path, kinds=["pick_heat_then_place_in_recep"]).unwrapped
    assert [t.kind for t in env.tasks] == ["pick_heat_then_place_in_recep"] * 2


def test_the_content_of_a_task_is_what_is_played() -> None:
    blueprint = next(iter(tasks.blueprints("dev").values()))
    other = msgspec.structs.replace(blueprint, phrase=blueprint.phrase + 1)
    ours, theirs = (tasks.embedded_task(b, "dev") for b in (blueprint, other))
    assert ours.content_hash != theirs.content_hash
    assert tasks.game(ours, MOVE).task != tasks.game(theirs, MOVE).task
    assert tasks.game(ours, MOVE) is tasks.game(ours, MOVE) is not tasks.game(ours, PUT)


def test_a_missing_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        tasks.game(tasks.Task(id="x", data=str(tmp_path / "game.tw-pddl")), MOVE)
