from __future__ import annotations

import pytest

from agentgym.environments.webarena.world.evaluators.text import clean, equal, includes, one_text, texts
from agentgym.errors import DataError


def test_one_pair_of_quotes_is_taken_off() -> None:
    assert clean("\"'Blue'\"") == "'blue'"
    assert equal("Complete", " 'complete' ")
    assert not equal("Complete", "complete.")


@pytest.mark.parametrize("said", ["6.", "(6)", "$6", "6%", "#6", "6's", "it is 6"])
def test_one_character_alone_is_found_as_a_word(said: str) -> None:
    assert includes("6", said, alone=True)


@pytest.mark.parametrize("said", ["6-7", "6:30", "6/7", "6,7", "6.0", "6th", "16", "it is 6. then more"])
def test_one_character_alone_is_not_found_within_a_word(said: str) -> None:
    assert not includes("6", said, alone=True)
    assert includes("6", said)


def test_a_sentence_ends_before_another_one() -> None:
    assert includes("a", "grade a! next", alone=True)
    assert includes("b", "the answers are b; see below. more text", alone=True)


def test_types_are_checked() -> None:
    with pytest.raises(DataError, match="must be a text"):
        one_text(5, "eval")
    with pytest.raises(DataError, match="list of texts"):
        texts([5], "eval")
