"""Columns: one parquet file, or a folder that the library ``datasets`` loads by its name.

One row a conversation. Tools, the arguments of tool calls, and what the columns do not carry are JSON text: a table
would merge the schemas of all tools into one, with nulls that are then trained.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from agentgym.dataset.formats.base import EXTRA, Format
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.remainder import json_text, remainder, restored, utf8
from agentgym.dataset.formats.tables import pyarrow, write_table
from agentgym.dataset.formats.whole import whole_file, whole_folder
from agentgym.dataset.row import Row
from agentgym.errors import DataError

_KEYS = ("role", "content", "reasoning_content", "tool_calls", "tool_call_id", "loss")


class ParquetFormat(Format):
    """One parquet file."""

    name: ClassVar[str] = "parquet"
    lost: ClassVar[str] = "where rows come from and what proves them"
    fields: ClassVar[frozenset[str]] = frozenset({"id", "messages", "tools", EXTRA})

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a table's."""
        line: dict[str, Any] = {
            "id": row.id,
            "messages": [{k: _column(m.get(k)) for k in _KEYS} for m in row.messages],
            "tools": json_text(row.tools) if row.tools else None,
        }
        return line | {EXTRA: json_text(remainder(row, self._seen(line, 0))) or None}

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a table's row."""
        return restored(self._seen(line, number), _json(line.get(EXTRA), EXTRA))

    def save(self, rows: Iterable[Row], path: Path) -> int:
        """Write rows as a parquet file.

        Raises:
            DependencyError: pyarrow is not installed.
            LogError: it cannot be written.
        """
        with whole_file(path) as beside:
            return write_table(beside, schema(), map(self.write, rows))

    def _seen(self, line: dict[str, Any], number: int) -> Row:
        messages = line.get("messages")
        if not isinstance(messages, list):
            raise DataError("there is no list 'messages'")
        found = []
        for message in messages:
            if not isinstance(message, dict):
                raise DataError(f"a message is no object: {message!r:.80}")
            kept = {k: v for k, v in message.items() if v is not None}
            loss = kept.pop("loss", None)
            found.append(kept | ({"weight": int(loss)} if loss is not None else {}))
        tools = line.get("tools")
        given = {"id": line.get("id"), "messages": found, "tools": tools}
        return OpenAIFormat().read({k: v for k, v in given.items() if v is not None}, number)


class HFFormat(ParquetFormat):
    """A folder for ``datasets.load_dataset(FOLDER)``: ``data/train-….parquet``, and a card that names the columns."""

    name: ClassVar[str] = "hf"
    folder: ClassVar[bool] = True
    heading: ClassVar[str] = (
        "---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/*.parquet\n---\n\n"
    )

    def save(self, rows: Iterable[Row], path: Path) -> int:
        """Write rows as a folder.

        Raises:
            OptionError: something else is at the place.
            DependencyError: pyarrow is not installed.
            LogError: it cannot be written.
        """
        with whole_folder(path, "data/*.parquet") as beside:
            (beside / "data").mkdir()
            file = beside / "data" / "train-00000-of-00001.parquet"
            return write_table(file, schema(), map(self.write, rows))


def schema() -> Any:
    """Return the columns, as pyarrow has them."""
    arrow = pyarrow()
    text = arrow.string()
    function = arrow.struct([("name", text), ("arguments", text)])
    call = arrow.struct([("id", text), ("type", text), ("function", function)])
    message = arrow.struct(
        [
            ("role", text), ("content", text), ("reasoning_content", text), ("tool_calls", arrow.list_(call)),
            ("tool_call_id", text), ("loss", arrow.bool_()),
        ]
    )  # fmt: skip
    return arrow.schema([("id", text), ("messages", arrow.list_(message)), ("tools", text), (EXTRA, text)])


def _column(value: Any) -> Any:
    """Return a field of a message as a column has it."""
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, list):
        return [
            {
                "id": utf8(c["id"]),
                "type": c["type"],
                "function": {k: utf8(c["function"][k]) for k in ("name", "arguments")},
            }
            for c in value
        ]
    return value


def _json(text: Any, field: str) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except (ValueError, TypeError) as error:
        raise DataError(f"{field!r} is no JSON: {error}") from None
