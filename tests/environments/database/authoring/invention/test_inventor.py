"""The inventor of the database."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.database import tasks
from agentgym.environments.database.authoring.invention.inventor import DatabaseInventor
from agentgym.environments.database.world.content import Problem
from agentgym.inventing import Refused
from agentgym.tasks import Task
from tests.instruct.authors import db_task

INVENTOR = DatabaseInventor()
TABLES = "CREATE TABLE jars (name TEXT, grams INT); INSERT INTO jars VALUES ('fig', 250), ('plum', 300);"


def test_a_task_is_scored_by_the_state_that_its_reference_leaves() -> None:
    (task,) = INVENTOR.read(
        db_task("DELETE", "Remove the jar of figs.", TABLES, "DELETE FROM jars WHERE grams = 250")
    )
    assert isinstance(task, Task) and task.kind == "DELETE"
    problem: Problem = task.data
    assert problem.scoring == "state" and len(problem.expected) == 16
    assert problem.question == "Remove the jar of figs.\nThe tables of the database: jars(name, grams)."
    assert INVENTOR.text(task) == "Remove the jar of figs." and INVENTOR.network(task) == ""


def test_a_reference_that_fails_or_changes_nothing_is_refused() -> None:
    for statement, detail in (
        ("DELETE FROM pots", "does not run"),
        ("DELETE FROM jars WHERE grams = 1", "changes nothing"),
    ):
        (found,) = INVENTOR.read(db_task("DELETE", "Remove the jar of figs.", TABLES, statement))
        assert isinstance(found, Refused) and found.flaw == "reference" and detail in found.detail


def test_the_question_shows_examples_and_says_what_is_wanted() -> None:
    (message,) = INVENTOR.question(INVENTOR.seeds()[:2], "DELETE", 2)
    assert (
        "2 new tasks of the kind DELETE" in message["content"]
        and "CREATE TABLE `books`" in message["content"]
    )


def test_a_file_is_loaded_again_with_where_its_tasks_come_from(tmp_path: Path) -> None:
    path, seeds = tmp_path / "t.json.zst", INVENTOR.seeds()
    INVENTOR.write(path, seeds, "train", {seeds[1].id: {"generator": "me"}})
    loaded = tasks.load(path, "train")
    assert [t.id for t in loaded] == [s.id for s in seeds]
    assert [t.content_hash for t in loaded] == [s.content_hash for s in seeds]
    store = tasks.read_store(path, tasks.Store)
    assert [e.origin for e in store.entries[:2]] == [{}, {"generator": "me"}]


def test_wrong_solutions_are_tasks_of_their_own() -> None:
    (first, *_) = INVENTOR.seeds()
    found = INVENTOR.wrong(first, "")
    assert len({w.task.id for w in found}) == len(found) >= 7 and found[0].task.data.gold == ()
    assert all(w.task.data.expected == first.data.expected for w in found)
