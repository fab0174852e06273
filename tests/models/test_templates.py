"""The chat templates of our own."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json

import pytest

from agentgym.models.templates import template_path
from tests.models.test_text_tools import TOOLS
from tests.shared_data import shared


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


def test_agentlm_strips_contents_and_leaves_an_empty_turn_out() -> None:
    def said(*contents: str) -> list[dict[str, object]]:
        return [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(contents)]

    assert (
        render("agentlm", said(" U1\n", "A1\n", "\nU2")) == "<s>[INST] U1 [/INST] A1 </s><s>[INST] U2 [/INST]"
    )
    assert render("agentlm", said("U1", " \n", "U2")) == "<s>[INST] U1 [/INST][INST] U2 [/INST]"
    assert (
        render("agentlm", said("U1", "A1", "", "A2"))
        == "<s>[INST] U1 [/INST] A1 </s><s>[INST][/INST] A2 </s>"
    )
    with pytest.raises(ValueError, match="in turn"):
        render("agentlm", said("U1", "A1")[1:])


def test_agentlm_is_the_string_that_the_papers_client_sent() -> None:
    with gzip.open(shared("prompts/golden_conversations.jsonl.gz"), "rt", encoding="utf-8") as lines:
        asked = [r for line in lines for r in json.loads(line)["requests"] if "llama2_sha256" in r]
    assert len(asked) == 218
    for request in asked:
        # The server adds the first mark.
        string = render("agentlm", request["messages"]).removeprefix("<s>")
        assert hashlib.sha256(string.encode()).hexdigest() == request["llama2_sha256"]


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
