"""What is served of a data set, to this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.viewer.datasets.made import HOSTILE, dataset
from tests.viewer.serving import get, served


def code(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_data_set_is_served_with_losses_marks_and_its_card(tmp_path: Path) -> None:
    address = served(dataset(tmp_path))
    page = get(f"{address}/api/rows?state=kept")
    assert (page["total"], page["all"]) == (4, 6) and page["facets"]["state"]["filter"] == 2
    row = get(f"{address}/api/row/3")
    assert [m["loss"] for m in row["messages"]] == [None, None, False, None, True]
    assert row["messages"][0]["content"] == HOSTILE and len(row["messages"][1]["marks"]) == 1
    assert "What was dropped" in get(f"{address}/api/card")["text"]
    assert [code(address + p) for p in ("/api/row/9", "/api/row/x", "/api/rows?mood=1", "/static/store.py")] == [
        404, 400, 400, 404,
    ]  # fmt: skip
    assert [
        code(address + p) for p in ("/", "/row/0", "/card", "/static/dataset.js", "/static/page.css")
    ] == [200] * 5


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.1:80"])
def test_other_hosts_are_refused(tmp_path: Path, host: str) -> None:
    address = served(dataset(tmp_path))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{address}/api/card", headers={"Host": host}))
    assert refused.value.code == 403
