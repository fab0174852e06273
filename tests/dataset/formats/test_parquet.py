"""Parquet files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.dataset.formats import HFFormat, ParquetFormat, export, import_, named
from agentgym.dataset.formats.tables import pyarrow
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError
from agentgym.messages import assistant, tool_call, user

ROWS = [
    Row(
        id=f"x_{i}",
        messages=[
            user("u"),
            {"role": "assistant", "content": "", "loss": True, "tool_calls": [tool_call("f", {f"a{i}": i}, "c")]},
            {"role": "tool", "content": "t", "tool_call_id": "c"},
            assistant("Ok."),
        ],
        tools=[{"type": "function", "function": {"name": "f", "parameters": {f"a{i}": {}}}}],
    )
    for i in range(3)
]  # fmt: skip


def test_arguments_and_tools_are_text_so_that_no_row_gets_anothers_keys(tmp_path: Path) -> None:
    export(ROWS, ParquetFormat(), tmp_path / "x.parquet")
    table = pyarrow().parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert table[1]["messages"][1]["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a1":1}'}
    assert table[1]["tools"] == '[{"type":"function","function":{"name":"f","parameters":{"a1":{}}}}]'
    assert {r["agentgym"] for r in table} == {None}
    assert list(import_(tmp_path / "x.parquet", ParquetFormat())) == ROWS


def test_a_folder_is_whole_and_replaces_only_its_like(tmp_path: Path) -> None:
    form = HFFormat()
    assert export(ROWS, form, tmp_path / "x") == export(ROWS, form, tmp_path / "x") == 3
    assert list(import_(tmp_path / "x", form)) == ROWS
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").touch()
    with pytest.raises(OptionError, match="is there already"):
        export(ROWS, form, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter").exists()


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    export(ROWS, ParquetFormat(), tmp_path / "x.parquet")
    whole = (tmp_path / "x.parquet").read_bytes()
    (tmp_path / "x.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="torn"):
        list(import_(tmp_path / "x.parquet", ParquetFormat()))


def test_agentinstruct_is_read_as_published(tmp_path: Path) -> None:
    arrow = pyarrow()
    turns = [{"from": "human", "loss": None, "value": "u"}, {"from": "gpt", "loss": True, "value": "a"}]
    (tmp_path / "data").mkdir()
    for split in ("db", "os"):
        table = arrow.Table.from_pylist([{"conversations": turns, "id": f"{split}_{i}"} for i in range(2)])
        arrow.parquet.write_table(table, tmp_path / "data" / f"{split}-00000-of-00001-abc.parquet")
    rows = list(import_(tmp_path, named("agentinstruct")))
    assert [r.id for r in rows] == ["db_0", "db_1", "os_0", "os_1"]
    assert rows[0].messages == [user("u"), assistant("a", loss=True)]
