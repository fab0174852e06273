"""ADP, the Agent Data Protocol, schema 1.2.0: one trajectory of actions and observations a line.

A turn of the assistant is a message action, or an API action for each tool call, its text being the description of the
first. Every API action has an id of its own and the observation that answers it; where the conversation has none, an
empty one is written and read over again. No field may be added but in ``details``, whose values are texts.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import msgspec

from agentgym.dataset.formats.atif import plain
from agentgym.dataset.formats.base import EXTRA, Format
from agentgym.dataset.formats.remainder import json_text, remainder, restored, utf8
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import Message, arguments_of, tool_call

VERSION = "1.2.0"
_READ = ("1.2.0", "1.1.0", "1.0.0")
_API = frozenset(
    {"class_", "function", "kwargs", "description", "reasoning_content", "reward", "tool_call_id"}
)
_MESSAGE = frozenset({"class_", "content", "description", "reasoning_content", "reward", "tool_call_id"})
_CODE = _MESSAGE | {"language"}
_TEXT = frozenset({"class_", "content", "source", "name", "reward", "tool_call_id"})


class ADPFormat(Format):
    """ADP's trajectories."""

    name: ClassVar[str] = "adp"
    lost: ClassVar[str] = (
        "which turns are not trained, which messages are the system's, schemas of tools, arguments that are no JSON, "
        "what proves rows"
    )
    fields: ClassVar[frozenset[str]] = frozenset(
        {"schema_version", "id", "content", "available_custom_tools", "available_code_languages", "available_apis",
         "details"}
    )  # fmt: skip

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a trajectory."""
        content = _Writer(row).content
        line: dict[str, Any] = {"schema_version": VERSION, "id": row.id, "content": content}
        called = {item["function"] for item in content if item["class_"] == "api_action"}
        offered = {str(t.get("function", {}).get("name", "")) for t in row.tools} - {""}
        if called or offered:
            line["available_custom_tools"] = sorted(called | offered)
        source, details = row.source, {}
        if source is not None:
            details = {
                "environment": source.env_id, "task_id": source.task_id, "task_hash": source.task_hash,
                "split": source.split, "status": source.status, "policy": source.policy, "model": source.model,
                "reward": "" if source.reward is None else repr(source.reward),
            }  # fmt: skip
        left = json_text(remainder(row, self._seen(line, 0)))
        details = {k: v for k, v in {**details, EXTRA: left}.items() if v}
        return line | {"details": details}

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a trajectory as a row."""
        details = line.get("details") or {}
        left = details.get(EXTRA) if isinstance(details, dict) else None
        try:
            return restored(self._seen(line, number), json.loads(left) if left else None)
        except (ValueError, TypeError) as error:
            raise error if isinstance(error, DataError) else DataError(f"details.{EXTRA}: {error}") from None

    def _seen(self, line: dict[str, Any], number: int) -> Row:
        version, content = line.get("schema_version", VERSION), line.get("content")
        if version not in _READ:
            raise DataError(f"its schema_version is {version!r}; known: {', '.join(_READ)}")
        if not isinstance(content, list):
            raise DataError("there is no list 'content'")
        reader = _Reader()
        for position, item in enumerate(content):
            reader.add(item, f"item {position}")
        try:
            messages = msgspec.convert(reader.messages, list[Message])
        except msgspec.ValidationError as error:
            raise DataError(f"content: {error}") from None
        return Row(id=str(line.get("id") or f"row_{number}"), messages=messages)


class _Writer:
    """The content of a row."""

    def __init__(self, row: Row) -> None:
        self.content: list[dict[str, Any]] = []
        self._ids = {utf8(c["id"]) for m in row.messages for c in m.get("tool_calls", ())}
        self._used: set[str] = set()
        self._open: dict[str, str] = {}
        """Calls without an answer: their ids in the row, and in the trajectory."""
        for message in row.messages:
            if message["role"] == "assistant":
                self._close()
                self._act(message)
            elif message["role"] == "tool":
                self._told(message)
            else:
                self._close()
                self._observe(
                    utf8(message["content"]), "user" if message["role"] == "user" else "environment"
                )
        self._close()
        if row.source is not None and row.source.reward is not None:
            for item in reversed(self.content):
                if item["class_"] != "text_observation":
                    item["reward"] = row.source.reward
                    break

    def _act(self, message: Message) -> None:
        content, calls = utf8(message["content"]), message.get("tool_calls", [])
        first: dict[str, Any] = (
            {"reasoning_content": utf8(message["reasoning_content"])}
            if "reasoning_content" in message
            else {}
        )
        if not calls:
            self.content.append({"class_": "message_action", "content": content, **first})
            return
        if content:
            first["description"] = content
        for call in calls:
            own = self._id(utf8(call["id"]))
            self._open.setdefault(utf8(call["id"]) if utf8(call["id"]) not in self._open else own, own)
            self.content.append(
                {
                    "class_": "api_action",
                    "function": utf8(call["function"]["name"]),
                    "kwargs": plain(arguments_of(call)),
                    "tool_call_id": own,
                    **first,
                }
            )
            first = {}

    def _id(self, wanted: str) -> str:
        """Return an id that nothing else in the trajectory has."""
        own, number = wanted, 0
        while not own or own in self._used or (own != wanted and own in self._ids):
            number += 1
            own = f"call_{number:06d}"
        self._used.add(own)
        return own

    def _told(self, message: Message) -> None:
        own = self._open.pop(utf8(message.get("tool_call_id", "")), None)
        if own is None:
            self._close()  # Nothing but an answer may stand behind a call.
        self._observe(utf8(message["content"]), "environment", own)

    def _observe(self, content: str, source: str, answered: str | None = None) -> None:
        called = {} if answered is None else {"tool_call_id": answered}
        self.content.append({"class_": "text_observation", "content": content, "source": source, **called})

    def _close(self) -> None:
        for own in self._open.values():
            self._observe("", "environment", own)
        self._open.clear()


class _Reader:
    """The messages of a trajectory's content."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self._calling = False
        """The item before was a call of the last message."""

    def add(self, item: Any, where: str) -> None:
        """Read an item."""
        kind = item.get("class_") if isinstance(item, dict) else None
        reads = {
            "api_action": (self._call, _API), "message_action": (self._said, _MESSAGE),
            "code_action": (self._code, _CODE), "text_observation": (self._told, _TEXT),
        }  # fmt: skip
        if kind not in reads:
            raise DataError(f"{where} is of the class {kind!r}; text is carried only: {', '.join(reads)}")
        read, known = reads[kind]
        if unknown := item.keys() - known:
            raise DataError(f"{where} has fields {', '.join(sorted(unknown))} that it does not know")
        read({k: v for k, v in item.items() if v is not None}, where)
        self._calling = kind in ("api_action", "code_action")

    def _said(self, item: dict[str, Any], where: str) -> None:
        text = "\n".join(p for p in (item.get("description"), item.get("content")) if p)
        self._answer(text, item)

    def _call(self, item: dict[str, Any], where: str) -> None:
        if not isinstance(item.get("kwargs"), dict):
            raise DataError(f"{where} has no object 'kwargs'")
        call = tool_call(str(item.get("function")), item["kwargs"], str(item.get("tool_call_id", "")))
        if self._calling and not item.get("description") and not item.get("reasoning_content"):
            self.messages[-1]["tool_calls"].append(call)
            return
        self._answer(item.get("description", ""), item, tool_calls=[call])

    def _code(self, item: dict[str, Any], where: str) -> None:
        self._answer(
            item.get("description", ""),
            item,
            tool_calls=[
                tool_call(
                    str(item.get("language")),
                    {"code": item.get("content")},
                    str(item.get("tool_call_id", "")),
                )
            ],
        )

    def _told(self, item: dict[str, Any], where: str) -> None:
        source, content = item.get("source"), item.get("content")
        if source == "agent":
            self.messages.append({"role": "assistant", "content": content, "loss": False})
        elif "tool_call_id" in item:
            self.messages.append({"role": "tool", "content": content, "tool_call_id": item["tool_call_id"]})
        elif source in ("user", "environment"):
            self.messages.append({"role": "user", "content": content})
        else:
            raise DataError(f"{where} has the source {source!r}; known: user, agent, environment")

    def _answer(self, content: str, item: dict[str, Any], **more: Any) -> None:
        reasoning = {"reasoning_content": item["reasoning_content"]} if "reasoning_content" in item else {}
        self.messages.append({"role": "assistant", "content": content, "loss": True, **reasoning, **more})
