"""The card, and its tables."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset.card import card, table_of_dropped, table_of_kept
from agentgym.dataset.curation import Counted
from agentgym.dataset.files import (
    ORIGIN,
    VERIFICATION,
    Compared,
    Origin,
    Verification,
    add_comparisons,
    write_json,
)
from agentgym.dataset.recipe import PublishedCounts, PublishedRow, Recipe

COUNTS = {
    "OS": Counted(
        tasks=10, episodes=20, kept=5, kept_tasks=4, rows=5, turns=10, thoughts=5, dropped={"filter": 15}
    ),
    "DB": Counted(tasks=10, episodes=10, dropped={"failed": 10}),
}
ORIGINAL = Origin(
    framework="9",
    runs=["runs/x"],
    recipe=Recipe(keep="reward == 1", demonstration={"OS": "strip"}),
    counts=COUNTS,
)


def test_the_table_is_the_papers() -> None:
    table = table_of_kept(ORIGINAL)
    assert table.rows[0] == ["OS", 10, 20, 5, 5, 2.0, 0.4, 0.5]
    assert table.rows[1] == ["DB", 10, 10, 0, 0, None, 0.0, None]
    assert table.rows[2] == ["total", 20, 30, 5, 5, 2.0, 0.2, 0.5]
    published = PublishedCounts("Table 1", {"OS": PublishedRow(647, 195, 3.85)})
    beside = table_of_kept(Origin(counts=COUNTS, recipe=Recipe(published=published)))
    assert beside.rows[0][-4:] == [647, 195, 3.85, 195 / 647] and beside.rows[1][-1] is None
    assert all(len(r) == len(beside.columns) for r in beside.rows)


def test_dropped_episodes_have_a_column_a_reason() -> None:
    table = table_of_dropped(ORIGINAL)
    assert [c.name for c in table.columns] == ["environment", "filter", "failed", "dropped"]
    assert table.rows == [["OS", 15, 0, 15], ["DB", 0, 10, 10]]


def test_the_card_says_how_it_was_made_and_whether_it_was_executed_again(tmp_path: Path) -> None:
    write_json(tmp_path / ORIGIN, ORIGINAL)
    found = Compared(test="os?split=test", rule="window", samples=9, share=0.125, clean=8, dirty=1, leaked=2)
    add_comparisons(tmp_path, [found, Compared(test="db?split=test", rule="window", missing="no server")])
    text = card(tmp_path)
    assert "| os?split=test | window | 9 | 12.50% | 8 | 1 | 2 |" in text
    assert "Not compared: db?split=test: no server" in text
    assert "`reward == 1`" in text and "stripped of: OS." in text and "Not executed again yet" in text
    write_json(
        tmp_path / VERIFICATION, Verification(framework="9", rows=5, same=4, different=1, unprovable=0)
    )
    assert "4 of 5 rows came out as they say, 1 differed" in card(tmp_path)


def test_a_set_of_others_conversations_has_no_tables(tmp_path: Path) -> None:
    write_json(tmp_path / ORIGIN, Origin(framework="9", runs=["sharegpt.json"]))
    text = card(tmp_path)
    assert "from sharegpt.json" in text and "|" not in text and "Filter" not in text
