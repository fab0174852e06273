from __future__ import annotations

import gzip
import json

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.webarena.protocol import BracketedGrammar, FencedFormat, shortened
from tests.shared_data import shared

GRAMMAR = BracketedGrammar()
# One string that the original cannot read is read here: characters outside its table of keys (☕) can be typed.
READ_HERE = {"type [30] [café ☕] [0]"}
NAMES = {"KEY_PRESS": "press", "GOTO_URL": "goto", "PAGE_FOCUS": "tab_focus", "PAGE_CLOSE": "close_tab"}


def test_every_recorded_action_is_read_as_the_original_reads_it() -> None:
    data = json.loads(gzip.decompress(shared("webarena/evaluator_vectors.json.gz").read_bytes()))
    for vector in data["actions"]:
        text = vector["action"]
        if "exception" in vector and text not in READ_HERE:
            with pytest.raises(ParseError):
                GRAMMAR.parse(text)
            continue
        action = GRAMMAR.parse(text)
        if text in READ_HERE:
            continue
        wanted = vector["parsed"]
        kind = wanted["action_type"]
        assert action.name == NAMES.get(kind, kind.lower()), text
        if kind == "TYPE":
            assert action["text"] + "\n" * action["enter"] == wanted["text"], text
        for key, name in (("element_id", "element"), ("page_number", "tab")):
            if key in wanted:
                assert action[name] == int(wanted[key]), text
        for key, name in (("key_comb", "keys"), ("direction", "direction"), ("url", "url")):
            if key in wanted:
                assert action[name] == wanted[key], text
        if kind == "STOP":
            assert action["answer"] == wanted.get("answer", ""), text
    assert len(data["actions"]) == 46


@pytest.mark.parametrize("text", ["click [12]", "type [3] [a ] b] [0]", "select [4] [Price]", "scroll [up]", "stop []",
                                  "go_back", "goto [http://a/]", "press [Control+a]", "tab_focus [1]"])  # fmt: skip
def test_what_is_read_is_written_again(text: str) -> None:
    action = GRAMMAR.parse(text)
    assert action.text == text == GRAMMAR.render(action)


def test_the_paper_knows_no_select() -> None:
    with pytest.raises(ParseError, match="no action"):
        BracketedGrammar(selects=False).parse("select [4] [Price]")


@pytest.mark.parametrize("text", ["", "```", "Click [3]", "click [99999999999]", "click [0]", "fly [3]"])
def test_what_is_no_action_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        GRAMMAR.parse(text)


def test_the_action_stands_between_the_first_fences() -> None:
    form = FencedFormat(GRAMMAR)
    action = form.parse(
        "I see a link. In summary, the next action I will perform is ```click [3]``` or ```stop []```"
    )
    assert (action.name, action["element"], action.thought) == ("click", 3, "I see a link.")
    assert form.parse(form.render(action)) == action
    with pytest.raises(ParseError, match="back-ticks"):
        form.parse("click [3]")


def test_a_page_is_cut_by_an_estimate_of_its_tokens() -> None:
    assert shortened("[12] link", 100) == "[12] link"
    assert shortened("[12] link\n" * 50, 8) == "[12] link\n["
    assert len(shortened("word " * 1000, 100)) < 1000


def test_newlines_do_not_break_an_action() -> None:
    action = Action(name="type", arguments={"element": 1, "text": "a\nb", "enter": False})
    assert GRAMMAR.parse(GRAMMAR.render(action))["text"] == "a b"
