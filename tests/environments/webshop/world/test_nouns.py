"""Where the nouns of titles come from."""

from __future__ import annotations

import pytest

from agentgym.environments.webshop.world.nouns import plain_words, tagger
from agentgym.errors import UnknownNameError


def test_a_table_goes_before_the_source() -> None:
    nouns = tagger("words", {"Red Hat": ("known",)})
    assert nouns("Red Hat") == ("known",) and nouns("A Red-Wool Hat") == ("red", "wool", "hat")
    assert plain_words("the Hat of a Hat") == ("hat", "hat"), "repetitions are kept"


def test_spacys_nouns() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed; extra webshop")
    assert tagger("spacy")("Soft cotton shirts") == ("cotton", "shirts")


def test_an_unknown_source() -> None:
    with pytest.raises(UnknownNameError, match="source of nouns"):
        tagger("nltk")
