"""Which questions make tasks, and the set of our own in BIRD's layout."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.database.authoring.derivation import BirdDerivation
from agentgym.environments.database.official import bird
from agentgym.environments.database.world.content import Database, Problem
from agentgym.tasks import Task
from tests.shared_data import shared


def test_our_own_set_is_read_as_birds_and_all_of_it_makes_tasks(tmp_path: Path) -> None:
    derivation = BirdDerivation()
    derivation.example(tmp_path)
    problems = bird.load(bird.locate(tmp_path, "train"), "rows")
    assert len(problems) == 200 and {p.scoring for p in problems.values()} == {"rows"}
    assert not any(derivation.unfit(Task(id=i, data=p)) for i, p in problems.items())
    assert derivation.arguments(tmp_path) == {"data": str(tmp_path), "profile": "derivation"}


def test_why_a_question_makes_no_task(tmp_path: Path) -> None:
    derivation = BirdDerivation()
    derivation.example(tmp_path)
    first = next(iter(bird.load(tmp_path / "train.json").values()))

    def unfit(query: str) -> str:
        problem = Problem(
            question="q",
            kind="k",
            scoring="rows",
            gold=(query,),
            database=Database("x", file=first.database.file),
        )
        return derivation.unfit(Task(id="x", data=problem))

    assert unfit("SELECT 1") == "" and unfit("SELECT NULL").startswith("no answer")
    assert unfit("SELECT 1 WHERE 0").startswith("no answer") and unfit("nonsense").startswith(
        "reference does not"
    )
    assert unfit("SELECT hex(zeroblob(500))").startswith("answer too long")


def test_most_of_bird_makes_tasks() -> None:
    derivation = BirdDerivation()
    problems = bird.load(bird.locate(shared("bird"), "dev"), "rows")
    reasons = [derivation.unfit(Task(id=i, data=p)).partition(":")[0] for i, p in problems.items()]
    assert (
        reasons.count("") == 307
        and reasons.count("no answer") == 110
        and reasons.count("answer too long") == 83
    )
