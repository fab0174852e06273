"""Articles and sentences."""

from __future__ import annotations

import time

import pytest

from agentgym.tools.encyclopedia.articles import article_of, split_sentences

TEXTS = [
    ("One. Two! Three? Four", 4),
    ("J. R. Smith met Dr. Jones in St. Louis. They talked.", 2),
    ('He said "Stop." Then he left.', 2),
    ("It weighs 3.5 kg. It is red.", 2),
    ("It is from the U.S. and small. No. 5 is here.", 2),
    ("A line\nanother line", 2),
    ("", 0),
    ("   ", 1),
]


@pytest.mark.parametrize(("text", "count"), TEXTS)
def test_sentences_join_to_the_text(text: str, count: int) -> None:
    found = split_sentences(text)
    assert "".join(found) == text and len(found) == count


def test_an_article_of_a_text() -> None:
    article = article_of("T", "\nOne. Two.\n\n\n== H ==\nThree.\n")
    assert article.lead == "One. Two." and article.blocks() == ["One. Two.", "== H ==\nThree."]
    assert [s.strip() for s in article.sentences()] == ["One.", "Two.", "== H ==", "Three."]
    assert article.text == "One. Two.\n\n== H ==\nThree."
    assert article_of("T", "").lead == "" and article_of("T", "").text == ""


def test_long_texts_take_linear_time() -> None:
    start = time.perf_counter()
    for text in ("a. " * 100_000, '"' * 200_000, ")" * 200_000 + ".", " \n" * 100_000, "A." * 100_000):
        assert "".join(split_sentences(text)) == text
    assert time.perf_counter() - start < 20
