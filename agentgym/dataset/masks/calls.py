"""Forms of tool calls: what the same call of the same tool has in common, whatever it says, proven once.

A template renders a call as it likes, so that no marker stands for a whole call. But the same call with markers in the
place of its texts is rendered and proven in a conversation of its own; what lies between the markers is the template's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from agentgym.dataset.masks.proof import forms, prove
from agentgym.dataset.masks.refusal import MaskError
from agentgym.dataset.masks.rendering import Rendering, Sent


def structure(message: dict[str, Any]) -> str:
    """Return what a call's rendering depends on beside its texts."""
    calls = [
        (c["function"]["name"], _marked(c["function"]["arguments"], iter(str, None)))
        for c in message["tool_calls"]
    ]
    return json.dumps([bool(message["content"]), calls])


class Form:
    """The form of a message that calls tools.

    Args:
        rendering: of the template.
        message: such a message.
        tools: schemas of the conversation's tools.
        decorated: the template is known to decorate last answers.

    Raises:
        MaskError: it cannot be proven.
    """

    def __init__(
        self, rendering: Rendering, message: dict[str, Any], tools: list[dict[str, Any]], *, decorated: bool
    ) -> None:
        count = len(_texts(message))
        marks = [f"Kx{i:05d}Zq" for i in range(count)]
        given = iter(marks)
        marked = {**message, "content": next(given) if message["content"] else ""}
        marked["tool_calls"] = [
            {**c, "id": next(given), "function": {
                **c["function"], "arguments": _marked(c["function"]["arguments"], given)}}
            for c in message["tool_calls"]
        ]  # fmt: skip
        results = [
            {"role": "tool", "content": f"Kx{90_000 + i}Zq", "tool_call_id": c["id"]}
            for i, c in enumerate(marked["tool_calls"])
        ]
        sent: Sent = [{"role": "user", "content": "Kx99999Zq"}, marked, *results]
        proof = prove(rendering, sent, tools, [1], decorated=decorated)
        span = proof.spans[0]
        self.closing = span.stop - span.said
        """Characters of the template between the last thing said and the stop."""
        self._pieces, self._order = _cut(proof.text[span.content : span.stop], marks)
        self._raw = {0} if message["content"] else set()

    def match(self, message: dict[str, Any], text: str, at: int) -> int | None:
        """Return where a message of this form ends in a text that has it from ``at`` on; ``None`` if it has not.

        Args:
            message: the message.
            text: a rendering.
            at: where its content begins there.
        """
        texts = _texts(message)
        at = literal(text, self._pieces[0], at)
        for number, next_ in zip(self._order, self._pieces[1:], strict=True):
            own = texts[number]
            ways = [own] if number in self._raw else sorted(forms(own), key=len, reverse=True)
            found = next((w for w in ways if at >= 0 and text.startswith(w + next_, at)), None)
            if found is None:
                return None
            at += len(found) + len(next_)
        return at if at >= 0 else None


def _cut(body: str, marks: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the pieces of a text between the markers in it, and the numbers of these in their order.

    Raises:
        MaskError: a marker stands there twice.
    """
    if any(body.count(mark) > 1 for mark in marks):
        raise MaskError("The chat template writes a text of a tool call twice.")
    order = sorted((n for n, mark in enumerate(marks) if mark in body), key=lambda n: body.index(marks[n]))
    at, pieces = 0, []
    for number in order:
        begin = body.index(marks[number])
        pieces.append(body[at:begin])
        at = begin + len(marks[number])
    return [*pieces, body[at:]], order


def literal(text: str, piece: str, at: int) -> int:
    """Return where a piece ends that stands at a place of a text; -1 if it does not."""
    return at + len(piece) if at >= 0 and text.startswith(piece, at) else -1


def _texts(message: dict[str, Any]) -> list[str]:
    """Return the texts of a message that calls tools: its content, then each call's id and texts."""
    found = [message["content"]] if message["content"] else []
    for call in message["tool_calls"]:
        found += [call["id"], *_strings(call["function"]["arguments"])]
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _marked(value: Any, marks: Iterator[str]) -> Any:
    """Return a value with markers in the place of its texts, in the order of :func:`_strings`."""
    if isinstance(value, str):
        return next(marks)
    if isinstance(value, dict):
        return {key: _marked(inner, marks) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, marks) for inner in value]
    return value
