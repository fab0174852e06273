"""Game files of our own: ALFWorld's own environment plays them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import write_game
from agentgym.environments.alfworld.authoring.games import generate
from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.official.logic import package_logic
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD


def test_games_of_several_seeds_share_a_folder(tmp_path: Path) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    logic = package_logic()
    written = {write_game(b, tmp_path, *logic) for s in (1, 2) for b in generate("dev", 2, seed=s)}
    assert len(written) == 24 and len(files.find(tmp_path, "train")) == 24


@pytest.mark.textworld
def test_alfworlds_own_environment_plays_our_games(tmp_path: Path) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    from alfworld.agents.environment.alfred_tw_env import AlfredTWEnv

    domain, grammar = package_logic()
    chosen = [*tasks.blueprints("train").values()][:6]  # one of each task type
    walkthroughs = {}
    for blueprint in chosen:
        path = write_game(blueprint, tmp_path / "json_2.1.1" / "train", domain, grammar)
        walkthroughs[str(path)] = list(blueprint.walkthrough)
    config = {
        "dataset": {"data_path": str(tmp_path / "json_2.1.1" / "train"), "num_train_games": -1},
        "env": {
            "goal_desc_human_anns_prob": 0,
            "task_types": [1, 2, 3, 4, 5, 6],
            "domain_randomization": False,
            "expert_type": "handcoded",
        },
        "general": {"training_method": "dqn"},
        "rl": {"training": {"max_nb_steps_per_episode": 80}},
    }
    theirs = AlfredTWEnv(config)
    assert sorted(theirs.game_files) == sorted(walkthroughs)
    env = theirs.init_env(batch_size=1)
    won = set()
    for _ in walkthroughs:
        _, infos = env.reset()
        played = infos["extra.gamefile"][0]
        for command in walkthroughs[played]:
            _, _, _, infos = env.step([command])
        won |= {played} if infos["won"][0] else set()
    env.close()
    assert won == set(walkthroughs)
