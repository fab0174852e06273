"""Shapes: what conversations with the same roles have in common, proven once.

The template is rendered and proven with a marker in the place of each content. What lies between the markers is the
template's own. A row of the same shape whose rendering is that text with its contents in the markers' places has its
turns just there: one rendering proves it, and nothing is searched for.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from agentgym.dataset.masks.proof import Span, prove
from agentgym.dataset.masks.refusal import MaskError
from agentgym.dataset.masks.rendering import Rendering, Sent


class _Place(NamedTuple):
    """A trained turn, counted from where its message's content begins (``start``) and ends (``stop``, ``end``)."""

    message: int
    start: int
    stop: int
    end: int


class Shape:
    """The shape of conversations.

    Args:
        rendering: of the template.
        roles: of the messages.
        trained: numbers of the trained ones.
        decorated: the template is known to decorate last answers.

    Raises:
        MaskError: no conversation of this shape can be proven.
    """

    def __init__(
        self,
        rendering: Rendering,
        roles: tuple[str, ...],
        trained: tuple[int, ...],
        *,
        decorated: bool = False,
    ) -> None:
        markers = [f"Kx{i:04d}Zq" for i in range(len(roles))]
        messages: Sent = [{"role": r, "content": m} for r, m in zip(roles, markers, strict=True)]
        text, spans, self.decorated = prove(rendering, messages, [], list(trained), decorated=decorated)
        at, self._pieces = 0, []
        begins = []
        for number, marker in enumerate(markers):
            begin = text.find(marker, at)
            if begin < 0 or text.count(marker) != 1:
                raise MaskError(
                    f"The chat template drops, doubles or moves message {number} ({roles[number]}) of a conversation."
                )
            self._pieces.append(text[at:begin])
            begins.append(begin)
            at = begin + len(marker)
        self._last = text[at:]
        self._places = [
            _Place(n, s.start - begins[n], s.stop - s.said, s.end - s.said)
            for n, s in zip(trained, spans, strict=True)
        ]
        self._trained = frozenset(trained)

    def spans(self, messages: Sent, text: str) -> list[Span] | None:
        """Return where the trained turns of a conversation are; ``None`` if its rendering is not of the shape."""
        contents = [m["content"] for m in messages]
        if not self._fits(contents, text):
            # Templates trim what they are told; what is trained must be there as it is.
            contents = [c if i in self._trained else c.strip() for i, c in enumerate(contents)]
            if not self._fits(contents, text):
                return None
        ends = list(accumulate(len(p) + len(c) for p, c in zip(self._pieces, contents, strict=True)))
        found = []
        for place in self._places:
            said = ends[place.message]
            begin = said - len(contents[place.message])
            found.append(Span(begin + place.start, begin, said, said + place.stop, said + place.end))
        return found

    def _fits(self, contents: list[str], text: str) -> bool:
        parts = [part for pair in zip(self._pieces, contents, strict=True) for part in pair]
        return "".join(parts) + self._last == text
