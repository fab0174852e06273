"""Tools in plain text, and the chat templates of our own."""

from __future__ import annotations

import importlib.util
import json

import pytest

from agentgym.messages import tool_call
from agentgym.models import text_tools
from agentgym.models.templates import template_path

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "search",
            "description": "Look.",
            "parameters": {"type": "object", "properties": {}},
        },
    }
]


def test_tools_calls_and_results_become_text() -> None:
    messages = [
        {"role": "user", "content": "buy tea"},
        {"role": "assistant", "content": "I look.", "tool_calls": [tool_call("search", {"q": "tea"}, "c")]},
        {"role": "tool", "content": "3 teas", "tool_call_id": "c"},
    ]
    shown = text_tools.show(messages, TOOLS)  # type: ignore[arg-type]
    assert [m["role"] for m in shown] == ["user", "assistant", "user"]
    assert '<tools>\n{"name":"search"' in shown[0]["content"] and shown[0]["content"].endswith("buy tea")
    assert text_tools.read(shown[1]["content"]) == ("I look.", [tool_call("search", {"q": "tea"}, "call_0")])
    assert "3 teas" in shown[2]["content"] and "tools" not in messages[0]["content"]


@pytest.mark.parametrize(
    ("text", "content", "calls"),
    [
        ("no call", "no call", []),
        ('{"name": "f", "arguments": {"a": 1}}', "", [("f", '{"a":1}')]),
        ('{"name": "f", "parameters": {}}', "", [("f", "{}")]),
        ('x <tool_call>{"name": "f", "arguments": {}}</tool_call>', "x", [("f", "{}")]),
        (
            '<tool_call>{"name":"f","arguments":{}}</tool_call>\n<tool_call>{"name":"g","arguments":{}}',
            "",
            [("f", "{}"), ("g", "{}")],
        ),
        ('<tool_call>{"name": "f", "arguments": {"a": }}</tool_call>', "", [("f", '{"a": }')]),
        ('{"name": "f", "arguments": {"a": "cut', "", [("f", '{"a": "cut')]),
        ('{"no": "name"}', '{"no": "name"}', []),
    ],
)
def test_calls_are_read_off_answers(text: str, content: str, calls: list[tuple[str, str]]) -> None:
    got, found = text_tools.read(text)
    assert got == content
    assert [(c["function"]["name"], c["function"]["arguments"]) for c in found] == calls


def render(name: str, messages: list[dict[str, object]], **more: object) -> str:
    if importlib.util.find_spec("jinja2") is None:
        pytest.skip("jinja2 is not installed: pip install '.[report]'")
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message: str) -> None:
        raise ValueError(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    environment.globals["raise_exception"] = refuse
    template = environment.from_string(template_path(name).read_text("utf-8"))
    return template.render(messages=messages, bos_token="<s>", eos_token="</s>", **more)


def test_llama_2_is_written_as_fastchat_did() -> None:
    messages = [
        {"role": "system", "content": "S"},
        {"role": "user", "content": "U1"},
        {"role": "assistant", "content": "A1"},
        {"role": "user", "content": "U2"},
    ]
    expected = "<s>[INST] <<SYS>>\nS\n<</SYS>>\n\nU1 [/INST] A1 </s><s>[INST] U2 [/INST]"
    assert render("llama-2", messages, add_generation_prompt=True) == expected  # type: ignore[arg-type]
    assert render("llama-2", messages[1:2]) == "<s>[INST] U1 [/INST]"  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="in turn"):
        render("llama-2", messages[2:])  # type: ignore[arg-type]


def test_chatml_equals_the_models_own_and_adds_tools() -> None:
    messages = [{"role": "user", "content": "U"}, {"role": "assistant", "content": "A"}]
    plain = (
        "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        "<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\nA<|im_end|>\n"
    )
    assert render("chatml-tools", messages) == plain  # type: ignore[arg-type]
    asked = render("chatml-tools", messages, tools=TOOLS, add_generation_prompt=True)  # type: ignore[arg-type]
    assert '"name": "search"' in asked and asked.endswith("<|im_start|>assistant\n")
    own = {"role": "system", "content": "S"}
    assert render("chatml-tools", [own, *messages]).startswith("<|im_start|>system\nS<|im_end|>\n")  # type: ignore[list-item]
