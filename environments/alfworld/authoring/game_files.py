"""Writing games in ALFWorld's layout, so that AlfredTWEnv itself plays them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from agentgym.environments.alfworld.official.files import GAME
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.environments.alfworld.world.problem_text import goal_sentence, problem_text


def written(blueprint: Blueprint, domain: str, grammar: str) -> GameFile:
    """Return a game as ALFWorld writes it.

    Args:
        blueprint: the game.
        domain: rules, in PDDL.
        grammar: texts, with ``UNKNOWN GOAL`` where the task sentence goes.
    """
    sentence = goal_sentence(blueprint).removeprefix("Your task is to: ").removesuffix(".")
    return GameFile(
        pddl_domain=domain,
        grammar=grammar.replace("UNKNOWN GOAL", sentence),
        pddl_problem=problem_text(blueprint),
        walkthrough=list(blueprint.walkthrough),
        solvable=True,
    )


def write_game(blueprint: Blueprint, folder: Path, domain: str, grammar: str) -> Path:
    """Write one game with the ``traj_data.json`` that AlfredTWEnv looks for; return the game file.

    Args:
        blueprint: the game.
        folder: where its folder is made, named by task and content, so that games of several seeds can share it.
        domain, grammar: as for :func:`written`.
    """
    game = written(blueprint, domain, grammar)
    lamp = blueprint.kind == "look_at_obj_in_light"
    name = f"{blueprint.kind}-{blueprint.target}-None-{blueprint.destination}-{blueprint.layout}"
    trial = folder / name / f"trial_{hashlib.sha256(game.pddl_problem.encode()).hexdigest()[:12]}"
    trial.mkdir(parents=True, exist_ok=True)
    trajectory = {
        "task_type": blueprint.kind,
        "task_id": trial.name,
        "pddl_params": {
            "object_target": blueprint.target,
            "parent_target": "" if lamp else blueprint.destination,
            "toggle_target": blueprint.destination if lamp else "",
            "mrecep_target": "",
            "object_sliced": False,
        },
    }
    (trial / GAME).write_bytes(msgspec.json.encode(game))
    (trial / "traj_data.json").write_bytes(msgspec.json.encode(trajectory))
    return trial / GAME
