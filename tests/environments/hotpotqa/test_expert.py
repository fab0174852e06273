"""The expert: 1.0 on every item."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.hotpotqa import expert
from tests.environments.hotpotqa.samples import ITEM, made, play, write
from tests.shared_data import shared


@pytest.mark.parametrize("world", ["real", "renamed"])
@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_embedded_question(world: str, split: str) -> None:
    env = made(world=world, split=split)
    for task in env.tasks.ids:
        reward, info = play(env, task)
        assert reward == 1.0 and info["metrics"]["gold_share"] == 1.0, task
        assert info["step"] <= 10


def test_the_papers_protocol() -> None:
    env = made(profile="paper")
    for task in env.tasks.ids:
        reward, info = play(env, task)
        assert reward == 1.0 and info["metrics"]["gold_share"] == 1.0, task


@pytest.mark.parametrize("name", ["easy", "medium"])
@pytest.mark.parametrize("arguments", [{}, {"scope": "pool"}, {"profile": "paper"}])
def test_every_real_item(name: str, arguments: dict[str, str]) -> None:
    env = made(data=shared(f"hotpotqa/{name}.json"), **arguments)
    results = [play(env, task) for task in env.tasks.ids]
    assert [r for r, _ in results] == [1.0] * 100
    assert all(i["metrics"]["gold_titles"] == 2.0 for _, i in results)


def test_what_a_keyword_is_spelled_like_where_its_place_survives() -> None:
    env = made(profile="paper", kinds="medium")
    task = next(t for t in env.tasks if [h.keyword for h in t.data.hops] == ["inhabitants"] * 2)
    found = [str(next(iter(a.arguments.values()))) for a in expert.actions(task.data, left=10, survives=True)]
    assert found[1::2] == ["inhabitants", "inhabitant"]


def test_with_few_steps_left_it_answers_at_once(tmp_path: Path) -> None:
    env = made(data=write(tmp_path / "f.json"))
    env.reset(options={"task": "q1"})
    for _ in range(8):
        env.step("Action: Search[nothing]")
    assert env.suggest("expert").endswith("Action 9: Finish[1882]")


def test_where_the_right_paragraphs_are_missing(tmp_path: Path) -> None:
    env = made(data=write(tmp_path / "f.json", [{**ITEM, "context": ITEM["context"][:1]}]))
    reward, info = play(env, "q1")
    assert reward == 1.0 and info["metrics"]["gold_titles"] == 0.0
