"""Texts as TOML: what is written is read again, to the character."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentgym.errors import DataError, OptionError
from agentgym.messages import assistant, system, tool_call, user
from agentgym.prompts import Texts
from agentgym.prompts.toml_form import Head, read, write

HEAD = Head("Game", "paper", "react")
FOR = b'env="Game"\nprofile="paper"\naction_format="react"\n'


class GameTexts(Texts, frozen=True, kw_only=True):
    task: str = "Task: {task}"
    described: dict[str, str] = {}  # noqa: RUF012  (a Struct copies it)


def again(texts: GameTexts, head: Head = HEAD) -> GameTexts:
    return read(Path("game.toml"), write(head, texts).encode(), head, GameTexts)


_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text("\"\\\n\r\t {}#'=\x00\x1b", max_size=12)


@settings(deadline=None)
@given(_TEXT, _TEXT, st.dictionaries(_TEXT, _TEXT, max_size=3))
def test_every_text_comes_back(task: str, content: str, described: dict[str, str]) -> None:
    texts = GameTexts(
        task=task,
        described=described,
        openings={content: [user(content), assistant(task)], "": [system(task)]},
    )
    assert again(texts) == texts


def test_calls_and_tools_come_back() -> None:
    shown = {**assistant("I look."), "tool_calls": [tool_call("look", {"at": "it"})]}
    answer = {**user("seen"), "role": "tool", "tool_call_id": "call_0"}
    parameters = {"required": ["at"], "additionalProperties": False}
    schema = {"type": "function", "function": {"name": "look", "parameters": parameters}}
    texts = GameTexts(openings={"": [shown, answer]}, schemas=[schema, schema])  # type: ignore[list-item]
    assert again(texts) == texts


def test_it_is_plain_toml() -> None:
    document = tomllib.loads(write(HEAD, GameTexts(openings={"": [user("one\ntwo")]})))
    assert document == {
        "env": "Game", "profile": "paper", "action_format": "react",
        "texts": {"unreadable": "{hint}", "task": "Task: {task}", "described": {}},
        "openings": {"": [{"role": "user", "content": "one\ntwo"}]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"env = ", "is no TOML file"),
        (b"\xff", "is no TOML file"),
        (b"x = 1", "missing required field"),
        (FOR + b'[texts]\ntaks = "x"', "no 'taks' among the texts of Game"),
        (FOR + b'[texts]\ntask = 3', "Expected `str`, got `int`"),
        (FOR + b'openings = 3', "Expected `object`"),
        (FOR + b'texts = 3', "is no file of prompts"),
        (FOR + b'[[openings.""]]\nrole="boss"\ncontent=""', "Invalid enum"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(text: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(Path("game.toml"), text, HEAD, GameTexts)


def test_texts_of_something_else_are_refused() -> None:
    with pytest.raises(
        OptionError,
        match="are for Game, profile paper, action format react; they were asked for Game, profile fc",
    ):
        read(Path("game.toml"), write(HEAD, GameTexts()).encode(), Head("Game", "fc", "tools"), GameTexts)
    with pytest.raises(DataError, match="too large"):
        read(Path("game.toml"), b" " * ((16 << 20) + 1), HEAD, GameTexts)
