"""What the viewer shows of a data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import DataError, UnknownNameError
from agentgym.viewer.datasets.store import DatasetStore, Filter
from tests.viewer.datasets.made import dataset


def test_rows_and_dropped_episodes_are_listed_with_why(tmp_path: Path) -> None:
    store = DatasetStore(dataset(tmp_path))
    assert store.facets()["state"] == {"kept": 4, "filter": 2}
    dropped = store.view(Filter(state="filter"))
    assert [i.number for i in dropped] == [None, None] and {i.reward for i in dropped} == {0.0}
    assert {i.run for i in dropped} == {str(tmp_path / "run")}
    assert [i.id for i in store.view(Filter(env="general"))] == ["chat_0"]


def test_marks_and_texts_are_filters(tmp_path: Path) -> None:
    store = DatasetStore(dataset(tmp_path))
    assert [i.id for i in store.view(Filter(marked="yes"))] == ["chat_0"]
    assert len(store.view(Filter(marked="no"))) == 3
    assert [i.id for i in store.view(Filter(q="WOMBAT"))] == ["chat_0"]
    assert store.view(Filter(q="wombat", marked="no")) == []


def test_marks_are_places_in_the_messages(tmp_path: Path) -> None:
    store = DatasetStore(dataset(tmp_path))
    row = store.row(3)
    places = store.marks(row)
    assert [len(p) for p in places] == [0, 1, 0, 0, 0]
    ((start, end),) = places[1]
    assert row.messages[1]["content"][start:end] == "how many APPLES do they have"
    assert [m.sample for m in store.matched(row)] == ["t-0"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    store = DatasetStore(dataset(tmp_path))
    with pytest.raises(UnknownNameError, match="there is no row 4"):
        store.row(4)
    (tmp_path / "data" / "rows.jsonl").write_text('{"id": "x"')
    with pytest.raises(DataError, match="line 1"):
        DatasetStore(tmp_path / "data")
