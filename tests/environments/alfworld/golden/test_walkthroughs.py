"""Our engine answers as TextWorld did; runs everywhere, and checks the recording itself where TextWorld is."""

from __future__ import annotations

from collections import Counter

import pytest

from agentgym.environments.alfworld.demonstration import KINDS
from agentgym.environments.alfworld.official.files import dialect_of
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.environments.alfworld.world.effects import EFFECTS
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game_file import GameFile
from tests.environments.alfworld.golden.walkthroughs import Walkthrough, play, read
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD, textworld

RECORDED = read()


def _name(recorded: Walkthrough) -> str:
    return f"{recorded.game.removeprefix('unseen/')}-{recorded.dialect.verb}-{recorded.household}"


@pytest.mark.parametrize("recorded", RECORDED, ids=_name)
def test_our_engine_answers_as_textworld_did(recorded: Walkthrough) -> None:
    engine = FastEngine()
    first = engine.start(recorded.parsed())
    turns = play(engine, first, recorded.commands)
    for number, (seen, won, turn) in enumerate(zip(recorded.seen, recorded.won, turns, strict=True)):
        assert turn == (seen, won), f"turn {number}: {('start', *recorded.commands)[number]}"
    assert "1" in recorded.won and recorded.won[0] == "0"


def test_the_recording_covers_all_that_can_be_done() -> None:
    assert len(RECORDED) == 30
    assert {r.game.split("/")[1].rsplit("-", 1)[0] for r in RECORDED} == set(KINDS)
    assert len({r.dialect for r in RECORDED}) == 3
    done: Counter[str] = Counter()
    for recorded in RECORDED:
        engine = FastEngine()
        engine.start(recorded.parsed())
        for command in recorded.commands:
            if found := engine.commands().get(command):
                done[found[0]] += 1
            engine.step(command)
    assert set(done) == set(EFFECTS) and min(done.values()) >= 4


@pytest.mark.textworld
def test_textworld_still_answers_as_it_was_recorded() -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    domain, grammar = package_logic()
    played = 0
    for recorded in RECORDED:
        sentence = recorded.task.removeprefix("Your task is to: ").removesuffix(".")
        file = GameFile(domain, grammar.replace("UNKNOWN GOAL", sentence), recorded.problem)
        if recorded.dialect == dialect_of(file):
            played += 1
            turns = list(play(textworld(), textworld().start(file), recorded.commands))
            assert turns == list(zip(recorded.seen, recorded.won, strict=True))
    assert played == 10
