"""The task sets: embedded, by path, official."""

from __future__ import annotations

import shutil
from pathlib import Path

import gymnasium as gym
import msgspec
import pytest

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring.store import generate, write_official
from agentgym.environments.webshop.world.goals import Goal
from agentgym.errors import DataError

ENV = "AgentTune/WebShop-v0"


def goals(split: str) -> dict[str, Goal]:
    listed = tasks.load(None, split, goals="human", cut=(0, None))
    return {task.id: task.data for task in listed}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small catalogue in the official layout."""
    path = tmp_path_factory.mktemp("official")
    content = generate()
    asins = [item["asin"] for item in content.items[:60]]
    few = tasks.Store(
        content.items[:60],
        {a: content.attributes[a] for a in asins},
        {a: goal for a, goal in content.instructions.items() if a in asins},
        {},
    )
    write_official(path, few)
    return path


def test_the_embedded_shop_is_large_and_varied() -> None:
    shop = tasks.shop(None)
    assert len(shop) >= 3000 and len({p.category for p in shop.products}) >= 12
    by_split = {split: goals(split) for split in ("train", "dev", "test")}
    assert sum(map(len, by_split.values())) >= 1500 and len(by_split["test"]) == 200
    asins = {split: {g.asin for g in table.values()} for split, table in by_split.items()}
    assert (
        not asins["train"] & asins["test"]
        and not asins["train"] & asins["dev"]
        and not asins["dev"] & asins["test"]
    )


def test_environments_of_a_process_share_a_shop(folder: Path) -> None:
    assert tasks.shop(None) is tasks.shop(None, 0)
    assert tasks.shop(folder) is tasks.shop(folder) is not tasks.shop(folder, 1)


def test_files_by_path(folder: Path) -> None:
    listed = tasks.load(folder, "test", goals="human", cut=(0, 5))
    assert listed.ids == tuple(f"human-{i}" for i in range(5))
    assert listed[0].kind == listed[0].data.category and listed[0].split == "test"
    assert len(tasks.load(folder, "test", goals="human", cut=(2, None))) > 3
    with pytest.raises(DataError, match=r"Split 'dev' is goals 900 to None, but .* human goals"):
        tasks.load(folder, "dev", goals="human", cut=(900, None))


def test_changed_files_are_read_again(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "shop"
    shutil.copytree(folder, copy)
    before = tasks.load(copy, "test", goals="human", cut=(0, None))
    shop = tasks.shop(copy)
    items = msgspec.json.decode((copy / "items_shuffle.json").read_bytes())
    (copy / "items_shuffle.json").write_bytes(msgspec.json.encode(items[:30]))
    after = tasks.load(copy, "test", goals="human", cut=(0, None))
    assert len(tasks.shop(copy)) == 30 != len(shop) and len(after) < len(before)


def test_no_instructions_no_human_goals(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "items_shuffle.json", tmp_path)
    with pytest.raises(DataError, match="has no items_human_ins"):
        tasks.load(tmp_path, "test", goals="human", cut=(0, None))


def test_official_is_the_folder_of_the_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_WEBSHOP", str(folder))
    env = gym.make(ENV, data="official", nouns="words").unwrapped
    assert env.data == folder and env.tasks.ids[0] == "human-0"
    assert env.definition()["data"] == str(folder)


def test_broken_catalogues_say_what_is_wrong(tmp_path: Path) -> None:
    for name, content, message in (
        (
            "items_shuffle_1.json",
            '[{"asin": "B1", "name": "x"',
            "is cut off after 0 products.*Download it again",
        ),
        ("items_shuffle_2.json", '{"asin": 1}', "expected a JSON array"),
        ("items_shuffle_3.json", '[{"asin": "B1"}]', r"Item 0 \(B1\) has no field"),
        ("items_shuffle_4.json", "[3]", "entry 0 is no product but int"),
    ):
        (tmp_path / name).write_text(content)
        with pytest.raises(DataError, match=message):
            gym.make(ENV, data=tmp_path / name, goals="synthetic").reset()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match=r"holds no items_shuffle\*\.json"):
        gym.make(ENV, data=empty).reset()
