"""Where the trained turns are in a rendered conversation, proven by rendering it differently.

For each trained turn the template renders the conversation up to it, as a server would to ask for it. That prompt must
stand unchanged at the beginning of the one rendering of the whole conversation: then what the model is shown is what is
trained on, and the turn begins where the prompt ends. The turn's text must be there, all of it, up to a special token,
the stop, which must be the same where nothing follows the turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from agentgym.dataset.masks.refusal import MaskError, shown
from agentgym.dataset.masks.rendering import Rendering, Sent


class Span(NamedTuple):
    """A trained turn in a rendered text, in characters: from its beginning to the end of its stop.

    Attributes:
        start: where what the model writes begins.
        content: where the content of the message begins.
        said: where the last of what it says ends.
        stop: where the stop begins: one special token, or several without anything between them.
        end: where it ends.
    """

    start: int
    content: int
    said: int
    stop: int
    end: int


class Proof(NamedTuple):
    """A conversation's rendering, and where its trained turns are.

    Attributes:
        text: the rendering.
        spans: the trained turns, in order.
        decorated: the template writes something before an answer only where it is the last.
    """

    text: str
    spans: list[Span]
    decorated: bool


def prove(
    rendering: Rendering,
    messages: Sent,
    tools: list[dict[str, Any]],
    trained: list[int],
    *,
    decorated: bool = False,
) -> Proof:
    """Return a conversation's rendering, and where its trained turns are.

    Args:
        rendering: of the template.
        messages: the conversation.
        tools: schemas of its tools.
        trained: numbers of the trained messages.
        decorated: the template is known to decorate last answers.

    Raises:
        MaskError: it cannot be proven; the message says why.
    """
    text = rendering.text(messages, tools)
    _all_there(text, messages)
    found = []
    for number in trained:
        span, steady = _span(rendering, text, messages, tools, number)
        found.append(span)
        decorated = decorated or not steady
    if decorated:
        # An answer never had the decoration by the time that another follows: it is nobody's words.
        found = [
            s if messages[n].get("reasoning_content") else s._replace(start=s.content)
            for s, n in zip(found, trained, strict=True)
        ]
    for before, after in pairwise(found):
        if after.start < before.end:
            raise MaskError(
                "The chat template merges turns of the assistant: they have no stop between them."
            )
    return Proof(text, found, decorated)


def _span(
    rendering: Rendering, text: str, messages: Sent, tools: list[dict[str, Any]], number: int
) -> tuple[Span, bool]:
    """Return where a trained turn is, and whether it is rendered the same where it is the last."""
    if number == 0:
        raise MaskError("The conversation begins with a trained turn: there is no prompt that it answers.")
    message = messages[number]
    prompt = rendering.text(messages[:number], tools, prompt=True)
    if not text.startswith(prompt):
        raise _changed(rendering, text, prompt, messages, tools, number)
    alone = rendering.text(messages[: number + 1], tools)
    if not alone.startswith(prompt):
        raise MaskError(
            f"The chat template renders message {number} otherwise than its own generation prompt begins it: the "
            f"prompt ends with {shown(prompt[-40:])}."
        )
    start = len(prompt)
    own = _turn(rendering, text, message, start, number)
    last = _turn(rendering, alone, message, start, number)
    if text[own.content : own.end] != alone[last.content : last.end]:
        raise MaskError(
            f"The chat template changes message {number} once others follow: "
            f"{shown(alone[last.content : last.end])} becomes {shown(text[own.content : own.end])}."
        )
    steady = text[start : own.content] == alone[start : last.content]
    lead = text[start : own.content]
    if not rendering.prompts and lead.strip():
        # It has no generation prompt: the heading is the template's, and stands in the turn.
        start = text.index(message.get("reasoning_content") or message["content"], start, own.said)
    elif rendering.special_text.search(lead):
        raise MaskError(
            f"The chat template writes {shown(lead)} between the generation prompt and message {number}."
        )
    followed: tuple[str, Span] | None = (alone, last)
    if number + 1 == len(messages):
        followed = _followed(rendering, messages, tools, prompt, number)
    end = _stop_end(rendering, text, own, *followed) if followed else own.end
    return own._replace(start=start, end=end), steady


def _stop_end(rendering: Rendering, text: str, own: Span, other: str, there: Span) -> int:
    """Return where the stop of a turn ends: further special tokens belong to it if they follow in both renderings."""
    end, other_end = own.end, there.end
    while True:
        next_ = rendering.special_text.match(text, end)
        if next_ is None or not other.startswith(next_.group(), other_end):
            return end
        end, other_end = next_.end(), other_end + len(next_.group())


def _followed(
    rendering: Rendering, messages: Sent, tools: list[dict[str, Any]], prompt: str, number: int
) -> tuple[str, Span] | None:
    """Return a last turn's rendering where the user goes on; ``None`` where the template refuses that or changes it."""
    try:
        text = rendering.text([*messages, {"role": "user", "content": "Kx9999Zq"}], tools)
        return (
            (text, _turn(rendering, text, messages[number], len(prompt), number))
            if text.startswith(prompt)
            else None
        )
    except MaskError:
        return None


def _turn(rendering: Rendering, text: str, message: dict[str, Any], start: int, number: int) -> Span:
    """Return where a message is in a text that has it from ``start`` on: the nearest stop that ends all it says."""
    content, reasoning = message["content"], message.get("reasoning_content", "")
    said, begin = -1, start
    # Without a generation prompt the heading of the turn is before it, and may have special tokens.
    for stop in islice(rendering.special_text.finditer(text, start), 1 if rendering.prompts else 3):
        thought = text.find(reasoning, start, stop.start())
        begin = thought + len(reasoning)
        at = text.rfind(content, begin, stop.start()) if thought >= 0 else -1
        if at < 0:
            continue
        if message.get("tool_calls"):
            at = text.find(content, begin)
            said = _calls_end(text, message["tool_calls"], at + len(content), number)
            last = rendering.special_text.search(text, said)
            if last is None:
                raise _endless(number)
            return Span(start, at, said, last.start(), last.end())
        said = at + len(content)
        if not text[said : stop.start()].strip():
            return Span(start, at, said, stop.start(), stop.end())
    raise _lost(rendering, text, message, start, number)


def _lost(rendering: Rendering, text: str, message: dict[str, Any], start: int, number: int) -> MaskError:
    """Return why a message is not found."""
    stop = rendering.special_text.search(text, start)
    if stop is None:
        return _endless(number)
    turn = text[start : stop.start()]
    reasoning = message.get("reasoning_content", "")
    _found(turn, reasoning, 0, f"the reasoning of message {number}")
    _found(turn, message["content"], 0, f"the content of message {number}")
    return MaskError(
        f"The chat template does not end message {number} where its content {shown(message['content'])} ends: it is "
        f"in {shown(turn)}, before {stop.group()!r}."
    )


def _endless(number: int) -> MaskError:
    return MaskError(
        f"The chat template ends message {number} with no special token: a model trained on it would never stop."
    )


def _calls_end(text: str, calls: list[dict[str, Any]], end: int, number: int) -> int:
    """Return where the last of a turn's tool calls ends, its closing signs aside."""
    for call in calls:
        name: str = call["function"]["name"]
        after = _found(text, name, end, f"a tool call of message {number}") + len(name)
        end = max(
            [after, *(_argument(text, a, after, number) for a in leaves(call["function"]["arguments"]))]
        )
    return end


def _found(text: str, wanted: str, start: int, what: str) -> int:
    at = text.find(wanted, start)
    if at < 0:
        if wanted.strip() and text.find(wanted.strip(), start) >= 0:
            raise MaskError(
                f"The chat template trims {what}: blanks at its ends are lost ({shown(wanted)}). Trim the messages of "
                "the row, or use another template."
            )
        raise MaskError(
            f"The chat template drops or changes {what}: {shown(wanted)} is not in its rendering."
        )
    return at


def leaves(value: Any) -> Iterator[Any]:
    """Yield the values in the arguments of a call."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def _argument(text: str, leaf: Any, start: int, number: int) -> int:
    ends = [at + len(f) for f in forms(leaf) if (at := text.find(f, start)) >= 0]
    if not ends:
        raise MaskError(
            f"The chat template drops or changes an argument of a tool call of message {number}: {shown(str(leaf))}."
        )
    return min(ends)


def forms(leaf: Any) -> set[str]:
    """Return how a value may stand in a rendering: as it is, or in JSON."""
    forms = {json.dumps(leaf), json.dumps(leaf, ensure_ascii=False)}
    forms |= {str(leaf)} | {f[1:-1] for f in forms if isinstance(leaf, str)}
    # Jinja's own tojson escapes what could end a page's script.
    for sign in "<>&'":
        forms |= {f.replace(sign, f"\\u{ord(sign):04x}") for f in forms}
    return forms


def _all_there(text: str, messages: Sent) -> None:
    """Check that what the model was told is in the rendering, in order; blanks at the ends do not count."""
    at = 0
    for number, message in enumerate(messages):
        if message["role"] == "assistant":
            continue
        wanted = message["content"].strip()
        found = text.find(wanted, at)
        if found < 0 and message["role"] == "tool":  # as JSON, in some templates
            wanted = next((f for f in forms(wanted) if text.find(f, at) >= 0), wanted)
            found = text.find(wanted, at)
        if found < 0:
            raise MaskError(
                f"The chat template drops, changes or moves message {number} ({message['role']}): {shown(wanted)} is "
                "not in its rendering after what stands before it."
            )
        at = found + len(wanted)


def _changed(
    rendering: Rendering, text: str, prompt: str, messages: Sent, tools: list[dict[str, Any]], number: int
) -> MaskError:
    before = rendering.text(messages[:number], tools)
    if text.startswith(before):
        return MaskError(
            f"The generation prompt {shown(prompt[len(before) :])} is not what message {number} begins with in the "
            f"conversation: {shown(text[len(before) : len(prompt)])}."
        )
    at = next((i for i, (a, b) in enumerate(zip(text, prompt, strict=False)) if a != b), len(text))
    return MaskError(
        f"The chat template changes what stands before message {number} once others follow: "
        f"{shown(prompt[at : at + 40])} becomes {shown(text[at : at + 40])}. A model is never shown what it would be "
        "trained on."
    )
