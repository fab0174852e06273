"""The reference engine: in lock-step with ours, and the same patched as it is stock."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import written
from agentgym.environments.alfworld.expert import solve
from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine
from agentgym.errors import DataError, DependencyError
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD, compare, in_put_dialect
from tests.shared_data import shared
from tests.sweeps import some


@pytest.mark.textworld
@pytest.mark.parametrize("part", range(4))
def test_lock_step_with_textworld_on_real_games(games: Path, part: int) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    paths = sorted(games.rglob("game.tw-pddl"))
    random.Random(7).shuffle(paths)
    paths.sort(key=lambda p: "valid_unseen" not in p.parts)  # all the test games that are here, then others
    grammar = shared("alfworld/alfred_put_grammar.twl2").read_text()
    for number, path in some([*enumerate(paths[part * 12 : part * 12 + 12])], 4):
        file = files.read(path)
        walkthrough = file.walkthrough or solve(files.parsed(path)) or []
        if number % 2:
            file, walkthrough = in_put_dialect(file, walkthrough, grammar)
        compare(file, walkthrough, number)


@pytest.mark.textworld
def test_lock_step_with_textworld_on_embedded_games() -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    logic = package_logic()
    put = shared("alfworld/alfred_put_grammar.twl2").read_text()
    chosen = [*tasks.blueprints("unseen").values()][:24] + [*tasks.blueprints("train").values()][:20]
    for number, blueprint in some([*enumerate(chosen)], 15):
        file = written(blueprint, *logic)
        walkthrough = list(file.walkthrough or [])
        if number % 2:
            file, walkthrough = in_put_dialect(file, walkthrough, put)
        compare(file, walkthrough, number)


@pytest.mark.textworld
def test_patched_textworld_gives_what_stock_textworld_gives(games: Path) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    path = sorted(games.rglob("game.tw-pddl"))[0]
    program = (
        "import sys, json, random; from pathlib import Path\n"
        "from agentgym.environments.alfworld.official import files\n"
        "from agentgym.environments.alfworld.world.textworld_engine import TextWorldEngine\n"
        "engine = TextWorldEngine(fast=sys.argv[2] == 'fast'); rng = random.Random(1)\n"
        "seen = [engine.start(files.read(Path(sys.argv[1])))]\n"
        "for _ in range(12):\n"
        "    listed = engine.admissible(); seen += [listed, engine.step(rng.choice(listed)), engine.won]\n"
        "print(json.dumps(seen))\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, str(path), mode], capture_output=True, text=True, check=True
        )
        for mode in ("fast", "stock")
    ]
    assert outputs[0].stdout.splitlines()[-1] == outputs[1].stdout.splitlines()[-1]


@pytest.mark.textworld
def test_a_game_that_textworld_cannot_load_is_a_data_error() -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    file = written(next(iter(tasks.blueprints("dev").values())), *package_logic())
    engine = TextWorldEngine()
    assert not engine.won and engine.score == 0
    with pytest.raises(DataError, match="TextWorld cannot load the game"):
        engine.start(type(file)(file.pddl_domain, file.grammar, "(define (problem x))"))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textworld", None)
    with pytest.raises(
        DependencyError, match=r"engine='textworld' needs.*\[alfworld\].*engine='fast' needs neither"
    ):
        TextWorldEngine()
