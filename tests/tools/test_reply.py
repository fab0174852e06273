"""Environments whose action is an answer."""

from __future__ import annotations

import pytest

from agentgym.tools.reply import ReplyGrammar, make_format, reply

TEXTS = ["", "B", "Thought: x\nAction: y", "naïve 漢字 \ud800", "  kept as it is \n"]


@pytest.mark.parametrize("name", ["react", "native", "tools"])
@pytest.mark.parametrize("text", TEXTS[:3] + TEXTS[4:])
def test_what_is_written_is_read_back(name: str, text: str) -> None:
    form = make_format(name)
    assert form.name == name
    assert form.parse(form.render(reply(text)))["text"] == text


def test_the_bare_message_is_never_refused() -> None:
    for text in TEXTS:
        assert make_format("react").parse(text).text == text == ReplyGrammar().parse(text)["text"]
    assert ReplyGrammar("Write a number.").describe() == "Write a number."
    assert make_format("react").instructions() == ""
