"""Reading texts of Python sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import DataError
from agentgym.prompts import Checkout

SOURCE = '''
import os
os.remove("would be bad")
PROMPT = "one " \\
    "two"
NOTE: str = """three
four"""
SUM = "five" + " six"
OTHER = make("seven")

class Agent:
    name = "inner"
    def step(self):
        self.pad += f"\\nStep {self.n}:"
        self.pad += self.answer() + "x"
        if done:
            self.pad += "right"
        else:
            self.pad += f"wrong"
        call(template="tell {x}", other=3)
        local = "here"
'''


def checkout(tmp_path: Path, source: str = SOURCE) -> Checkout:
    (tmp_path / "src").mkdir(exist_ok=True, parents=True)
    (tmp_path / "src" / "a.py").write_text(source)
    return entered(tmp_path)


def entered(folder: Path) -> Checkout:
    sources = Checkout(folder)
    sources.enter("a.py", "src")
    return sources


def test_texts_by_their_place(tmp_path: Path) -> None:
    sources = checkout(tmp_path)
    assert sources.constant("a.py", "PROMPT") == "one two"
    assert sources.constant("a.py", "NOTE") == "three\nfour" and sources.constant("a.py", "SUM") == "five six"
    assert sources.constant("a.py", "name", "Agent") == "inner"
    assert sources.constant("a.py", "local", "Agent.step") == "here"
    found = [sources.attribute("a.py", "Agent.step", "pad", n) for n in range(3)]
    assert found == ["\nStep {self.n}:", "right", "wrong"]
    assert sources.argument("a.py", "Agent", "template") == "tell {x}"
    assert sources.folder == tmp_path / "src"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.constant("a.py", "OTHER"), "at OTHER is no text"),
        (lambda s: s.constant("a.py", "local"), "no text local"),
        (lambda s: s.attribute("a.py", "Agent.step", "pad", 9), r"pad \(10\)"),
        (lambda s: s.argument("a.py", "Agent", "other"), "other="),
        (lambda s: s.constant("a.py", "x", "Nobody"), "no Nobody"),
        (lambda s: s.constant("b.py", "x"), "cannot be read"),
    ],
)
def test_what_is_not_there(tmp_path: Path, ask: object, message: str) -> None:
    with pytest.raises(DataError, match=message):
        ask(checkout(tmp_path))  # type: ignore[operator]


def test_sources_that_are_none(tmp_path: Path) -> None:
    for source in ("def (", "x = " + "(" * 300, "\x00"):
        with pytest.raises(DataError, match=r"a\.py"):
            checkout(tmp_path, source).constant("a.py", "x")
    (tmp_path / "src" / "a.py").write_bytes(b"x = '\xff'")
    with pytest.raises(DataError, match="cannot be read"):
        entered(tmp_path).constant("a.py", "x")
    (tmp_path / "src" / "b.py").symlink_to(tmp_path / "src" / "a.py")
    with pytest.raises(DataError, match="a link"):
        entered(tmp_path).constant("b.py", "x")
    with pytest.raises(DataError, match=r"no a\.py here"):
        entered(tmp_path / "nowhere")


def test_the_digest_tells_whether_what_was_read_is_the_same(tmp_path: Path) -> None:
    def digest(source: str, folder: str = "one") -> str:
        sources = checkout(tmp_path / folder, source)
        sources.constant("a.py", "PROMPT")
        return sources.digest

    assert digest(SOURCE) == digest(SOURCE, "two")
    assert digest(SOURCE) != digest(SOURCE.replace("two", "three"))
