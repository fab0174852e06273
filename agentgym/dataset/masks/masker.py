"""Masks by proof: which tokens of a conversation are trained.

Trained is what the model writes in a turn whose ``loss`` is true: everything after the prompt that a server would send,
up to the stop token, and that token. The template's text after it is not, nor is any other message. Nothing is known of
any template: each conversation is rendered once as a whole, where its turns are is proven by rendering differences
(:mod:`~agentgym.dataset.masks.proof`), and the fast tokenizer says which tokens lie there. What cannot be proven is
refused.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import msgspec

from agentgym.dataset.masks.courses import Courses
from agentgym.dataset.masks.proof import Span, leaves, prove
from agentgym.dataset.masks.refusal import MaskError, shown
from agentgym.dataset.masks.rendering import Placed, Rendering, Sent
from agentgym.dataset.masks.shapes import Shape
from agentgym.dataset.masks.tokenised import TokenisedRow
from agentgym.dataset.row import Row, Sampled

_PROBE = ("user", "assistant", "user", "assistant")
_SHAPES = 4096
"""Shapes that are remembered at once."""


class Masker:
    """Token ids and loss masks of rows, for one tokenizer.

    Args:
        tokenizer: a fast tokenizer of transformers with a chat template.
        reasoning: reasoning of the assistant is part of its turns; else it is left out.
        options: further variables of the template (``{"enable_thinking": False}``).

    Raises:
        MaskError: the template cannot be proven: a later turn changes what stood before it, turns are merged, text is
            lost, or nothing ends a turn.
    """

    def __init__(
        self, tokenizer: Any, *, reasoning: bool = True, options: dict[str, Any] | None = None
    ) -> None:
        self._rendering = Rendering(tokenizer, options or {})
        self._reasoning = reasoning
        self._shapes: dict[tuple[tuple[str, ...], tuple[int, ...]], Shape | None] = {}
        self._decorated = self._probe()
        self._courses = Courses(self._rendering, decorated=self._decorated)

    def tokens(self, row: Row) -> TokenisedRow:
        """Return a row's token ids and mask.

        Sampled ids that the row carries are used as they are, if this tokenizer reads the row's answers in them.

        Raises:
            MaskError: nothing of the row is trained, or its mask cannot be proven.
        """
        trained = [
            i for i, m in enumerate(row.messages) if m["role"] == "assistant" and m.get("loss") is True
        ]
        if not trained:
            raise MaskError(f"Row {row.id!r} has no trained turn: no message of the assistant has loss true.")
        if row.tokens is not None and self._reads(row.tokens, row):
            return _sampled(row.tokens)
        messages = self._rendering.messages(row.messages, reasoning=self._reasoning)
        try:
            text, spans = self._proven(messages, row.tools, trained)
            return self._masked(text, spans)
        except MaskError as error:
            raise MaskError(f"Row {row.id!r}: {error}") from None

    def samples(self, row: Row) -> list[TokenisedRow]:
        """Return a row as few samples as can be proven: itself, or one for each trained turn.

        A template that drops old reasoning shows the model another beginning at every turn; then each trained turn is
        a sample that ends with it, in which nothing else is trained.

        Raises:
            MaskError: a turn cannot be proven even by itself, or nothing of the row is trained.
        """
        try:
            return [self.tokens(row)]
        except MaskError:
            alone = [self._until(row, i) for i, m in enumerate(row.messages) if m.get("loss") is True]
            if len(alone) < 2:
                raise
            return [self.tokens(one) for one in alone]

    def _probe(self) -> bool:
        """Prove the template on a conversation of two turns; return whether it decorates last answers.

        A template whose generation prompt opens the reasoning is proven on an answer with reasoning: rows without any
        are refused one by one.
        """
        try:
            return Shape(self._rendering, _PROBE, (1, 3)).decorated
        except MaskError as error:
            answer = {"role": "assistant", "content": "Kx0002Zq", "reasoning_content": "Kx0001Zq"}
            try:
                prove(self._rendering, [{"role": "user", "content": "Kx0000Zq"}, answer], [], [1])
            except MaskError:
                raise error from None
            return False

    def _until(self, row: Row, number: int) -> Row:
        earlier = [{**m, "loss": False} if "loss" in m else m for m in row.messages[:number]]
        return msgspec.structs.replace(row, messages=[*earlier, row.messages[number]], tokens=None)

    def _proven(
        self, messages: Sent, tools: list[dict[str, Any]], trained: list[int]
    ) -> tuple[str, list[Span]]:
        rendering = self._rendering
        for number in trained:
            special = next(filter(None, map(rendering.special_text.search, _said(messages[number]))), None)
            if special is not None:
                raise MaskError(
                    f"Message {number} contains the special token {special.group()!r} as text: it would be trained in "
                    "the middle of the turn."
                )
        if not tools and all(m.keys() <= {"role", "content"} for m in messages):
            shape = self._shape(tuple(m["role"] for m in messages), tuple(trained))
            if shape is not None:
                text = rendering.text(messages, tools)
                spans = shape.spans(messages, text)
                if spans is not None:
                    return text, spans
        else:
            found = self._courses.prove(messages, tools, trained)
            if found is not None:
                return found
        proof = prove(rendering, messages, tools, trained, decorated=self._decorated)
        return proof.text, proof.spans

    def _shape(self, roles: tuple[str, ...], trained: tuple[int, ...]) -> Shape | None:
        key = (roles, trained)
        if key not in self._shapes:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            try:
                self._shapes[key] = Shape(self._rendering, roles, trained, decorated=self._decorated)
            except MaskError:  # The row itself may be proven, or says better what is wrong.
                self._shapes[key] = None
        return self._shapes[key]

    def _masked(self, text: str, spans: list[Span]) -> TokenisedRow:
        placed = self._rendering.encode(text)
        ids, starts = placed.ids, [start for start, _ in placed.offsets]
        mask = [False] * len(ids)
        for span in spans:
            first = bisect_left(starts, span.start)
            last = self._stop(text, span, placed, starts)
            self._border(text, span, placed, first)
            mask[first : last + 1] = [True] * (last + 1 - first)
        return _checked(TokenisedRow(ids, mask), len(spans))

    def _border(self, text: str, span: Span, placed: Placed, first: int) -> None:
        """Check that no token lies on both sides of a turn's beginning."""
        start, end = placed.offsets[first - 1] if first else (0, 0)
        if end > span.start:
            said = shown(text[span.content : span.said])
            raise MaskError(
                f"The tokenizer merges the end of the prompt and the beginning of {said} into one token, "
                f"{text[start:end]!r}: no model could have written it after the prompt."
            )

    def _stop(self, text: str, span: Span, placed: Placed, starts: list[int]) -> int:
        """Return the last token of a turn's stop; it may take the template's blanks around it along, but no text."""
        number = 0
        for stop in self._rendering.special_text.finditer(text, span.stop, span.end):
            number = bisect_left(starts, stop.start() + 1) - 1
            start, end = placed.offsets[number]
            same = placed.ids[number] == self._rendering.special[stop.group()]
            if not same or text[start:end].strip() != stop.group():
                raise MaskError(
                    f"The stop {stop.group()!r} is not one token after {shown(text[span.content : span.said])}."
                )
            if start < span.said:
                raise MaskError(
                    f"The stop token {stop.group()!r} swallows blanks at the end of "
                    f"{shown(text[span.content : span.said])}."
                )
        return number

    def _reads(self, sampled: Sampled, row: Row) -> bool:
        """Whether this tokenizer reads the row's answers in sampled ids: another model's tokenizer would not."""
        answers = row.trained
        if len(answers) != len(sampled.turns):
            return False
        for message, (start, stop) in zip(answers, sampled.turns, strict=True):
            said = self._rendering.decode(sampled.ids[start:stop])
            if message["content"].strip() not in said:
                return False
        return True


def _said(message: dict[str, Any]) -> list[str]:
    """Return the texts of a message: content, reasoning, and what its tool calls are of."""
    calls = [(c["function"]["name"], c["function"]["arguments"]) for c in message.get("tool_calls", ())]
    return [
        message["content"],
        message.get("reasoning_content", ""),
        *(name for name, _ in calls),
        *(str(leaf) for _, arguments in calls for leaf in leaves(arguments)),
    ]


def _sampled(sampled: Sampled) -> TokenisedRow:
    mask = [False] * len(sampled.ids)
    for start, stop in sampled.turns:
        mask[start:stop] = [True] * (stop - start)
    return _checked(TokenisedRow(list(sampled.ids), mask, sampled=True), len(sampled.turns))


def _checked(made: TokenisedRow, turns: int) -> TokenisedRow:
    """Check what no mask may leave without: as many runs of trained tokens as turns, each of some tokens."""
    runs = sum(now and not before for before, now in zip([False, *made.mask], made.mask, strict=False))
    if len(made.ids) != len(made.mask) or not runs or runs != turns:
        raise MaskError(f"{turns} trained turns have {runs} runs of trained tokens.")
    return made
