"""Cutting and searching documents."""

from __future__ import annotations

from agentgym.environments.rewoo.world.documents import Document, pieces
from tests.shared_data import shared

TEXT = "\n\n".join(
    f"Paragraph {n} is about {word}. " + "It goes on. " * 20
    for n, word in enumerate(("ships", "bread", "snow"))
)


def test_pieces_are_whole_paragraphs_where_they_fit() -> None:
    found = pieces(TEXT, 300)
    assert len(found) == 3 and all(p.startswith("Paragraph") and len(p) <= 300 for p in found)
    assert pieces(TEXT, 600)[0].count("Paragraph") == 2
    assert pieces("", 10) == [] and pieces("abc", 10) == ["abc"]


def test_longer_parts_are_cut_at_lines_words_and_letters() -> None:
    assert pieces("one two three\nfour", 9) == ["one two", "three", "four"]
    assert all(len(p) <= 10 for p in pieces("x" * 95, 10)) and "".join(pieces("x" * 95, 10)) == "x" * 95


def test_the_best_piece() -> None:
    document = Document(TEXT)
    assert "bread" in Document("\n\n".join(pieces(TEXT, 300))).best("who bakes bread")
    assert document.best("zzz") == ""


def test_the_real_address() -> None:
    found = pieces(shared("rewoo/state_of_the_union.txt").read_text())
    assert (len(found), min(map(len, found)), max(map(len, found))) == (46, 285, 998)
