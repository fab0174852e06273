"""The task sets: all variations without Java, the splits, the paper's episodes."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest

from agentgym.environments.scienceworld import tasks
from agentgym.environments.scienceworld.world.simulators import SIMULATORS
from agentgym.errors import UnknownNameError
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR, playing
from tests.shared_data import shared


def test_all_variations_are_listed_without_java() -> None:
    code = (
        "import sys, subprocess; subprocess.Popen = None\n"
        "from agentgym.environments.scienceworld import tasks\n"
        "print([len(tasks.load(s, episodes=False)) for s in ('train', 'dev', 'test')], 'py4j' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split("\n")[0] == "[3592, 1796, 1819] False"


def test_every_variation_is_in_one_split() -> None:
    ids = [i for split in ("train", "dev", "test") for i in tasks.load(split, episodes=False).ids]
    assert len(ids) == len(set(ids)) == 7207 == sum(tasks.VARIATIONS.values())
    assert set(ids) == {
        tasks.task_id(name, v) for name, count in tasks.VARIATIONS.items() for v in range(count)
    }


def test_the_first_tasks_are_of_different_kinds() -> None:
    for split in ("train", "dev", "test"):
        found = tasks.load(split, episodes=False)
        assert [t.kind for t in found[:30]] == list(tasks.VARIATIONS)


def test_the_papers_episodes_are_270_of_the_test_split() -> None:
    episodes = tasks.load("test", episodes=True).ids
    assert len(episodes) == 270 and set(episodes) <= set(tasks.load("test", episodes=False).ids)
    counts = [len(tasks.protocol_variations(name)) for name in tasks.VARIATIONS]
    assert counts[15] == 9 and counts[25] == 5 and set(counts) == {4, 5, 8, 9, 10}
    assert episodes[:3] == ("boil-26", "boil-27", "boil-28"), "task by task, as shuffled with seed 1"
    assert len(tasks.load("train", episodes=True)) == 3592, "the other splits are whole"


def test_the_papers_episodes_are_those_that_were_recorded() -> None:
    paths = json.loads(gzip.decompress(shared("scienceworld/gold_paths.json.gz").read_bytes()))["paths"]
    recorded = {tasks.task_id(name, int(v)) for name, found in paths.items() for v in found}
    assert set(tasks.load("test", episodes=True).ids) <= recorded and len(recorded) == 300


def test_an_unknown_variation_is_refused() -> None:
    found = tasks.load("test", episodes=False)
    for unknown in ("boil-30", "boil-0", "fly-1"):  # none, of another split, no task
        with pytest.raises(UnknownNameError):
            found[unknown]


def test_ids_say_their_parts() -> None:
    assert tasks.parts("identify-life-stages-2-9") == ("identify-life-stages-2", 9)
    assert tasks.load("test", episodes=False)["identify-life-stages-2-9"].kind == "identify-life-stages-2"


@NEEDS_SIMULATOR
def test_the_simulator_knows_the_same_tasks_and_splits() -> None:
    with playing("boil", 0) as game:
        simulator = game.slot._simulator
        assert list(simulator.getTaskNames()) == list(tasks.VARIATIONS)
        for name, count in tasks.VARIATIONS.items():
            assert simulator.getTaskMaxVariations(name) == count
        for name in ("boil", "identify-life-stages-2", "inclined-plane-friction-named-surfaces"):
            game.slot.load(name, 0, "easy")
            for split, get in (("train", "Train"), ("dev", "Dev"), ("test", "Test")):
                assert list(getattr(simulator, f"getVariations{get}")()) == list(
                    tasks.variations(name, split)
                )
    assert SIMULATORS.get().machines
