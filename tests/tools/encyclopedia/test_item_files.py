"""Items in HotpotQA's layouts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import DataError
from agentgym.tools.encyclopedia.item_files import ItemFile
from tests.environments.hotpotqa.samples import ITEM, OTHER, columns, write
from tests.shared_data import shared


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("layout", [dict, columns])
def test_every_layout_is_read_alike(tmp_path: Path, lines: bool, layout: Any) -> None:
    file = ItemFile((write(tmp_path / "f.json", [layout(ITEM), layout(OTHER)], lines=lines),))
    assert file.ids == ["q1", "q2"]
    item = file.item("q1")
    assert (item.question, item.answer, item.level, item.type) == (
        ITEM["question"], "1882", "medium", "bridge",
    )  # fmt: skip
    assert item.gold_titles == ["Ada Renn", "Vilmar (town)"]
    assert item.context[1].lead == "Ada Renn was born in Vilmar. She was a painter."
    assert [t for *_, t in file.articles()] == ["Orsa", "Ada Renn", "Vilmar (town)", "Telm"]


def test_items_without_id_answer_or_level(tmp_path: Path) -> None:
    bare = {k: ITEM[k] for k in ("question", "context")}
    file = ItemFile((write(tmp_path / "hard.json", [bare]),))
    item = file.item("hard-00000")
    assert item.answer is None and item.facts == () and item.level == "hard", "the file's name is a level"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"question": "x?", "context": []}, {"ques', "not whole"),
        ('{"question": "x?"}\n{"question": "y', "item 1"),
        ("[]", "no questions"),
        ("", "no questions"),
        ('[{"answer": "x"}]', "missing required field `question`"),
        ('[{"question": 3}]', "Expected `str`"),
        ('[{"question": "x?", "_id": "a"}, {"question": "y?", "_id": "a"}]', "'a' occurs twice"),
        ("[1, 2]", "item 0"),
        ("\x00\x01", "item 0"),
    ],
)
def test_damaged_files(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(content)
    with pytest.raises(DataError, match=message) as caught:
        ItemFile((path,))
    assert "f.json" in str(caught.value)


def test_damaged_items(tmp_path: Path) -> None:
    short = columns(ITEM)
    short["context"]["title"] = short["context"]["title"][:1]
    file = ItemFile((write(tmp_path / "f.json", [short, {**OTHER, "context": [["T"]]}]),))
    with pytest.raises(DataError, match="q1: its columns"):
        file.item("q1")
    with pytest.raises(DataError, match="item q2"):
        file.item("q2")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        ItemFile((tmp_path,))


def test_the_real_items() -> None:
    paths = (shared("hotpotqa/easy.json"), shared("hotpotqa/medium.json"))
    file = ItemFile(paths)
    assert len(file.ids) == 200
    for key in file.ids:
        item = file.item(key)
        assert len(item.gold_titles) == 2 and item.answer and item.level in ("easy", "medium")
        assert set(item.gold_titles) <= {a.title for a in item.context}
    raw = json.loads(paths[0].read_text())[0]
    first = file.item(file.ids[0])
    assert [[a.title, list(a.sentences())] for a in first.context] == raw["context"]
