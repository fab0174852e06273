"""Validation by ordinary episodes."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from agentgym import sandbox
from agentgym.environments.database.authoring.invention.inventor import DatabaseInventor
from agentgym.environments.operating_system.authoring.invention.inventor import OSInventor
from agentgym.environments.operating_system.world.item import Script
from agentgym.instruct.record import Settings, Verdict
from agentgym.instruct.validation import Checked, Validator, own_args
from agentgym.inventing import Inventor
from agentgym.tasks import Task

SANDBOXED = pytest.mark.skipif(bool(sandbox.unavailable("bubblewrap")), reason="no bubblewrap here")
OS = Settings(
    env_id="AgentTune/OS-v0", env_args={"backend": "bubblewrap", "profile": "fc"}, runs=2, seconds=20
)


def validate(inventor: Inventor, settings: Settings, tasks: list[Task]) -> list[Checked]:
    """Return what is found of tasks, in their order."""
    shown: list[str] = []
    validator = Validator(inventor, settings, concurrency=2, progress=lambda what, *_: shown.append(what))
    found = asyncio.run(validator.validate(tasks))
    assert not tasks or "reference" in shown
    return [found[t.id] for t in tasks]


@SANDBOXED
def test_our_own_seeds_are_valid() -> None:
    inventor = OSInventor()
    found = validate(inventor, OS, inventor.seeds())
    assert [c.verdict for c in found] == [None] * len(found), [c.detail for c in found]
    assert sum(c.wrong for c in found) > 70 and all(c.passed == [] for c in found)


def test_our_own_seeds_of_the_database_are_valid() -> None:
    inventor = DatabaseInventor()
    found = validate(inventor, Settings(env_id="AgentTune/DB-v0"), inventor.seeds())
    assert len(found) == 6 and [c.verdict for c in found] == [None] * 6, [c.detail for c in found]
    assert all(c.runs == 5 and c.wrong >= 5 and c.passed == [] for c in found)


@SANDBOXED
def test_a_reference_must_be_accepted_each_time_and_a_script_must_end() -> None:
    inventor = OSInventor()
    (first, *_) = inventor.seeds()
    unstable = Script(code='[ "$1" = 17 ] && [ ! -e /proc/self/nothing ] && (( RANDOM % 2 ))')
    hanging = [Script(code="sleep 100")]
    tasks = [
        msgspec.structs.replace(
            first, id="unstable", data=msgspec.structs.replace(first.data, check=[unstable])
        ),
        msgspec.structs.replace(first, id="hanging", data=msgspec.structs.replace(first.data, init=hanging)),
    ]
    settings = msgspec.structs.replace(OS, runs=12, seconds=3)
    unsure, stuck = validate(inventor, settings, tasks)
    assert unsure.verdict in (Verdict.UNSTABLE, Verdict.REFERENCE)
    assert stuck.verdict is Verdict.MACHINERY and "a run of it broke" in stuck.detail


def test_a_mutation_that_leaves_the_same_behind_is_not_wrong() -> None:
    class Same(DatabaseInventor):
        def left(self, observations: object, actions: object) -> str:
            return "the same"

    inventor = Same()
    update = inventor.seeds()[1]
    statement = "UPDATE rooms SET price = price + 15 WHERE floor = 2 AND beds > 0 AND balcony = 'yes'"
    twice = msgspec.structs.replace(update.data, gold=(statement,))
    task = msgspec.structs.replace(update, data=twice)
    settings = Settings(env_id="AgentTune/DB-v0")
    (found,) = validate(inventor, settings, [task])
    assert found.verdict is None and found.equivalent >= 1 and found.rejected == found.wrong
    (strict,) = validate(DatabaseInventor(), settings, [task])
    assert strict.verdict is Verdict.EVALUATION and strict.passed


def test_no_task_is_nothing_to_do_and_the_protocol_is_the_environments_own() -> None:
    assert validate(DatabaseInventor(), Settings(env_id="AgentTune/DB-v0"), []) == []
    assert own_args(OS.env_args) == {"backend": "bubblewrap"}
