"""What the embedded data promises, and the official layout."""

from __future__ import annotations

import json
from pathlib import Path

import gymnasium as gym

import agentgym
from agentgym.environments.mind2web.official.files import TESTS, entries_of, read_task
from agentgym.environments.mind2web.official.records import TaskRecord
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.world.candidates import page_of

ENV = "AgentTune/Mind2Web-v0"
ALL = ("train", "dev", *TESTS)


def _tasks(split: str) -> list[TaskRecord]:
    return [read_task(path, entry) for path, entry in entries_of(EMBEDDED, split)]


def test_sites_tasks_and_steps() -> None:
    tasks = [task for split in ALL for task in _tasks(split)]
    assert len({t.website for t in tasks}) >= 12 and len(tasks) >= 150
    assert len({t.annotation_id for t in tasks}) == len({t.confirmed_task for t in tasks}) == len(tasks)
    assert {len(t.actions) for t in tasks} == set(range(2, 9))
    operations = {a.operation.op for t in tasks for a in t.actions}
    assert operations == {"CLICK", "TYPE", "SELECT"}
    assert sum(f.stat().st_size for f in EMBEDDED.rglob("*.zst")) < 1_000_000


def test_splits_are_new_tasks_new_websites_and_new_domains() -> None:
    train = [*_tasks("train"), *_tasks("dev")]
    sites, domains = {t.website for t in train}, {t.domain for t in train}
    assert {t.website for t in _tasks("test_task")} <= sites
    assert not {t.website for t in _tasks("test_website")} & sites
    assert {t.domain for t in _tasks("test_website")} <= domains
    assert not {t.domain for t in _tasks("test_domain")} & domains
    assert len(_tasks("dev")) == 6 and sum(len(t.actions) for t in _tasks("test_domain")) >= 177


def test_targets_and_candidates_are_on_their_pages_with_boxes() -> None:
    for split in ALL:
        for task in _tasks(split):
            for action in task.actions:
                page = page_of(action.cleaned_html)
                assert sum(c.is_original_target for c in action.pos_candidates) == 1
                both = (*action.pos_candidates, *action.neg_candidates)
                assert len({c.backend_node_id for c in both}) == len(both) >= 10
                for candidate in both:
                    attributes = json.loads(candidate.attributes)
                    _, _, width, height = map(float, attributes["bounding_box_rect"].split(","))
                    assert width > 0 and height > 0
                    assert page.tags[page.node_of[candidate.backend_node_id]] == candidate.tag
                    assert "data-agentgym-target" not in candidate.attributes.replace("_", "-")
                assert "agentgym" not in action.cleaned_html


def test_the_official_layout(official: Path) -> None:
    env = gym.make(ENV, data=official, split="test_domain").unwrapped
    assert len(env.tasks) == 24
    assert env.tasks.ids[:3] == ("test_domain0_a", "test_domain0_b", "test_domain1_a")
    assert env.tasks.ids[-1] == "test_domain11_b", "files come in the order of their numbers"
    assert [len(gym.make(ENV, data=official, split=s).unwrapped.tasks) for s in ("train", "dev")] == [22, 2]
    run = agentgym.rollout(ENV, "expert", data=official, split="test_domain")
    statuses = {e.task_id: (str(e.status), e.reward) for e in run}
    assert statuses["test_domain3_a"] == ("completed", 1.0)
    assert statuses["test_domain3_b"] == ("unanswerable", 0.0)
    wide = agentgym.rollout(ENV, "expert", data=official, split="test_domain", candidates=20)
    assert [e.reward for e in wide] == [1.0] * 24


def test_without_scores_our_ranker_ranks(official: Path) -> None:
    run = agentgym.rollout(ENV, "expert", data=official, split="test_task", candidates=20)
    assert [e.reward for e in run] == [1.0] * 24, "this split is not in the score file"
    (official / "scores_all_data.pkl").unlink()
    one = agentgym.rollout(
        ENV, "expert", data=official / "data/train/train_2.json", split="train", candidates=20, mode="element"
    )
    assert [e.reward for e in one] == [1.0] * 8
