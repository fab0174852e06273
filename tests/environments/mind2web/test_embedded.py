"""What the embedded data promises."""

from __future__ import annotations

import json

from click.testing import CliRunner

from agentgym.environments.mind2web.candidates import page_of, ranking
from agentgym.environments.mind2web.data_cli import commands, recall_places
from agentgym.environments.mind2web.demonstrations import demonstrations
from agentgym.environments.mind2web.files import EMBEDDED, TESTS, entries_of, read_task
from agentgym.environments.mind2web.records import TaskRecord, samples_of

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


def test_recall_of_our_ranker_is_reported() -> None:
    for split in ALL:
        places = recall_places(entries_of(EMBEDDED, split))
        assert sum(p < 10 for p in places) / len(places) > 0.85
        assert max(places) < 50
    shown = CliRunner().invoke(commands, ["recall", "--split", "dev"])
    assert shown.exit_code == 0 and "R@10" in shown.output and "BM25" in shown.output


def test_ranks_of_a_score_file_go_before_ours() -> None:
    sample = samples_of(_tasks("dev")[0])[0]
    ours = ranking(sample)
    given = samples_of(_tasks("dev")[0], {sample.id: (*reversed(ours), "no such node")})[0]
    assert ranking(given) == tuple(reversed(ours))


def test_the_demonstrations_are_three_and_show_a_none() -> None:
    shown = demonstrations(elements=False)
    assert len(shown) == 3 and [a["element"] == "A" for _, a in shown].count(True) == 1
    letters = [a["element"] for _, a in shown]
    assert len(set(letters)) == 3
    assert all(a.thought and "A. None of the above" in text for text, a in shown)
    assert all("id=" in text for text, _ in demonstrations(elements=True))
