"""Specs: taken apart and written."""

from __future__ import annotations

import pytest

from agentgym.errors import OptionError
from agentgym.specs import Spec


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("expert", ("expert", "", "")),
        ("openai:gpt-4?temperature=0", ("openai", "gpt-4", "temperature=0")),
        ("scripted:a.b:c", ("scripted", "a.b:c", "")),
        ("mixture:1*expert+1*(openai:m?x=1)?by=episode", ("mixture", "1*expert+1*(openai:m?x=1)", "by=episode")),
        ("mixture:1*(mixture:1*(a:b?c=1)+1*d?by=turn)", ("mixture", "1*(mixture:1*(a:b?c=1)+1*d?by=turn)", "")),
        ("openai:m?body={\"a\":\"?\"}", ("openai", "m", "body={\"a\":\"?\"}")),
    ],
)  # fmt: skip
def test_a_spec_is_taken_apart_and_written_the_same(text: str, parts: tuple[str, str, str]) -> None:
    assert Spec.parse(text) == parts and str(Spec.parse(text)) == text


def test_options_are_decoded_and_left_out_by_name() -> None:
    spec = Spec.parse("openai:m?system=be+brief%26short&base_url=http://a:1/v1&eager&name=x")
    assert spec.options() == {
        "system": "be brief&short", "base_url": "http://a:1/v1", "eager": "", "name": "x"
    }  # fmt: skip
    assert str(spec.without({"base_url", "name"})) == "openai:m?system=be+brief%26short&eager"
    assert str(spec.without(spec.options())) == "openai:m"


def test_values_of_python_come_back_as_text() -> None:
    given = {"a": "1+1 & 100%", "b": True, "c": 0.5, "d": ["x", "y\n"], "e": {"k": [1]}, "f": None}
    assert Spec.of("s", "m", given).options() == {
        "a": "1+1 & 100%", "b": "true", "c": "0.5", "d": "x|y\\n", "e": '{"k":[1]}'
    }  # fmt: skip


def test_an_option_that_is_given_twice_is_refused() -> None:
    with pytest.raises(OptionError, match="'stop' is given more than once"):
        Spec.parse("openai:m?stop=a&x=1&stop=b").options()
