"""Parity with the package: which games, and that a difference is seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agentgym.environments.scienceworld import expert, tasks
from agentgym.environments.scienceworld.authoring import parity
from agentgym.environments.scienceworld.authoring.parity import Compared
from agentgym.environments.scienceworld.official.package import PackageGame, Seen
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR


def test_ten_variations_of_every_task_the_papers_first() -> None:
    chosen = list(parity.chosen(10))
    counts = Counter(tasks.parts(i)[0] for i in chosen)
    assert counts == dict.fromkeys(tasks.VARIATIONS, 10)
    assert set(tasks.load("test", episodes=True).ids) <= set(chosen)
    assert [tasks.parts(i)[0] for i in chosen[:30]] == list(tasks.VARIATIONS)
    assert len(list(parity.chosen(2000))) == 7207


class Fake(PackageGame):
    """Answers what it is told to."""

    def __init__(self, answers: list[Seen]) -> None:
        self.answers = iter(answers)

    def load(self, task: str, variation: int, simplification: str) -> Seen:
        return next(self.answers)

    def step(self, command: str) -> Seen:
        return next(self.answers)

    def close(self) -> None:
        pass


@NEEDS_SIMULATOR
def test_a_difference_is_seen_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Seen("another room", 0, 0, False, [])
    found = parity.compare("boil-0", ["wait1"], Fake([wrong]))
    assert found.difference == "step 0: observation, valid" and found.steps == 1
    monkeypatch.setattr(parity, "PackageGame", lambda: Fake([wrong]))
    monkeypatch.setattr(parity, "chosen", lambda each: iter(["boil-0"]))
    monkeypatch.setattr(expert, "path", lambda *_: ["wait1"])
    out = tmp_path / "out.jsonl"
    first = list(parity.run(1, out))
    again = list(parity.run(1, out))
    assert first == again == parity.read(out) == [Compared("boil-0", 1, 0, 0, "step 0: observation, valid")]
