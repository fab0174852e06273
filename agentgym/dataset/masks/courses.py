"""Courses: what conversations with tool calls have in common that call tools at the same turns, proven once.

A course (roles, which messages call, which call a result answers) is proven with a call of markers in place of each.
A row whose rendering is its course's text, with its contents in the markers' places and each call in one of its form
(:mod:`~agentgym.dataset.masks.calls`), has its turns just there: one rendering proves it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from agentgym.dataset.masks.calls import Form, literal, structure
from agentgym.dataset.masks.proof import Span, prove
from agentgym.dataset.masks.refusal import MaskError
from agentgym.dataset.masks.rendering import Rendering, Sent

_KEPT = 4096
"""Courses and forms that are remembered at once."""
_KNOWN = {"role", "content", "tool_calls", "tool_call_id"}


class Courses:
    """The courses and forms that were proven of a template so far.

    Args:
        rendering: of the template.
        decorated: the template is known to decorate last answers.
    """

    def __init__(self, rendering: Rendering, *, decorated: bool) -> None:
        self._rendering = rendering
        self._decorated = decorated
        self._known: dict[Hashable, Any] = {}

    def prove(
        self, messages: Sent, tools: list[dict[str, Any]], trained: Sequence[int]
    ) -> tuple[str, list[Span]] | None:
        """Return a conversation's rendering and its trained turns; ``None`` where that takes a proof of its own.

        Args:
            messages: the conversation.
            tools: schemas of its tools.
            trained: numbers of the trained messages.

        Raises:
            MaskError: the template refuses the conversation.
        """
        same = course(messages)
        if same is None:
            return None
        said = json.dumps(tools)
        known = self._once(
            (same, tuple(trained), said),
            lambda: Course(self._rendering, messages, tools, trained, decorated=self._decorated),
        )
        form_of = {n: self._form(m, tools, said) for n, m in enumerate(messages) if m.get("tool_calls")}
        if known is None or None in form_of.values():
            return None
        text = self._rendering.text(messages, tools)
        spans = known.spans(messages, text, form_of)
        return None if spans is None else (text, spans)

    def _form(self, message: dict[str, Any], tools: list[dict[str, Any]], said: str) -> Form | None:
        form: Form | None = self._once(
            (structure(message), said),
            lambda: Form(self._rendering, message, tools, decorated=self._decorated),
        )
        return form

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made for a key; ``None`` where it cannot be proven."""
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            try:
                self._known[key] = make()
            except MaskError:  # The row itself may be proven, or says better what is wrong.
                self._known[key] = None
        return self._known[key]


def course(messages: Sent) -> Hashable | None:
    """Return what a conversation's rendering depends on beside its texts; ``None`` for fields not known here."""
    calls: dict[str, int] = {}
    found = []
    for message in messages:
        if not message.keys() <= _KNOWN:
            return None
        made = message.get("tool_calls", ())
        for call in made:
            calls[call["id"]] = len(calls)
        found.append(
            (message["role"], bool(message["content"]), len(made), calls.get(message.get("tool_call_id", ""), -1))
        )  # fmt: skip
    return tuple(found)


class _Part(NamedTuple):
    """A message's place in a course.

    Attributes:
        message: its number.
        kind: ``content``, ``id`` (of the call that it answers) or ``calls`` (content and calls).
    """

    message: int
    kind: str


class Course:
    """The course of conversations with the same :func:`course`.

    Args:
        rendering: of the template.
        messages: such a conversation.
        tools: schemas of its tools.
        trained: numbers of the trained messages.
        decorated: the template is known to decorate last answers.

    Raises:
        MaskError: it cannot be proven.
    """

    def __init__(
        self, rendering: Rendering, messages: Sent, tools: list[dict[str, Any]], trained: Sequence[int], *,
        decorated: bool,
    ) -> None:  # fmt: skip
        marked = _course_of_marks(messages)
        answers = sorted({n for n, m in enumerate(messages) if m.get("tool_calls")} | set(trained))
        proof = prove(rendering, marked, tools, answers, decorated=decorated)
        if proof.decorated != decorated:
            raise MaskError("The chat template decorates answers of a conversation with tool calls.")
        spans = dict(zip(answers, proof.spans, strict=True))
        places = [
            (spans[n].content, spans[n].stop, n, "calls") for n, m in enumerate(marked) if m.get("tool_calls")
        ]
        regions = [(begin, end) for begin, end, _, _ in places]
        for number, message in enumerate(marked):
            if not message.get("tool_calls"):
                places += _place(proof.text, message["content"], number, "content", regions)
                places += _place(proof.text, message.get("tool_call_id", ""), number, "id", regions)
        places.sort()
        at, self._pieces = 0, list[str]()
        for begin, end, _, _ in places:
            if begin < at:
                raise MaskError("The chat template moves messages of a conversation with tool calls.")
            self._pieces.append(proof.text[at:begin])
            at = end
        self._pieces.append(proof.text[at:])
        self._parts = [_Part(number, kind) for _, _, number, kind in places]
        self._trained = {n: spans[n] for n in trained}

    def spans(self, messages: Sent, text: str, form_of: dict[int, Form]) -> list[Span] | None:
        """Return where the trained turns of a conversation are; ``None`` if its rendering is not of this course.

        Args:
            messages: the conversation.
            text: its rendering.
            form_of: the forms of its messages that call tools, by number.
        """
        found: dict[int, Span] = {}
        at = literal(text, self._pieces[0], 0)
        for part, next_ in zip(self._parts, self._pieces[1:], strict=True):
            number, message = part.message, messages[part.message]
            if at < 0:
                return None
            if part.kind == "calls":
                end = form_of[number].match(message, text, at)
                closing = form_of[number].closing
            else:
                own = message["content" if part.kind == "content" else "tool_call_id"]
                # Templates trim what they are told; what is trained must be there as it is.
                ways = [own] if number in self._trained else [own, own.strip()]
                end = next((at + len(w) for w in ways if text.startswith(w + next_, at)), None)
                closing = 0
            if end is None:
                return None
            if number in self._trained:
                proven = self._trained[number]
                said = end - closing
                stop = end if part.kind == "calls" else end + proven.stop - proven.said
                found[number] = Span(
                    at + proven.start - proven.content, at, said, stop, stop + proven.end - proven.stop
                )
            at = literal(text, next_, end)
        return (
            [found[n] for n in sorted(found)]
            if at == len(text) and found.keys() == self._trained.keys()
            else None
        )


def _course_of_marks(messages: Sent) -> Sent:
    """Return a conversation of the same course, of which every text is a marker."""
    marks = (f"Kx{i:05d}Zq" for i in range(100_000))
    ids: dict[str, str] = {}
    found: Sent = []
    for message in messages:
        one = {"role": message["role"], "content": next(marks) if message["content"] else ""}
        if message.get("tool_calls"):
            one["tool_calls"] = []
            for call in message["tool_calls"]:
                ids[call["id"]] = next(marks)
                function = {"name": next(marks), "arguments": {next(marks): next(marks)}}
                one["tool_calls"].append({"id": ids[call["id"]], "type": "function", "function": function})
        if "tool_call_id" in message:
            one["tool_call_id"] = ids.get(message["tool_call_id"]) or next(marks)
        found.append(one)
    return found


def _place(
    text: str, mark: str, number: int, kind: str, calls: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int, str]]:
    """Yield where a marker stands outside calls: a content must stand once, an id may stand nowhere."""
    starts = [m.start() for m in re.finditer(re.escape(mark), text)] if mark else []
    starts = [at for at in starts if not any(begin <= at < end for begin, end in calls)]
    if len(starts) > 1 or (kind == "content" and mark and not starts):
        raise MaskError(f"The chat template drops or doubles the {kind} of message {number}.")
    yield from ((at, at + len(mark), number, kind) for at in starts)
