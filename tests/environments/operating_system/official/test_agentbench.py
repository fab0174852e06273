"""AgentBench's files: the folder of v0.2, single files, what is wrong with broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import gymnasium as gym
import pytest

import agentgym
from agentgym.environments.operating_system.official import agentbench
from agentgym.environments.operating_system.world.item import Item
from agentgym.errors import DataError
from tests.environments.operating_system.playing import ENV, sandboxed
from tests.shared_data import shared


def test_all_dev_items_load_and_those_with_scripts_at_hand_are_playable() -> None:
    tasks = agentbench.find(shared("agentbench/os/dev.json"), "dev")
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
    tasks = agentbench.find(shared("agentbench/os"), "train")
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
    tasks = agentbench.find(root, "test")
    assert list(tasks.ids) == [
        "std-001-new-00000", "std-001-new-00001", "std-007-new-00000", "std-010-new-00000"
    ]  # fmt: skip
    item: Item = tasks["std-007-new-00000"].data
    assert [s.code for s in item.init] == ["echo 7", "true"]
    assert (item.image, item.kind, item.start.code if item.start else "") == ("packages", "file", "x=1")
    assert item.check[0] is None and item.check[1] is not None and item.check[1].code == "theirs"
    assert agentbench.find(root / "data" / "os_interaction", "dev").ids == ("dev-001-dev-00000",)
    single = agentbench.find(root / "data" / "os_interaction" / "data" / "7" / "new.json", "test")
    assert single[0].data == item, "a single file finds its script folder"
    missing: Item = agentbench.find(root, "train")[0].data
    assert [s.file for s in missing.missing] == ["init/a.sh"]


def test_a_script_path_cannot_leave_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "scripts").mkdir()
    script = agentbench.script({"file": "../secret"}, tmp_path / "scripts", "here")
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
        list(agentbench.find(path, "test"))
    with pytest.raises(DataError, match=r"has no items of split 'train'"):
        agentbench.find(tmp_path, "train")


@sandboxed
def test_training_items_pass_with_their_own_gold() -> None:
    """A tenth of them; ``python -m agentgym.benchmarks.replay_gold os --data …`` plays all: 997 of 1,000."""
    data = shared("agentbench/os/train_0317.json")
    ids = list(gym.make(ENV, data=data, split="train").unwrapped.tasks.ids)[::10]  # type: ignore[attr-defined]
    run = agentgym.rollout(ENV, "expert", data=data, split="train", tasks=ids, concurrency=3)
    assert [e.task_id for e in run if e.reward != 1.0] == []


@sandboxed
def test_playable_dev_items_pass_with_their_own_gold() -> None:
    data = shared("agentbench/os/dev.json")
    tasks = gym.make(ENV, data=data, split="dev").unwrapped.tasks  # type: ignore[attr-defined]
    playable = [t.id for t in tasks if not t.data.missing]
    assert len(playable) == 23
    run = agentgym.rollout(ENV, "expert", data=data, split="dev", tasks=playable, concurrency=3)
    assert [e.task_id for e in run if e.reward != 1.0] == []
