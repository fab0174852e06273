"""The task sets."""

from __future__ import annotations

import json

import pytest

from agentgym.environments.miniwob import tasks
from agentgym.environments.miniwob.world import pages
from agentgym.errors import UnknownNameError
from tests.shared_data import shared


def test_the_test_split_is_the_papers_460_episodes_one_of_each_page_first() -> None:
    found = tasks.load("test", tasks.chosen("paper"))
    assert len(found) == 460
    assert len({t.kind for t in found[:46]}) == 46
    assert {tasks.parts(i)[1] for i in found.ids} == set(range(10))
    assert found["click-test-3"].data == {"page": "click-test", "seed": 3}
    assert found.content_hash("click-test-3") == found["click-test-3"].content_hash


def test_splits_share_no_seed_and_the_example_is_in_none() -> None:
    seeds = [set(s) for s in tasks.SEEDS.values()]
    assert sum(map(len, seeds)) == len(set().union(*seeds))
    assert tasks.EXAMPLE not in set().union(*seeds)
    assert len(tasks.load("train", tasks.chosen("paper"))) == 46_000


def test_pages_by_name_or_all() -> None:
    assert len(tasks.chosen("all")) == 130
    assert tasks.chosen("click-test,use-slider") == ("click-test", "use-slider")
    assert set(pages.PAPER) < set(tasks.chosen("all"))
    with pytest.raises(UnknownNameError, match="click-test"):
        tasks.chosen("click-tets")


def test_the_papers_pages_are_agenttunings() -> None:
    assert json.loads(shared("miniwob/tasks46.json").read_text()) == pages.PAPER
