"""Rows with tool calls by the courses that were proven before: the same masks as by a proof of each row."""

from __future__ import annotations

import random
from typing import Any

import pytest

pytest.importorskip("transformers")

from agentgym.benchmarks.masks.made import tokenizer
from agentgym.benchmarks.masks.templates import QWEN25, Template
from agentgym.dataset.masks import Masker, MaskError
from agentgym.dataset.row import Row
from agentgym.messages import tool_call

HEAD = "{% for t in tools or [] %}{{ t | tojson }}\n{% endfor %}{% for m in messages %}<|im_start|>{{ m.role }}\n"
TAIL = "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
TEMPLATES = {
    "json": QWEN25.text,
    # As Mistral's: ids beside the calls and the results; contents trimmed.
    "ids": HEAD + "{{ m.content | trim }}{% if m.tool_call_id %}[{{ m.tool_call_id }}]{% endif %}"
    "{% for c in m.tool_calls or [] %}[{{ c.id }}]{{ c.function | tojson }}{% endfor %}" + TAIL,
    # As Qwen 3 Coder's: each argument by itself, as it is.
    "items": HEAD + "{{ m.content }}{% for c in m.tool_calls or [] %}\n<function={{ c.function.name }}>"
    "{% for k, v in c.function.arguments.items() %}\n<parameter={{ k }}>{{ v }}</parameter>{% endfor %}\n</function>"
    "{% endfor %}" + TAIL,
    # As Qwen 3's: the last answer is decorated.
    "decorated": HEAD + "{% if loop.last and m.role == 'assistant' %}<think>\n\n</think>\n\n{% endif %}{{ m.content }}"
    "{% for c in m.tool_calls or [] %}\n{{ c.function | tojson }}{% endfor %}" + TAIL,
    # A result says which tool it is of: the course alone does not know.
    "named": HEAD + "{% if m.role == 'tool' %}{% for o in messages %}{% for c in o.tool_calls or [] %}"
    "{% if c.id == m.tool_call_id %}{{ c.function.name }}: {% endif %}{% endfor %}{% endfor %}{% endif %}"
    "{{ m.content }}{% for c in m.tool_calls or [] %}\n{{ c.function | tojson }}{% endfor %}" + TAIL,
}  # fmt: skip
TOOLS = [{"type": "function", "function": {"name": n, "parameters": {}}} for n in ("look", "take_it")]
TEXTS = (
    "",
    "a",
    "a mug",
    ' "quoted" ',
    "two\nlines",
    "é 漢 🙂 <b>&'",
    "{}",
    "Kx00001Zq",
    "back\\slash",
    " blank ",
)


def conversation(draw: random.Random) -> Row:
    """Return a conversation with calls at some turns, of texts that templates escape."""
    messages: list[Any] = [{"role": "user", "content": "Begin." + draw.choice(TEXTS)}]
    for turn in range(draw.randint(1, 4)):
        said: dict[str, Any] = {
            "role": "assistant",
            "content": draw.choice(TEXTS).strip(),
            "loss": draw.random() < 0.8,
        }
        calls = [
            tool_call(
                draw.choice(["look", "take_it"]),
                draw.choice([{"at": draw.choice(TEXTS)}, {}, {"n": 3, "deep": {"list": [draw.choice(TEXTS), 1.5]}}]),
                f"c{turn}{i}",
            )
            for i in range(draw.choice([0, 1, 1, 2]))
        ]  # fmt: skip
        if calls:
            said["tool_calls"] = calls
        else:
            said["content"] = said["content"] or "Well."
        messages.append(said)
        messages += [
            {"role": "tool", "content": draw.choice(TEXTS), "tool_call_id": c["id"]} for c in calls
        ] or [{"role": "user", "content": "Go on."}]
    if draw.random() < 0.5:
        messages.append({"role": "assistant", "content": "Done.", "loss": True})
    return Row(id="row", messages=messages, tools=TOOLS)


def made(masker: Masker, row: Row) -> tuple[list[int], list[bool]] | str:
    """Return what a masker makes of a row: ids and mask, or why it refuses it."""
    try:
        found = masker.tokens(row)
    except MaskError as error:
        return str(error)
    return found.ids, found.mask


@pytest.mark.parametrize("name", TEMPLATES)
def test_they_are_what_a_proof_of_each_row_gives(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template(TEMPLATES[name], QWEN25.special, QWEN25.eos, QWEN25.stop)
    quick, slow = Masker(tokenizer(template)), Masker(tokenizer(template))
    monkeypatch.setattr(slow._courses, "prove", lambda *a: None)
    draw, hits = random.Random(name), []
    inner = quick._courses.prove
    monkeypatch.setattr(quick._courses, "prove", lambda *a: hits.append(inner(*a)) or hits[-1])
    rows = [conversation(draw) for _ in range(60)]
    found = [made(quick, row) for row in rows]
    assert found == [made(slow, row) for row in rows]
    proven = [f for f in found if not isinstance(f, str)]
    assert len(proven) > 20
    if name != "named":
        assert sum(h is not None for h in hits) > 0.6 * len(proven)


def test_a_conversation_that_was_proven_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    masker = Masker(tokenizer(QWEN25))

    def row(place: str) -> Row:
        call = tool_call("look", {"at": place}, f"id of {place}")
        return Row(
            id=place,
            messages=[
                {"role": "user", "content": "Begin."},
                {"role": "assistant", "content": "So.", "tool_calls": [call], "loss": True},
                {"role": "tool", "content": f"{place} is empty", "tool_call_id": call["id"]},
                {"role": "assistant", "content": "Done.", "loss": True},
            ],
            tools=TOOLS,
        )

    masker.tokens(row("shelf"))
    calls = []
    text = masker._rendering.text
    monkeypatch.setattr(masker._rendering, "text", lambda *a, **k: calls.append(a) or text(*a, **k))
    masker.tokens(row('a "drawer"'))
    assert len(calls) == 1


def test_a_stop_in_an_argument_is_refused() -> None:
    call = tool_call("look", {"at": "x <|im_end|> y"}, "c")
    row = Row(
        id="x",
        messages=[
            {"role": "user", "content": "Begin."},
            {"role": "assistant", "content": "", "tool_calls": [call], "loss": True},
        ],
        tools=TOOLS,
    )
    with pytest.raises(MaskError, match=r"Message 1 contains the special token '<\|im_end\|>' as text"):
        Masker(tokenizer(QWEN25)).tokens(row)
