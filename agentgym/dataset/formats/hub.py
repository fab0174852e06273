"""Sessions, as the Hugging Face Hub's viewer shows them: a folder of files of lines, one file a conversation.

The first line of a file is its heading, ``{"type": "session", "harness", "id", "name"}``; each further line is a
message, ``{"type": "message", "message": {"role", "content", …}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from agentgym.dataset.files import encode
from agentgym.dataset.formats.base import EXTRA, Format, looks_like
from agentgym.dataset.formats.lines import files, objects
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.remainder import remainder, restored
from agentgym.dataset.formats.whole import whole_folder
from agentgym.dataset.row import Row
from agentgym.errors import DataError

_HEADING = frozenset({"type", "harness", "id", "name", "tools", EXTRA})


class HubFormat(Format):
    """A folder of sessions."""

    name: ClassVar[str] = "hub"
    lost: ClassVar[str] = "which turns are not trained, where rows come from and what proves them"
    fields: ClassVar[frozenset[str]] = _HEADING
    folder: ClassVar[bool] = True

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a session: its heading, and its messages in the field ``messages``."""
        messages = [
            {k: v for k, v in m.items() if k != "weight"} for m in OpenAIFormat().write(row)["messages"]
        ]
        name = f"{row.source.env_id} {row.source.task_id}" if row.source else row.id
        heading: dict[str, Any] = {"type": "session", "harness": "agentgym", "id": row.id, "name": name}
        if row.tools:
            heading["tools"] = row.tools
        return heading | {EXTRA: remainder(row, self._seen(heading, messages, 0)), "messages": messages}

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a session as a row."""
        messages = line.get("messages")
        if line.get("type") != "session" or not isinstance(messages, list):
            likely = looks_like(line)
            raise DataError("the first line is no session" + (f": it looks like {likely}" if likely else ""))
        return restored(self._seen(line, messages, number), line.get(EXTRA))

    def save(self, rows: Iterable[Row], path: Path) -> int:
        """Write rows, each as a file of ``sessions``.

        Raises:
            OptionError: something else is at the place.
            LogError: it cannot be written.
        """
        count = 0
        with whole_folder(path, "sessions/*.jsonl") as beside:
            (beside / "sessions").mkdir()
            for row in rows:
                line = self.write(row)
                messages = line.pop("messages")
                name = re.sub(r"[^\w.-]", "_", row.id)[:80]
                with (beside / "sessions" / f"{count:06d}_{name}.jsonl").open("wb") as file:
                    file.write(encode(line))
                    file.writelines(encode({"type": "message", "message": m}) for m in messages)
                count += 1
        return count

    def load(self, path: Path, ignored: frozenset[str] = frozenset()) -> Iterator[Row]:
        """Iterate the sessions of a folder, or the one of a file.

        Raises:
            DataError: a file is torn, or no session; the message names it.
        """
        for number, file in enumerate(files(path, (".jsonl",))):
            heading: dict[str, Any] = {}
            messages = []
            for line in objects(file):
                if not heading:
                    heading = line.value
                elif line.value.get("type") != "message" or "message" not in line.value:
                    raise DataError(f"{line.place} is no message of a session: {line.value!r:.80}.")
                else:
                    messages.append(line.value["message"])
            try:
                row = self.read({**heading, "messages": messages}, number)
            except DataError as error:
                raise DataError(f"{file} is no session: {error}.") from None
            if unknown := heading.keys() - _HEADING - ignored:
                raise DataError(
                    f"{file}: the session has fields {', '.join(sorted(unknown))} that are not known; --ignore FIELD "
                    "passes over one."
                )
            yield row

    def _seen(self, heading: dict[str, Any], messages: list[Any], number: int) -> Row:
        line = {"id": heading.get("id"), "messages": messages, "tools": heading.get("tools") or []}
        return OpenAIFormat().read(line, number)
