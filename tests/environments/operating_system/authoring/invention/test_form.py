"""What a model writes, read as items."""

from __future__ import annotations

import msgspec
import pytest

from agentgym.environments.operating_system.authoring.invention import form
from agentgym.environments.operating_system.authoring.invention.seeds import SEEDS
from agentgym.environments.operating_system.world.item import Item
from agentgym.inventing import Refused
from tests.instruct.authors import os_task

GOOD = os_task(
    "Write the word plum into /root/a.txt.",
    "mkdir -p /root",
    "echo plum > /root/a.txt",
    "grep plum /root/a.txt",
)


def test_what_is_written_is_read_again() -> None:
    text = "\n\n".join(form.write(item, n) for n, item in enumerate(SEEDS))
    assert form.read(text) == [msgspec.structs.replace(i) for i in SEEDS]


def test_several_tasks_are_read_with_and_without_an_init() -> None:
    first, second = form.read(GOOD + "\n" + GOOD.replace("mkdir -p /root", ""))
    assert isinstance(first, Item) and first.finishes and first.init[0].code == "mkdir -p /root"
    assert isinstance(second, Item) and second.init == [] and second.kind == "tests"


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("Solution:", "Answer:", "no Solution"),
        ("Kind: operation", "Kind: riddle", "got 'riddle'"),
        ("Kind: operation", "Kind: question", "does not look at the answer"),
        ("Write the word plum into /root/a.txt.", "Write.", "a description of 6 characters"),
        ("echo plum > /root/a.txt", "", "an empty solution or check"),
        ("echo plum > /root/a.txt", "date > /root/a.txt", "'date'"),
        ("echo plum > /root/a.txt", "d=$(date +%F); echo $d > /root/a.txt", "'(date'"),
        ("echo plum > /root/a.txt", "echo $EPOCHSECONDS > /root/a.txt", "'$EPOCHSECONDS'"),
        ("echo plum > /root/a.txt", "echo plum\n" * 700, "a script of 6999 characters"),
    ],
)
def test_what_is_no_task_is_refused_with_the_reason(old: str, new: str, detail: str) -> None:
    (found,) = form.read(GOOD.replace(old, new, 1))
    assert isinstance(found, Refused) and found.flaw == "schema" and detail in found.detail, found


@pytest.mark.parametrize(
    "script", ["date -d 2024-05-01 +%A", "x=$(date -r /etc/passwd)", "grep date a", "touch update"]
)
def test_a_date_that_is_given_is_no_clock(script: str) -> None:
    (found,) = form.read(GOOD.replace("echo plum > /root/a.txt", script))
    assert isinstance(found, Item)


def test_chatter_is_one_refusal() -> None:
    (found,) = form.read("I am sorry, but I cannot do that.")
    assert isinstance(found, Refused) and "no Description, Solution, Check" in found.detail
    assert form.read("") == []
