"""Gold paths: those that ship, those that are made, and what is left of one."""

from __future__ import annotations

import gzip
import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agentgym.environments.scienceworld import expert, tasks
from agentgym.environments.scienceworld.authoring import gold
from agentgym.environments.scienceworld.world import java
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR, playing
from tests.shared_data import shared


def test_the_papers_episodes_have_gold_paths() -> None:
    kept = expert.recorded()
    assert kept.simplification == "easy" and len(kept.jar) == 12
    assert set(kept.paths) == set(gold.shipped()) > set(tasks.load("test", episodes=True).ids)
    lengths = [len(path) for path in kept.paths.values()]
    assert min(lengths) >= 2 and max(lengths) > 100


def test_they_are_those_that_others_recorded_but_for_the_order_of_rooms() -> None:
    paths = json.loads(gzip.decompress(shared("scienceworld/gold_paths.json.gz").read_bytes()))["paths"]
    theirs = {tasks.task_id(name, int(v)): p for name, found in paths.items() for v, p in found.items()}
    ours = {i: path for i, path in expert.recorded().paths.items() if i in theirs}
    assert len(ours) >= 270
    other = [i for i, path in ours.items() if theirs[i] != path]
    assert len(other) < 45
    for task_id in other:
        assert {c for c in ours[task_id] if c.startswith("focus")} == {
            c for c in theirs[task_id] if c.startswith("focus")
        }


@NEEDS_SIMULATOR
def test_a_path_does_not_depend_on_those_before() -> None:
    first = expert.make("find-plant-225", "easy")
    expert.make("lifespan-longest-lived-3", "easy")
    assert expert.make("find-plant-225", "easy") == first


@NEEDS_SIMULATOR
def test_the_shortest_path_of_every_task_solves_it() -> None:
    kept = expert.recorded().paths
    for name in tasks.VARIATIONS:
        path, variation = min((kept[tasks.task_id(name, v)], v) for v in tasks.protocol_variations(name))
        if len(path) > 60:
            continue  # a minute each; the script of docs/environments/scienceworld.md plays them
        with playing(name, variation) as game:
            for command in path:
                game.step(command)
            assert game.score == 100, (name, variation)


@NEEDS_SIMULATOR
def test_another_path_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    expert._made.cache_clear()
    path = expert.path("lifespan-shortest-lived-1", "easy")
    kept = tmp_path / "scienceworld" / java.jar_hash() / "easy" / "lifespan-shortest-lived-1.json"
    assert json.loads(kept.read_text()) == path and len(path) > 1
    expert._made.cache_clear()
    monkeypatch.setattr(expert, "make", None)
    assert expert.path("lifespan-shortest-lived-1", "easy") == path
    kept.write_text('["cut')
    expert._made.cache_clear()
    monkeypatch.setattr(expert, "make", lambda *_: ["made anew"])
    assert expert.path("lifespan-shortest-lived-1", "easy") == ["made anew"], "a damaged file is no path"
    expert._made.cache_clear()


@NEEDS_SIMULATOR
def test_a_path_of_another_version_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    monkeypatch.setattr(expert, "jar_hash", lambda: "another")
    monkeypatch.setattr(expert, "make", lambda *_: ["made anew"])
    expert._made.cache_clear()
    assert expert.path(next(iter(expert.recorded().paths)), "easy") == ["made anew"]
    expert._made.cache_clear()


@pytest.mark.parametrize(
    ("taken", "left"),
    [([], "abac"), (["a"], "bac"), (["x", "a", "x", "b"], "ac"), (["b"], "abac"), (list("abacabac"), "")],
)
def test_what_is_left_of_a_path(taken: list[str], left: str) -> None:
    found = list(itertools.islice(expert.rest(list("abac"), taken), 9))
    assert "".join(found[: len(left)]) == left
    assert set(found[len(left) :]) == {expert.WAIT}, "and then it waits"


@pytest.mark.parametrize("commands", ["aaaaaaaa", "abababab", "aabbaabb", "abcabcabc"])
def test_the_expert_never_looks_like_a_loop(commands: str) -> None:
    turns = [text for text, _ in expert.in_turns([expert.FIRST, *commands])]
    assert "".join(t for t in turns if not t.startswith("Think:")) == commands
    assert all(len(set(turns[n : n + 5])) > 2 for n in range(len(turns) - 4))


def test_two_threads_do_not_make_the_same_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    monkeypatch.setattr(expert, "jar_hash", lambda: "another")
    made: list[str] = []
    both = threading.Barrier(2)

    def make(task_id: str, simplification: str) -> list[str]:
        made.append(task_id)
        time.sleep(0.2)  # so that the other one comes meanwhile
        return ["wait1"]

    def ask(number: int) -> list[str]:
        both.wait()
        return expert.path("boil-0", "easy")

    monkeypatch.setattr(expert, "make", make)
    expert._made.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(2))) == [["wait1"], ["wait1"]]
    assert made == ["boil-0"]
    expert._made.cache_clear()
