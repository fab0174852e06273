"""The inventor of the operating system."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.environments.operating_system import tasks
from agentgym.environments.operating_system.authoring.invention.inventor import OSInventor
from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.tasks import Task
from tests.instruct.authors import os_task

INVENTOR = OSInventor()


def _script(code: str) -> Task:
    return Task(id="x", data=Item(description="d", check=[Script(code="true")], commands=[code]))


def test_the_question_shows_examples_and_says_what_is_wanted() -> None:
    (message,) = INVENTOR.question(INVENTOR.seeds()[:2], "archives", 3)
    assert "3 new tasks about archives" in message["content"] and "### Task 2" in message["content"]
    assert INVENTOR.text(INVENTOR.seeds()[1]) in message["content"]
    assert "one new task" in INVENTOR.question([], "archives", 1)[0]["content"]


def test_an_id_is_made_of_the_content() -> None:
    text = os_task("Write the word plum into /root/a.txt.", "", "echo plum > /root/a.txt", "false")
    (first,), (again,), (other,) = (INVENTOR.read(t) for t in (text, text, text.replace("plum", "fig")))
    assert isinstance(first, Task) and isinstance(other, Task)
    assert first == again and first.id != other.id and first.id.startswith("invented-")


@pytest.mark.parametrize(
    "code",
    [
        "apt-get install -y jq", "apt -y update", "pip install x", "true; curl http://x.org/a", "cat a | ssh host",
        "git clone git@x", "exec 3<>/dev/tcp/1.1.1.1/80", "if true; then wget x.org; fi", "sudo ping -c 1 a.org",
    ],
)  # fmt: skip
def test_what_needs_a_network_is_found(code: str) -> None:
    assert INVENTOR.network(_script(code))


@pytest.mark.parametrize(
    "code", ["ls ~/.ssh", "grep curl log", "echo http://a.org > a", "chmod 600 /etc/ssh/x", "cd curl-7"]
)
def test_what_only_looks_like_it_needs_none(code: str) -> None:
    assert INVENTOR.network(_script(code)) == ""


def test_what_a_solution_leaves_behind_is_its_answer_or_the_state() -> None:
    digest = "0f" * 32
    assert INVENTOR.left(["task", "out", f"{digest}  -", "end"], ["a", "b", "Act: finish"]) == digest
    assert INVENTOR.left(["task", "out", "it was stopped", "end"], ["a", "b", "Act: finish"]) == ""
    assert INVENTOR.left(["task", "17", "end"], ["a", "Act: answer(17)"]) == "17"
    assert INVENTOR.left(["task"], []) == "" and INVENTOR.left(["task", "end"], ["Act: finish"]) == ""


def test_a_file_is_loaded_again_with_where_its_tasks_come_from(tmp_path: Path) -> None:
    path, seeds = tmp_path / "t.json.zst", INVENTOR.seeds()
    INVENTOR.write(path, seeds, "train", {seeds[0].id: {"generator": "me"}})
    assert list(tasks.load(path, "train")) == seeds
    first, second, *_ = tasks.read_store(path, list[tasks.Entry])
    assert first.origin == {"generator": "me"} and second.origin == {}
    plain = [msgspec.structs.replace(first, origin={})]
    tasks.write(plain, tmp_path / "plain.json.zst")
    assert next(iter(tasks.load(tmp_path / "plain.json.zst", "train"))).content_hash == seeds[0].content_hash
