"""Formats by name, and whole files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.dataset.formats import FORMATS, export, import_, named
from agentgym.dataset.row import Row
from agentgym.errors import AgentGymError, DataError
from agentgym.messages import assistant, user

ROWS = [
    Row(id=f"x_{i}", messages=[user("u \u2028"), assistant("\ud800" if i else "a", loss=True)])
    for i in range(2)
]


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "tokens"])
def test_files_come_back_as_lines_and_as_a_list(tmp_path: Path, name: str) -> None:
    form = named(name)
    assert export(ROWS, form, tmp_path / "deep" / "x.jsonl") == 2
    assert list(import_(tmp_path / "deep" / "x.jsonl", form)) == ROWS
    if name == "hub":  # a file is one session, not a list of them
        return
    (tmp_path / "x.json").write_text(json.dumps([form.write(r) for r in ROWS]))
    assert list(import_(tmp_path / "x.json", form)) == ROWS


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def failing() -> Iterator[Row]:
        yield ROWS[0]
        raise DataError("torn")

    with pytest.raises(DataError):
        export(failing(), named("openai"), tmp_path / "x.jsonl")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ['{"messages": []}\n{"mess', '{"messages": []}\n[]', '{"messages": []}\n{"x": 1}', "[1]", "[", "\xff"],
)
def test_bad_files_are_refused_with_their_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_bytes(text.encode("latin-1"))
    with pytest.raises(DataError, match=r"line 2|entry 1|torn|cannot be read"):
        list(import_(tmp_path / "x", named("openai")))


def test_an_unknown_format_suggests_the_nearest() -> None:
    with pytest.raises(AgentGymError, match="Did you mean 'openai'"):
        named("opnai")
