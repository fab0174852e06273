"""Games recorded from the package: every step of ours has the same hash.

The file holds commands and hashes alone. It is of one version of the jar; another one needs a new recording.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.scienceworld.official.package import Seen
from agentgym.environments.scienceworld.tasks import parts
from agentgym.environments.scienceworld.world import java
from agentgym.environments.scienceworld.world.game import Game
from tests.environments.scienceworld.official.hashes import of_step
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR, playing

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "package.json").read_text())


@NEEDS_SIMULATOR
@pytest.mark.parametrize("task_id", GOLDEN["games"])
def test_a_recorded_game_is_played_again(task_id: str) -> None:
    if java.jar_hash() != GOLDEN["jar"]:
        pytest.skip("the simulator is of another version than the recording")
    recorded = GOLDEN["games"][task_id]

    def seen(game: Game) -> str:
        return of_step(Seen(game.observation, game.score, game.moves, game.completed, game.valid()))

    name, variation = parts(task_id)
    with playing(name, variation, order="package", simplification=GOLDEN["simplification"]) as game:
        steps = [seen(game)]
        for command in recorded["commands"]:
            game.step(command)
            steps.append(seen(game))
    assert steps == recorded["steps"]
