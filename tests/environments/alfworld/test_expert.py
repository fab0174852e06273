"""The expert: stored walkthroughs win, and so does what the solver finds."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import gymnasium as gym
import msgspec
import pytest

import agentgym
from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.expert import solve, walkthrough
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.dialect import MOVE, PUT
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.errors import DataError
from agentgym.tasks import Task
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD
from tests.shared_data import shared
from tests.sweeps import some

ENV = "AgentTune/ALFWorld-v0"


def test_real_training_walkthroughs_win(tmp_path: Path) -> None:
    logic = json.loads(shared("alfworld/logic.json").read_text())
    env = gym.make(ENV, data=tmp_path).unwrapped
    won = 0
    with lzma.open(shared("alfworld/train.jsonl.xz")) as file_of_lines:
        lines = file_of_lines.readlines()
        assert len(lines) == 3553
        played = some(lines, 500)
        for number, line in enumerate(played):
            record = json.loads(line)  # the training set is stored factored: write each game as a file again
            path = tmp_path / f"{number}.tw-pddl"
            grammar = logic["grammars"][record["gram"]].replace(
                "Your task is to: UNKNOWN GOAL.", record["goal"]
            )
            file = GameFile(logic["domains"][record["dom"]], grammar, record["problem"])
            path.write_bytes(msgspec.json.encode(file))
            env.reset(seed=0, options={"task": Task(id=path.stem, data=str(path))})
            for command in record["walkthrough"]:
                _, reward, terminated, _, _ = env.step(f"ACTION: {command}")
            won += reward == 1.0 and terminated
            path.unlink()
    assert won == len(played)


@pytest.mark.parametrize(("split", "count"), [("dev", 200), ("seen", 140), ("unseen", 20)])
def test_every_verbatim_game_is_won_by_the_expert(games: Path, split: str, count: int) -> None:
    run = agentgym.rollout(ENV, "expert", data=games, split=split)
    assert (run.planned, run.successes) == (count, count)


@pytest.mark.parametrize("split", ["train", "dev", "seen", "test"])
@pytest.mark.parametrize("profile", ["paper", "agentbench", "alfworld"])
def test_the_expert_wins_every_embedded_game(split: str, profile: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split, profile=profile)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_the_solver_finds_a_walkthrough_in_either_dialect() -> None:
    for blueprint in [*tasks.blueprints("dev").values()][:12]:
        for dialect in (MOVE, PUT):
            game, engine = tasks.embedded_game(blueprint, dialect), FastEngine()
            found = solve(game)
            assert found is not None and len(found) <= len(blueprint.walkthrough)
            engine.start(game)
            for command in found:
                engine.step(command)
            assert engine.won


def _file(tmp_path: Path, **changes: object) -> Task:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    from agentgym.environments.alfworld.authoring.game_files import written

    file = written(next(iter(tasks.blueprints("dev").values())), *package_logic())
    path = tmp_path / "game.tw-pddl"
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(file, **changes)))
    return Task(id="game", data=str(path))


def test_a_game_file_without_walkthrough_is_solved(tmp_path: Path) -> None:
    stored = walkthrough(_file(tmp_path), MOVE)
    assert len(walkthrough(_file(tmp_path, walkthrough=None), MOVE)) <= len(stored)


def test_raw_ids_in_a_walkthrough_are_read_as_names(tmp_path: Path) -> None:
    blueprint = next(iter(tasks.blueprints("dev").values()))
    names = tasks.embedded_game(blueprint, MOVE).names
    raw = {name: raw for raw, name in names.items()}
    first = next(c for c in blueprint.walkthrough if c.startswith("go to "))
    mangled = f"go to {raw[first.removeprefix('go to ')]}"
    assert walkthrough(_file(tmp_path, walkthrough=[mangled]), MOVE) == [first]


def test_an_unsolvable_game_is_a_data_error(tmp_path: Path) -> None:
    task = _file(tmp_path)
    file = msgspec.json.decode(Path(task.data).read_bytes(), type=GameFile)
    nothing = "\n".join(line for line in file.pddl_problem.split("\n") if not line.startswith("(canContain"))
    with pytest.raises(DataError, match="the game may be unsolvable"):
        walkthrough(_file(tmp_path, walkthrough=None, pddl_problem=nothing), MOVE)
