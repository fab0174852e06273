"""Protocol, files and generators of the operating system: what needs no sandbox."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.operating_system import checks, embedded, files, protocol
from agentgym.environments.operating_system.world.item import Item, Match
from agentgym.environments.operating_system.protocol import PROFILES, ThinkActFormat, shown
from agentgym.environments.operating_system.authoring.templates import TEMPLATES
from agentgym.errors import DataError
from tests.shared_data import shared

PAPER = PROFILES["paper"]


@pytest.mark.parametrize(
    ("message", "name", "value"),
    [
        ("Think: t\n\nAct: bash\n\n```bash\nls /etc\n```", "bash_action", "ls /etc"),
        ("Act: bash\n```bash\na\n```\nand\n```bash\nb\nc\n```", "bash_action", "a\n\nb\nc"),
        ("Act: bash", "bash_action", ""),
        ("Think: t\nAct: Finish", "finish_action", "t"),
        ("Act: answer(220)", "answer_action", "220"),
        ("Act: answer(f(x) (y))", "answer_action", "f(x) (y)"),
        ("Act: ANSWER ( 7 )", "answer_action", " 7 "),
        ("Act: answer()", "answer_action", ""),
        ("Act: bash\n```bash\nls\n```\nAct: answer(3)", "answer_action", "3"),
        ("Act: answer(3)\nAct: answer 4", "answer_action", "3"),
        ("Act: answer(3)\nAct: dance", "answer_action", "3"),
    ],
)
def test_messages_are_read_as_agentbench_reads_them(message: str, name: str, value: str) -> None:
    action = ThinkActFormat().parse(message)
    assert (action.name, next(iter(action.arguments.values()))) == (name, value)


@pytest.mark.parametrize(
    "message", ["", "ls /etc", "Act: dance", "Act: answer 4", "act: finish", "Act: answer(a\nb)"]
)
def test_other_messages_are_no_action(message: str) -> None:
    with pytest.raises(ParseError, match="no act in the answer"):
        ThinkActFormat().parse(message)


@pytest.mark.parametrize(
    "action",
    [
        Action(
            name="bash_action", arguments={"script": "for i in 1 2; do\n  echo $i\ndone"}, thought="count"
        ),
        Action(name="answer_action", arguments={"answer": "a (b) c"}, thought="seen"),
        Action(name="finish_action", arguments={"thought": "done"}, thought="done"),
    ],
)
def test_what_is_rendered_is_read_back(action: Action) -> None:
    assert ThinkActFormat().parse(ThinkActFormat().render(action)) == action


def test_output_is_cut_and_cleaned() -> None:
    assert shown("", PAPER) == "The output of the OS is empty."
    assert shown("220\n", PAPER) == "The output of the OS:\n\n220\n"
    assert shown("x" * 800, PAPER) == "The output of the OS:\n\n" + "x" * 800
    cut = "The output of the OS:\n\n" + "x" * 780 + "\n[truncated because the output is too long]"
    assert shown("x" * 801, PAPER) == cut
    assert shown("\x1b[1;31mred\x1b[0m\x1b]0;title\x07", PAPER) == "The output of the OS:\n\nred"
    raw = shown("a\n", PROFILES["terminal"], protocol.prompt("sandbox", "/root/x"))
    assert raw == "The output of the OS:\n\na\r\n\x1b]0;root@sandbox: ~/x\x07root@sandbox:~/x# "


def test_matches() -> None:
    assert Match(answer="1", strip=True).holds(" 1\n") and not Match(answer="1").holds(" 1")
    assert Match(regex="^a+$").holds("aaa") and not Match(regex="^a+$").holds("b")
    assert not Match(answer="None").holds(None) and not Match(regex=".*").holds(None)


@pytest.mark.parametrize(
    ("name", "given", "wanted", "right"),
    [
        ("integer-match.py", "3", " 3\n", True),
        ("integer-match.py", "3.0", "3", False),
        ("integer-match.py", "None", "3", False),
        ("integer-match.py", "", "", False),
        ("string-match.py", "a\rb", "a\nb\n", True),
        ("string-match.py", "a b", "ab", False),
        ("size-match.py", "4K", "4096\n", True),
        ("size-match.py", "4.0K", "4K", True),
        ("size-match.py", "1MB", "1M", True),
        ("size-match.py", "much", "1M", False),
        ("in.py", "b", "abc", True),
        ("containing.py", "abc", "b\n", True),
        ("containing.py", "b", "abc", False),
    ],
)
def test_the_checks_that_items_name(name: str, given: str, wanted: str, right: bool) -> None:
    done = subprocess.run([sys.executable, "-c", checks.KNOWN[name], given, wanted], check=False)
    assert (done.returncode == 0) is right


def test_all_dev_items_load_and_those_with_scripts_at_hand_are_playable() -> None:
    tasks = files.find(shared("agentbench/os/dev.json"), "dev")
    items: dict[str, Item] = {t.id: t.data for t in tasks}
    assert len(items) == 26
    assert sum(i.match is not None for i in items.values()) == 5
    unplayable = {name: [s.file for s in i.missing] for name, i in items.items() if i.missing}
    assert unplayable == {
        "dev-00003": ["check/0.sh"], "dev-00005": ["check/0.sh"], "dev-00025": ["init/stock-log.sh"]
    }  # fmt: skip
    odd = items["dev-00010"]
    assert odd.init == [] and odd.image == "default", "create given as a list is passed over"


def test_all_training_items_load() -> None:
    tasks = files.find(shared("agentbench/os"), "train")
    assert len(tasks) == 1000 and not any(t.data.missing for t in tasks)
    assert len({t.content_hash for t in tasks}) == 1000


def _agentbench(root: Path) -> Path:
    base = root / "data" / "os_interaction"
    item = {
        "description": "d", "create": {"local": "packages", "init": [{"file": "init/a.sh"}, "true"]}, "start": "x=1",
        "evaluation": {"check": [None, {"language": "python", "file": "check/integer-match.py"}], "example": "echo 1"},
        "labels": ["file"],
    }  # fmt: skip
    for group, number in (("1", 2), ("7", 1), ("10", 1)):
        (base / "data" / group).mkdir(parents=True)
        (base / "data" / group / "new.json").write_text(json.dumps([item] * number))
        scripts = base / "scripts" / group
        (scripts / "init").mkdir(parents=True)
        (scripts / "check").mkdir()
        (scripts / "init" / "a.sh").write_text(f"echo {group}")
        (scripts / "check" / "integer-match.py").write_text("theirs")
    (base / "data" / "dev.json").write_text(
        json.dumps({"description": "d", "evaluation": {"match": {"regex": "x"}}})
    )
    (base / "train_0317").mkdir()
    (base / "train_0317" / "training.json").write_text(json.dumps([item]))
    return root


def test_the_v02_folder_with_scripts_by_path(tmp_path: Path) -> None:
    root = _agentbench(tmp_path)
    tasks = files.find(root, "test")
    assert list(tasks.ids) == [
        "std-001-new-00000", "std-001-new-00001", "std-007-new-00000", "std-010-new-00000"
    ]  # fmt: skip
    item: Item = tasks["std-007-new-00000"].data
    assert [s.code for s in item.init] == ["echo 7", "true"]
    assert (item.image, item.kind, item.start.code if item.start else "") == ("packages", "file", "x=1")
    assert item.check[0] is None and item.check[1] is not None and item.check[1].code == "theirs"
    assert files.find(root / "data" / "os_interaction", "dev").ids == ("dev-001-dev-00000",)
    single = files.find(root / "data" / "os_interaction" / "data" / "7" / "new.json", "test")
    assert single[0].data == item, "a single file finds its script folder"
    missing: Item = files.find(root, "train")[0].data
    assert [s.file for s in missing.missing] == ["init/a.sh"]


def test_a_script_path_cannot_leave_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "scripts").mkdir()
    script = files.script({"file": "../secret"}, tmp_path / "scripts", "here")
    assert script is not None and script.code == "" and script.missing


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"description": "d"', "is no JSON.*cut off"),
        ("[3]", "entry 0 is no item but int"),
        ('[{"description": "d"}]', "needs a description .* and an evaluation"),
        ('[{"description": "d", "evaluation": {}}]', "neither match nor check"),
        ('[{"description": "d", "evaluation": {"check": [null]}}]', "refers to the example"),
        ('[{"description": "d", "evaluation": {"match": 3}}]', "a match is a text"),
        ('[{"description": "d", "evaluation": {"match": {"regex": "("}}}]', "is no regular expression"),
        (
            '[{"description": "d", "evaluation": {"check": {"language": "perl", "code": ""}}}]',
            "one of bash, python",
        ),
    ],
)
def test_broken_files_say_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "items.json"
    path.write_text(content)
    with pytest.raises(DataError, match=message):
        list(files.find(path, "test"))
    with pytest.raises(DataError, match=r"has no items of split 'train'"):
        files.find(tmp_path, "train")


def test_embedded_tasks_are_many_and_their_splits_share_no_template() -> None:
    sets = {split: embedded.tasks(split) for split in ("train", "dev", "test")}
    assert [len(s) for s in sets.values()] == [144, 24, 144]
    names = {split: {i.rpartition("-")[0] for i in s.ids} for split, s in sets.items()}
    assert (
        not names["train"] & names["test"]
        and not names["train"] & names["dev"]
        and not names["dev"] & names["test"]
    )
    assert sum(map(len, names.values())) == len(TEMPLATES) == 56
    for tasks in sets.values():
        listed = list(tasks)
        assert {t.kind for t in listed} == set(embedded.KINDS) and len(embedded.KINDS) == 8
        assert len({t.content_hash for t in listed}) == len(listed)
        assert [t.kind for t in listed[:8]] == list(embedded.KINDS), "the first ones are a fair sample"


def test_an_embedded_task_is_the_same_at_every_time_and_changes_with_the_seed() -> None:
    one = "text/sum_of_column-03"
    assert embedded.item(one) == embedded.item(one) != embedded.item(one, seed=1)


def test_the_answer_is_not_in_the_question() -> None:
    for split in ("train", "dev", "test"):
        for task in embedded.tasks(split):
            item: Item = task.data
            if item.match is not None and item.match.answer is not None and not item.match.answer.isdigit():
                named = re.search(rf"(?<![\w/]){re.escape(item.match.answer)}(?!\w)", item.description)
                assert named is None or "Of the running processes" in item.description, task.id
